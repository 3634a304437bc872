import { describe, expect, test } from 'vitest'
import { packageCollector } from '../../../src/inspectors/facts/packages.ts'
import { emptyTest } from '../../../src/inspectors/tests/empty-test.ts'
import { missingImport } from '../../../src/inspectors/tests/missing-import.ts'
import { onlyLeft } from '../../../src/inspectors/tests/only-left.ts'
import { skippedTest } from '../../../src/inspectors/tests/skipped-test.ts'
import { suiteCollectsNothing } from '../../../src/inspectors/tests/suite-collects-nothing.ts'
import { testsCollectors } from '../../../src/inspectors/tests/tests.ts'
import { unparsableTest } from '../../../src/inspectors/tests/unparsable-test.ts'
import { found, type Sample } from '../../support/found.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...testsCollectors, packageCollector]

describe('skipped tests', () => {
  test.each<Sample>([
    {
      story: 'every form of both languages counts, grouped by package',
      files: {
        'web/package.json': '{}',
        'web/a.test.ts':
          "it.skip('a', () => {})\nxit('b', () => {})\ndescribe.skip('c', () => {})\ntest.skip.each([1])('d', () => {})\n",
        'test_b.py':
          'import pytest\n@pytest.mark.skip(reason="later")\ndef test_a():\n    assert f()\n\n\ndef test_b():\n    pytest.skip("no")\n',
      },
      found: ['P3 skipped:. test_b.py:2', 'P3 skipped:web web/a.test.ts:1'],
    },
    {
      story: 'conditions, running tests and functions of other names are fine',
      files: {
        'a.spec.ts':
          "it('a', () => { expect(f()).toBe(1) })\ntest.skipIf(process.platform === 'win32')('b', () => {})\ntest('c', async () => { test.skip(isCI, 'why') })\niterator.skip('x', () => {})\n",
        'test_b.py':
          'import pytest\n@pytest.mark.skipif(True, reason="x")\ndef test_a():\n    assert f()\n\n@skip_if_slow\ndef test_b():\n    if x:\n        pytest.skip("no")\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(skippedTest, collectors, files)).toEqual(expected)
  })
})

describe('tests that cannot fail', () => {
  test('each kind is counted in the title', async () => {
    const files = {
      'a.test.ts':
        "it('a', () => {})\nit('b', () => { expect(true).toBe(true) })\nit('c', () => { console.log('x') })\nit('d', () => { expect(f()).toBe(1) })\n",
    }
    const { drafts, population, bad } = await inspect(emptyTest, collectors, files)
    expect(drafts[0]?.title).toContain('1 without a body, 1 asserting a constant, 1 without an assertion')
    expect([population, bad]).toEqual([4, 3])
  })

  test.each<Sample>([
    {
      story: 'Python bodies of pass and assert True',
      files: {
        'test_a.py':
          'def test_a():\n    """Says much."""\n    pass\n\nclass TestB:\n    def test_b(self):\n        assert True\n',
      },
      found: ['P3 hollow:. test_a.py:1'],
    },
    {
      story: 'helpers, raises, renders, awaits, throws, todos, skips, fixtures and foreign functions may assert',
      files: {
        'a.test.tsx':
          "it('a', () => check())\nit('b', () => { render(<A />) })\nit('c', async () => { await page.goto('/') })\nit('d', () => { throw new Error() })\nit.todo('e')\nit.skip('f', () => {})\nit('g', helper)\n",
        'test_b.py':
          'def test_a():\n    with pytest.raises(ValueError):\n        f()\n\ndef test_b():\n    check()\n\ndef helper_test():\n    pass\n\nclass Helper:\n    def test_c(self):\n        pass\n',
      },
      found: [],
    },
    {
      story: 'a fixture that yields nothing hides no test behind it, and a class in a test is run by that test',
      files: {
        'test_a.py':
          'import unittest\n\ndef fixture():\n    yield\n\ndef test_a():\n    pass\n\ndef test_b():\n    class Inner(unittest.TestCase):\n        def test_c(self):\n            pass\n    run(Inner)\n',
      },
      found: ['P3 hollow:. test_a.py:6'],
    },
    {
      story: 'past a part that no grammar of ours knows nothing is said about bodies',
      files: { 'test_a.py': 'f = lambda a, /, b: a\n\ndef test_a():\n    pass\n' },
      found: [],
    },
    {
      story: 'past a syntax error nothing is said about bodies',
      files: { 'test_a.py': 'def test_a():\n    pass\n\ndef broken(:\n' },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(emptyTest, collectors, files)).toEqual(expected)
  })
})

test.each<Sample>([
  {
    story: 'an .only was left behind',
    files: { 'a.test.ts': "describe('x', () => {\n  it.only('a', () => { f() })\n  it('b', () => { f() })\n})\n" },
    found: ['P2 only:a.test.ts a.test.ts:2'],
  },
  {
    story: 'an .only that hides no test is harmless',
    files: { 'a.test.ts': "describe('x', () => {\n  it.only('a', () => { f() })\n})\n" },
    found: [],
  },
  {
    story: 'other things called only are fine',
    files: { 'a.test.ts': "router.only('x', () => {})\n// it.only('a')\ntest('uses it.only', () => { f() })\n" },
    found: [],
  },
])('$story', async ({ files, found: expected }) => {
  expect(await found(onlyLeft, collectors, files)).toEqual(expected)
})

test.each<Sample>([
  {
    story: 'a broken test file in each language',
    files: { 'a.test.ts': 'it(\n', 'test_b.py': 'def test_b(:\n    pass\n' },
    found: ['P2 file:a.test.ts a.test.ts:1', 'P2 file:test_b.py test_b.py:1'],
  },
  {
    story: 'valid code that the tolerant parser may not know, and broken fixtures',
    files: {
      'test_a.py': 'async def test_a():\n    async with f() as (\n        a,\n        b,\n    ):\n        assert a\n',
      'fixtures/test_b.py': 'def (\n',
    },
    found: [],
  },
])('$story', async ({ files, found: expected }) => {
  expect(await found(unparsableTest, collectors, files)).toEqual(expected)
})

describe('imports of tests', () => {
  const app = { 'app/__init__.py': '', 'app/models.py': 'class User: ...\n', 'app/sub/__init__.py': '' }
  test.each<Sample>([
    {
      story: 'a relative module is gone',
      files: { 'src/a.test.ts': "import { b } from './b.js'\n" },
      found: ['P2 imports of src/a.test.ts src/a.test.ts:1'],
    },
    {
      story: 'a Python module and a name are gone',
      files: { ...app, 'tests/test_a.py': 'from app.services import x\nfrom app.models import User, Team\n' },
      found: ['P2 imports of tests/test_a.py tests/test_a.py:1'],
    },
    {
      story: 'a package inside a project folder that is a package itself, and the root of a library',
      files: {
        'shop/pyproject.toml': '',
        'shop/__init__.py': '',
        'shop/shop/__init__.py': '',
        'shop/shop/models.py': 'class User: ...\n',
        'shop/tests/test_a.py': 'from shop.models import User\n',
        'package.json': '{"main":"lib.js"}',
        'lib.js': '',
        'test/a.test.ts': "import lib from '../'\n",
      },
      found: [],
    },
    {
      story: 'resolved, built, ignored, typed, guarded, installed and re-exported ones are fine',
      files: {
        ...app,
        'src/b.ts': '',
        'src/c/index.tsx': '',
        '.gitignore': 'made.ts\n',
        'src/a.test.ts':
          "import './b.js'\nimport './c'\nimport '../dist/x'\nimport './made'\nimport type { T } from './types'\nimport 'vitest'\n",
        'tests/test_a.py':
          'from app import models, sub\nfrom app.models import *\nimport app.sub\nfrom tests.other import x\nfrom .local import y\nimport requests\ntry:\n    from app.gone import z\nexcept ImportError:\n    z = None\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(missingImport, collectors, files)).toEqual(expected)
  })
})

describe('suites that collect nothing', () => {
  test.each<Sample>([
    {
      story: 'pytest looks where no tests are',
      files: { 'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests/unit"]\n', 'tests/test_a.py': '' },
      found: ['P2 suite:pytest@pyproject.toml pyproject.toml:2'],
    },
    {
      story: 'Playwright and Vitest too',
      files: {
        'web/playwright.config.ts': "export default {\n  testDir: './e2e',\n}\n",
        'vitest.config.ts': "export default { test: {\n  include: ['spec/**/*.spec.ts'] } }\n",
        'web/a.test.ts': '',
      },
      found: [
        'P2 suite:playwright@web/playwright.config.ts web/playwright.config.ts:2',
        'P2 suite:vitest@vitest.config.ts vitest.config.ts:2',
      ],
    },
    {
      story: 'packages that a generator set up for tests and that have none are one habit',
      files: {
        'libs/a/vite.config.ts': "export default { test: {\n  include: ['src/**/*.{test,spec}.{js,ts}'] } }\n",
        'libs/b/vite.config.ts': "export default { test: {\n  include: ['src/**/*.{test,spec}.{js,ts}'] } }\n",
        'libs/c/vite.config.ts': "export default { test: {\n  include: ['src/**/*.{test,spec}.{js,ts}'] } }\n",
        'libs/c/src/c.test.ts': '',
      },
      found: ['P3 untested:vitest libs/a/vite.config.ts:2'],
    },
    {
      story: 'paths with tests, computed patterns and own file names are fine',
      files: {
        'pytest.ini': '[pytest]\ntestpaths =\n    tests\n    more/tests\npython_files = check_*.py\n',
        'a/pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = "tests"\n',
        'a/tests/deep/test_a.py': '',
        'playwright.config.ts': "export default { testDir: './e2e' }\n// testDir: './gone'\n",
        'e2e/login.ts': '',
        'vitest.config.ts': "export default { test: { include: ['src/**/*.test.ts', 'gone/**'] } }\n",
        'src/a.test.ts': '',
        'b/vitest.config.ts': 'export default { test: { include: [...patterns] } }\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(suiteCollectsNothing, collectors, files)).toEqual(expected)
  })
})
