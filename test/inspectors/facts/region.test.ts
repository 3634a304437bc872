import { expect, test } from 'vitest'
import { regionOf } from '../../../src/inspectors/facts/region.ts'

test.each([
  ['dist/main.js', 'vendored'],
  ['dist/src/main.js', 'vendored'],
  ['web/build/main.d.ts', 'vendored'],
  ['build/lib/app/main.py', 'vendored'],
  ['cjs/react.production.js', 'vendored'],
  ['packages/build/src/index.ts', 'source'],
  ['src/build/plan.js', 'source'],
  ['app/out/models.py', 'source'],
  ['unittests/scans/a.json', 'test'],
  ['integration-tests/a.ts', 'test'],
  ['src/latest/a.ts', 'source'],
])('%s is %s', (path, region) => {
  expect(regionOf(path)).toBe(region)
})
