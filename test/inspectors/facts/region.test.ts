import { expect, test } from 'vitest'
import { isTestData, regionOf } from '../../../src/inspectors/facts/region.ts'

test.each([
  ['dist/main.js', 'vendored'],
  ['dist/src/main.js', 'vendored'],
  ['web/build/main.d.ts', 'vendored'],
  ['build/lib/app/main.py', 'vendored'],
  ['cjs/react.production.js', 'vendored'],
  ['core/built/admin/assets/stats/stats.js', 'vendored'],
  ['themes/plain/assets/built/plain.js', 'vendored'],
  ['web/assets/index-DUhmXSBR.mjs', 'vendored'],
  ['web/static/js/main.8f3b1c2d.js', 'vendored'],
  ['web/chunk.582.75249fe6d3786009dfe6.js', 'vendored'],
  ['web/assets/settings-settings.js', 'source'],
  ['web/assets/user-AuthView.js', 'source'],
  ['server/static/notes-20230101.js', 'source'],
  ['web/static/user-profile2.js', 'source'],
  ['server/notes-20230101.js', 'source'],
  ['server/steps-deadbeef.js', 'source'],
  ['src/built-in-collections.js', 'source'],
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

test.each([
  ['test/fixtures/shop/package.json', true],
  ['backend/tests/unit/fixtures/users.py', true],
  ['packages/cli/__tests__/fixtures/a/index.ts', true],
  ['src/__fixtures__/order.ts', true],
  ['internal/testdata/a.json', true],
  ['e2e/fixtures/login.ts', true],
  ['tests/data/old.html', true],
  ['tests/data/test_orders.py', false],
  ['tests/orders/test_fixtures.py', false],
  ['shop/fixtures/countries.json', false],
  ['src/contests/fixtures/round.ts', false],
  ['test/support/data.ts', false],
])('%s as data of the tests: %s', (path, expected) => {
  expect(isTestData(path)).toBe(expected)
})
