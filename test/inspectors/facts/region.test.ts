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
  ['packages/shop-tests/src/a.js', 'test'],
  ['src/list.clienttest.tsx', 'test'],
  ['src/ab-test/variant.ts', 'source'],
  ['src/contests/a.ts', 'source'],
  ['src/latest/a.ts', 'source'],
])('%s is %s', (path, region) => {
  expect(regionOf(path)).toBe(region)
})
