import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guardDiff } from '../../src/domain/diff-guard.ts'
import type { ChangedText, Objectionable } from '../../src/domain/guard/objection.ts'
import { endsSoon } from '../support/runaway.ts'

type Case = readonly [why: string, path: string, before: string | null, after: string | null]

const kindsIn = (...files: ChangedText[]) => [...new Set(guardDiff(files).map(({ what }) => what))]
const js = (body: string, title = 'pays') => `test('${title}', () => {\n  ${body.replaceAll('\n', '\n  ')}\n})\n`
const py = (body: string, name = 'test_pays') => `def ${name}():\n    ${body.replaceAll('\n', '\n    ')}\n`
const rs = (body: string) => `#[cfg(test)]\nmod tests {\n    #[test]\n    fn pays() {\n        ${body}\n    }\n}\n`
const step = (run: string) => `jobs:\n  test:\n    steps:\n      - run: ${run}\n`

/** For each kind: what is objected to, and what looks like it and is not. */
const tables: readonly {
  readonly what: Objectionable
  readonly bad: readonly Case[]
  readonly innocent: readonly Case[]
}[] = [
  {
    what: 'assertion-removed',
    bad: [
      ['one of two', 'a.test.ts', js('pay()\nexpect(a).toBe(1)\nexpect(b).toBe(2)'), js('pay()\nexpect(a).toBe(1)')],
      [
        'commented out',
        'a.test.ts',
        js('expect(a).toBe(1)\nexpect(b).toBe(2)'),
        js('expect(a).toBe(1)\n// expect(b).toBe(2)'),
      ],
      [
        'an equal one elsewhere stays',
        'a.test.ts',
        js('expect(a).toBe(1)') + js('expect(a).toBe(1)', 'two'),
        js('expect(a).toBe(1)') + js('pay()', 'two'),
      ],
      ['python', 'test_a.py', py('x = pay()\nassert x == 1\nassert y == 2'), py('x = pay()\nassert y == 2')],
      ['unittest', 'tests/test_a.py', py('self.assertEqual(x, 1)\nself.done()'), py('self.done()')],
      [
        'go',
        'a_test.go',
        'func TestPay(t *testing.T) {\n\tif x != 1 {\n\t\tt.Fatalf("x is %d", x)\n\t}\n}\n',
        'func TestPay(t *testing.T) {\n\tpay()\n}\n',
      ],
      ['rust', 'src/pay.rs', rs('assert_eq!(pay(), 1);'), rs('pay();')],
      ['over several lines', 'a.test.ts', js('expect(a)\n  .toEqual({\n    b: 1,\n  })\npay()'), js('pay()')],
    ],
    innocent: [
      ['moved down', 'a.test.ts', js('expect(a).toBe(1)\npay()'), js('pay()\nexpect(a).toBe(1)')],
      ['another indentation', 'a.test.ts', js('expect(a).toEqual({ b: 1 })'), js('expect(a).toEqual({\n  b: 1,\n})')],
      ['another expected value', 'a.test.ts', js('expect(a).toBe(1)'), js('expect(a).toBe(2)')],
      ['stricter', 'a.test.ts', js('expect(a).toBeTruthy()'), js("expect(a).toBe('paid')")],
      [
        'several parts told as a whole',
        'a.test.ts',
        js('expect(a.b).toBe(1)\nexpect(a.c).toBe(2)'),
        js('expect(a).toEqual({ b: 1, c: 2 })'),
      ],
      ['not in a test', 'src/pay.py', 'def pay():\n    assert x\n    go()\n', 'def pay():\n    go()\n'],
      ['in a string', 'a.test.ts', js("say('expect(a).toBe(1)')\nexpect(b).toBe(1)"), js('expect(b).toBe(1)')],
      ['one in a comment', 'test_a.py', py('# assert x == 1 once\nassert y == 2'), py('assert y == 2')],
    ],
  },
  {
    what: 'assertion-weakened',
    bad: [
      ['toEqual to toBeTruthy', 'a.test.ts', js('expect(a).toEqual([1])'), js('expect(a).toBeTruthy()')],
      ['toThrow loses its error', 'a.test.ts', js('expect(pay).toThrow(PayError)'), js('expect(pay).toThrow()')],
      [
        'any argument',
        'a.test.ts',
        js("expect(f).toHaveBeenCalledWith('a')"),
        js('expect(f).toHaveBeenCalledWith(expect.anything())'),
      ],
      ['a constant', 'a.test.ts', js('expect(a).toBe(1)'), js('expect(true).toBe(true)')],
      ['fewer digits', 'a.test.ts', js('expect(a).toBeCloseTo(0.5, 8)'), js('expect(a).toBeCloseTo(0.5, 1)')],
      ['a higher limit', 'a.test.ts', js('expect(ms).toBeLessThan(100)'), js('expect(ms).toBeLessThan(5000)')],
      ['node assert', 'a.test.js', js('assert.deepStrictEqual(a, [1])'), js('assert.ok(a)')],
      ['python, without the value', 'test_a.py', py('assert x == 1'), py('assert x')],
      ['python, always true', 'test_a.py', py('assert x == 1'), py('assert x == 1 or True')],
      [
        'python, any exception',
        'test_a.py',
        py('with pytest.raises(PayError):\n    pay()'),
        py('with pytest.raises(Exception):\n    pay()'),
      ],
      [
        'python, tolerance',
        'test_a.py',
        py('assert x == pytest.approx(1.0, rel=1e-9)'),
        py('assert x == pytest.approx(1.0, rel=0.5)'),
      ],
      ['unittest', 'test_a.py', py('self.assertEqual(x, 1)'), py('self.assertIsNotNone(x)')],
      [
        'places',
        'test_a.py',
        py('self.assertAlmostEqual(x, 1.0, places=9)'),
        py('self.assertAlmostEqual(x, 1.0, places=1)'),
      ],
      [
        'testify',
        'a_test.go',
        'func TestA(t *testing.T) {\n\tassert.Equal(t, 1, x)\n}\n',
        'func TestA(t *testing.T) {\n\tassert.NotNil(t, x)\n}\n',
      ],
      ['rust', 'src/a.rs', rs('assert_eq!(pay(), 1);'), rs('assert!(pay() > 0);')],
    ],
    innocent: [
      ['toEqual to toStrictEqual', 'a.test.ts', js('expect(a).toEqual([1])'), js('expect(a).toStrictEqual([1])')],
      ['a named error', 'a.test.ts', js('expect(pay).toThrow()'), js('expect(pay).toThrow(PayError)')],
      ['more digits', 'a.test.ts', js('expect(a).toBeCloseTo(0.5, 1)'), js('expect(a).toBeCloseTo(0.5, 8)')],
      ['a lower limit', 'a.test.ts', js('expect(ms).toBeLessThan(100)'), js('expect(ms).toBeLessThan(50)')],
      ['another subject, as strict', 'a.test.ts', js('expect(pay().b).toBe(1)'), js('expect(paid.b).toBe(1)')],
      ['is None instead of == None', 'test_a.py', py('assert x == None'), py('assert x is None')],
      ['from unittest to pytest', 'test_a.py', py('self.assertEqual(x, 1)'), py('assert x == 1')],
      ['a message', 'test_a.py', py('assert x == 1'), py('assert x == 1, "x or y"')],
      ['a quoted word', 'a.test.ts', js("expect(a).toBe('toBeTruthy')"), js("expect(a).toBe('toThrow()')")],
      [
        'a match for the error',
        'test_a.py',
        py('with pytest.raises(PayError):\n    pay()'),
        py('with pytest.raises(PayError, match="no money"):\n    pay()'),
      ],
    ],
  },
  {
    what: 'test-removed',
    bad: [
      ['one of two', 'a.test.ts', js('expect(1).toBe(a)') + js('expect(2).toBe(b)', 'two'), js('expect(1).toBe(a)')],
      ['python', 'test_a.py', py('assert x') + py('assert y', 'test_two'), py('assert x')],
      [
        'a name that pytest does not collect',
        'test_a.py',
        py('assert x') + py('assert y', 'test_two'),
        py('assert x') + py('assert y', 'check_two'),
      ],
      [
        'go',
        'a_test.go',
        'func TestA(t *testing.T) {\n}\nfunc TestB(t *testing.T) {\n}\n',
        'func TestA(t *testing.T) {\n}\n',
      ],
      ['rust loses its attribute', 'src/a.rs', rs('assert!(a());'), rs('assert!(a());').replace('    #[test]\n', '')],
      [
        'commented out',
        'a.test.ts',
        js('expect(1).toBe(a)') + js('expect(2).toBe(b)', 'two'),
        js('expect(1).toBe(a)') + js('expect(2).toBe(b)', 'two').replace(/^/gm, '// '),
      ],
    ],
    innocent: [
      ['renamed', 'a.test.ts', js('expect(1).toBe(a)'), js('expect(1).toBe(a)', 'pays the whole sum')],
      ['renamed in python', 'test_a.py', py('assert x == 1'), py('assert x == 1', 'test_pays_all')],
      [
        'another order',
        'a.test.ts',
        js('expect(1).toBe(a)') + js('expect(2).toBe(b)', 'two'),
        js('expect(2).toBe(b)', 'two') + js('expect(1).toBe(a)'),
      ],
      ['one more', 'a.test.ts', js('expect(1).toBe(a)'), js('expect(1).toBe(a)') + js('expect(2).toBe(b)', 'two')],
      ['it becomes test', 'a.test.ts', js('expect(1).toBe(a)').replace('test(', 'it('), js('expect(1).toBe(a)')],
      [
        'a helper that is no test',
        'a.test.ts',
        `const latest = (x) => x\n${js('expect(1).toBe(a)')}`,
        js('expect(1).toBe(a)'),
      ],
    ],
  },
  {
    what: 'test-file-removed',
    bad: [
      ['script', 'a.test.ts', js('expect(1).toBe(a)'), null],
      ['python', 'tests/test_a.py', py('assert x'), null],
      ['go', 'a_test.go', 'func TestA(t *testing.T) {\n}\n', null],
      ['rust', 'tests/a.rs', '#[test]\nfn a() {}\n', null],
      ['spec', 'src/a.spec.js', js('expect(1).toBe(a)'), null],
    ],
    innocent: [
      ['no test in it', 'tests/helper.ts', 'export const a = 1\n', null],
      ['no test at all', 'src/latest.ts', 'export const a = 1\n', null],
      ['emptied is told by its tests', 'src/contest.py', 'x = 1\n', null],
      ['a stored text', 'tests/expected.txt', 'test("a", () => {})\n', null],
      ['a new one', 'a.test.ts', null, js('expect(1).toBe(a)')],
    ],
  },
  {
    what: 'test-skipped',
    bad: [
      ['skip', 'a.test.ts', js('expect(1).toBe(a)'), js('expect(1).toBe(a)').replace('test(', 'test.skip(')],
      ['only', 'a.test.ts', js('expect(1).toBe(a)'), js('expect(1).toBe(a)').replace('test(', 'test.only(')],
      ['todo', 'a.test.ts', '', "test.todo('a')\n"],
      [
        'xit',
        'a.test.ts',
        js('expect(1).toBe(a)').replace('test(', 'it('),
        js('expect(1).toBe(a)').replace('test(', 'xit('),
      ],
      ['xdescribe', 'a.spec.js', "describe('a', () => {})\n", "xdescribe('a', () => {})\n"],
      ['option of node:test', 'a.test.js', js('ok(a)'), js('ok(a)').replace("'pays', ", "'pays', { skip: true }, ")],
      ['pytest mark', 'test_a.py', py('assert x'), `@pytest.mark.skip(reason="slow")\n${py('assert x')}`],
      ['xfail', 'test_a.py', py('assert x'), `@pytest.mark.xfail\n${py('assert x')}`],
      ['unittest', 'test_a.py', py('assert x'), `@unittest.skip("x")\n${py('assert x')}`],
      ['inside', 'test_a.py', py('assert x'), py('pytest.skip("later")\nassert x')],
      [
        'go',
        'a_test.go',
        'func TestA(t *testing.T) {\n\tx()\n}\n',
        'func TestA(t *testing.T) {\n\tt.Skip("later")\n\tx()\n}\n',
      ],
      ['rust', 'src/a.rs', rs('assert!(a());'), rs('assert!(a());').replace('#[test]', '#[test]\n    #[ignore]')],
    ],
    innocent: [
      ['in a string', 'a.test.ts', js("say('x')\nexpect(1).toBe(a)"), js("say('test.skip(')\nexpect(1).toBe(a)")],
      ['in a title', 'a.test.ts', js('ok(a)'), js('ok(a)', 'it.skip jumps over one')],
      ['in a comment', 'test_a.py', py('assert x'), py('# no pytest.mark.skip here\nassert x')],
      ['a query', 'a.test.ts', js('expect(q.all()).toBe(1)'), js('expect(q.skip(10).all()).toBe(1)')],
      ['a model that is fitted', 'test_a.py', py('assert x'), py('model.fit(x)\nassert x')],
      ['fit of a window', 'a.test.ts', js('ok(a)'), js('window.fit(1)\nok(a)')],
      ['it was skipped before', 'a.test.ts', "test.skip('a', () => one())\n", "test.skip('a', () => two())\n"],
      ['switched on again', 'a.test.ts', "test.skip('a', () => one())\n", "test('a', () => one())\n"],
      ['not in a test', 'src/reader.ts', 'a()\n', 'ctx.skip(3)\n'],
    ],
  },
  {
    what: 'suppression-added',
    bad: [
      ['eslint', 'a.ts', 'a()\n', '// eslint-disable-next-line no-undef\na()\n'],
      ['eslint, whole file', 'a.ts', 'a()\n', '/* eslint-disable */\na()\n'],
      ['biome', 'a.ts', 'a()\n', '// biome-ignore lint/x: no\na()\n'],
      ['typescript', 'a.ts', 'a()\n', '// @ts-ignore\na()\n'],
      ['expected', 'a.ts', 'a()\n', '// @ts-expect-error\na()\n'],
      ['no check at all', 'a.ts', 'a()\n', '// @ts-nocheck\na()\n'],
      ['noqa', 'a.py', 'import a\n', 'import a  # noqa: F401\n'],
      ['type: ignore', 'a.py', 'a()\n', 'a()  # type: ignore\n'],
      ['pylint', 'a.py', 'a()\n', 'a()  # pylint: disable=E1101\n'],
      ['coverage', 'a.py', 'a()\n', 'a()  # pragma: no cover\n'],
      ['istanbul', 'a.ts', 'a()\n', '/* istanbul ignore next */\na()\n'],
      ['go', 'a.go', 'a()\n', 'a() //nolint:errcheck\n'],
      ['rust', 'a.rs', 'fn a() {}\n', '#[allow(dead_code)]\nfn a() {}\n'],
      ['ours', 'a.ts', 'a()\n', '// echelon-ignore code/x: because\na()\n'],
      ['one rule more', 'a.ts', 'a() // eslint-disable-line one\n', 'a() // eslint-disable-line one, two\n'],
      ['all instead of one', 'a.py', 'a()  # noqa: F401\n', 'a()  # noqa\n'],
      ['shell', 'a.sh', 'a $b\n', '# shellcheck disable=SC2086\na $b\n'],
    ],
    innocent: [
      ['in a string', 'a.ts', 'a()\n', "say('// eslint-disable-next-line')\n"],
      ['taken away', 'a.ts', '// @ts-ignore\na()\n', 'a()\n'],
      ['the line beside it changed', 'a.ts', 'a() // eslint-disable-line one\n', 'b() // eslint-disable-line one\n'],
      ['fewer rules', 'a.ts', 'a() // eslint-disable-line one, two\n', 'a() // eslint-disable-line one\n'],
      ['a word like it', 'a.py', 'a()\n', 'a()  # what type it is, we ignore\n'],
      ['prose', 'docs/a.md', 'a\n', 'Use `// @ts-ignore` never.\n'],
      ['rust allows a host', 'a.rs', 'a();\n', 'list.allow("a");\n'],
      ['one instead of all', 'a.py', 'a()  # noqa\n', 'a()  # noqa: F401\n'],
    ],
  },
  {
    what: 'checks-loosened',
    bad: [
      ['|| true', '.github/workflows/ci.yml', step('npm test'), step('npm test || true')],
      ['|| : in make', 'Makefile', 'test:\n\tpytest\n', 'test:\n\tpytest || :\n'],
      ['quoted for a shell', 'ci.sh', 'sh -c "npm test"\n', 'sh -c "npm test || true"\n'],
      [
        'in a package script',
        'package.json',
        '{\n  "scripts": {\n    "test": "vitest run"\n  }\n}\n',
        '{\n  "scripts": {\n    "test": "vitest run || true"\n  }\n}\n',
      ],
      [
        'an empty package script',
        'package.json',
        '{\n  "scripts": {\n    "test": "vitest run"\n  }\n}\n',
        '{\n  "scripts": {\n    "test": "echo ok"\n  }\n}\n',
      ],
      [
        'continue-on-error',
        '.github/workflows/ci.yml',
        step('npm test'),
        `${step('npm test')}        continue-on-error: true\n`,
      ],
      ['set +e', 'ci.sh', 'npm test\n', 'set +e\nnpm test\n'],
      ['no tests are fine', 'package.json', '{\n  "test": "jest"\n}\n', '{\n  "test": "jest --passWithNoTests"\n}\n'],
      ['exit 0', 'ci.sh', 'npm test\n', 'npm test\nexit 0\n'],
      ['never', '.github/workflows/ci.yml', step('npm test'), `${step('npm test')}        if: false\n`],
      ['make forgets failures', 'Makefile', 'test:\n\tpytest\n', 'test:\n\t-pytest\n'],
      [
        'a rule off',
        '.eslintrc.json',
        '{\n  "rules": {\n    "no-undef": "error"\n  }\n}\n',
        '{\n  "rules": {\n    "no-undef": "off"\n  }\n}\n',
      ],
      [
        'a rule that only warns',
        'eslint.config.js',
        "rules: {\n  'no-undef': 'error',\n}\n",
        "rules: {\n  'no-undef': 'warn',\n}\n",
      ],
      ['strict false', 'tsconfig.json', '{\n  "strict": true\n}\n', '{\n  "strict": false\n}\n'],
      ['strict gone', 'tsconfig.json', '{\n  "strict": true,\n  "x": 1\n}\n', '{\n  "x": 1\n}\n'],
      [
        'one more excluded',
        'tsconfig.json',
        '{\n  "exclude": ["dist"]\n}\n',
        '{\n  "exclude": ["dist", "src/pay"]\n}\n',
      ],
      [
        'ruff ignores more',
        'pyproject.toml',
        '[tool.ruff.lint]\nignore = [\n  "E501",\n]\n',
        '[tool.ruff.lint]\nignore = [\n  "E501",\n  "F821",\n]\n',
      ],
      ['mypy ignores errors', 'mypy.ini', '[mypy]\nfiles = src\n', '[mypy]\nfiles = src\nignore_errors = true\n'],
      [
        'biome looks away',
        'biome.json',
        '{ "files": { "includes": ["**"] } }\n',
        '{ "files": {\n "includes": ["**", "!src/pay"] } }\n',
      ],
      ['an ignore file', '.eslintignore', 'dist\n', 'dist\nsrc/pay.ts\n'],
      ['less coverage', 'vitest.config.ts', 'thresholds: {\n  lines: 90,\n}\n', 'thresholds: {\n  lines: 40,\n}\n'],
      ['less coverage in python', '.coveragerc', '[report]\nfail_under = 90\n', '[report]\nfail_under = 10\n'],
      [
        'no threshold',
        'pyproject.toml',
        '[tool.coverage.report]\nfail_under = 90\nx = 1\n',
        '[tool.coverage.report]\nx = 1\n',
      ],
      [
        'more warnings',
        'package.json',
        '{\n  "lint": "eslint --max-warnings 0"\n}\n',
        '{\n  "lint": "eslint --max-warnings 500"\n}\n',
      ],
      ['a test left out', 'ci.sh', 'pytest\n', 'pytest --deselect tests/test_pay.py\n'],
      ['the settings are gone', '.flake8', '[flake8]\nmax-line-length = 100\n', null],
    ],
    innocent: [
      ['taken away', '.github/workflows/ci.yml', step('npm test || true'), step('npm test')],
      ['in a comment', '.github/workflows/ci.yml', step('npm test'), `# never write || true here\n${step('npm test')}`],
      ['only printed', 'ci.sh', 'npm test\n', 'echo "never use || true"\nnpm test\n'],
      ['a name that begins so', 'ci.sh', 'npm test\n', 'npm test || trueish --report\n'],
      [
        'continue-on-error false',
        '.github/workflows/ci.yml',
        step('npm test'),
        `${step('npm test')}        continue-on-error: false\n`,
      ],
      [
        'a condition',
        '.github/workflows/ci.yml',
        step('npm test'),
        `${step('npm test')}        if: github.ref == 'refs/heads/main'\n`,
      ],
      [
        'a rule on',
        '.eslintrc.json',
        '{\n  "rules": {\n    "no-undef": "off"\n  }\n}\n',
        '{\n  "rules": {\n    "no-undef": "error"\n  }\n}\n',
      ],
      [
        'a new rule',
        '.eslintrc.json',
        '{\n  "rules": {\n  }\n}\n',
        '{\n  "rules": {\n    "no-undef": "warn"\n  }\n}\n',
      ],
      ['strict true', 'tsconfig.json', '{\n  "x": 1\n}\n', '{\n  "strict": true,\n  "x": 1\n}\n'],
      [
        'output excluded',
        'tsconfig.json',
        '{\n  "exclude": ["dist"]\n}\n',
        '{\n  "exclude": ["dist", "coverage", "node_modules"]\n}\n',
      ],
      [
        'fewer excluded',
        'pyproject.toml',
        '[tool.ruff.lint]\nignore = ["E501", "F821"]\n',
        '[tool.ruff.lint]\nignore = ["E501"]\n',
      ],
      ['more coverage', 'vitest.config.ts', 'thresholds: {\n  lines: 40,\n}\n', 'thresholds: {\n  lines: 90,\n}\n'],
      ['another list', 'package.json', '{\n  "files": ["bin"]\n}\n', '{\n  "files": ["bin", "dist"]\n}\n'],
      ['a product of its own', 'src/settings.json', '{\n  "strict": true\n}\n', '{\n  "strict": false\n}\n'],
      [
        'a version of a dependency',
        'package.json',
        '{\n  "eslint-plugin-x": "^2.0.0"\n}\n',
        '{\n  "eslint-plugin-x": "^1.0.0"\n}\n',
      ],
      ['code that asks', 'src/a.ts', 'a()\n', 'const b = c || true\n'],
    ],
  },
  {
    what: 'todo-untouched',
    bad: [
      ['reworded', 'a.ts', '// TODO: check the sum\npay()\n', '// The sum is checked elsewhere\npay()\n'],
      ['taken away', 'a.py', '# FIXME: race\npay()\n', 'pay()\n'],
      ['moved', 'a.ts', '// TODO: check\npay()\nship()\n', 'pay()\nship()\n// TODO: check\n'],
      [
        'moved, with other work in the file',
        'a.ts',
        '// TODO: check\npay()\na()\nship()\n',
        'pay()\nb()\nship()\n// TODO: check\n',
      ],
      ['marked as done', 'a.go', 'pay() // TODO: check\n', 'pay() // DONE: check\n'],
      ['reworded as another', 'a.rs', '// TODO handle errors\npay();\n', '// TODO(later) think of errors\npay();\n'],
    ],
    innocent: [
      ['done', 'a.ts', '// TODO: check the sum\npay()\n', 'check(sum)\npay()\n'],
      [
        'done further down',
        'a.ts',
        '// TODO: check the sum\nfunction pay() {\n  x()\n  go()\n}\n',
        'function pay() {\n  x()\n  check()\n  go()\n}\n',
      ],
      ['moved with its code', 'a.ts', '// TODO: check\npay()\nship()\n', 'ship()\n// TODO: check\npay()\n'],
      ['a string', 'a.ts', "say('TODO')\n", "say('DONE')\n"],
      ['a name', 'a.ts', 'const TODO = 1\n', 'const DONE = 1\n'],
      ['a new one', 'a.ts', 'pay()\n', '// TODO: check\npay()\n'],
      ['prose', 'notes.md', 'TODO: a\n', 'done\n'],
      ['another comment', 'a.ts', '// check the todos\npay()\n', '// check them\npay()\n'],
    ],
  },
  {
    what: 'commented-out',
    bad: [
      ['a line', 'a.ts', 'pay(order)\nship()\n', '// pay(order)\nship()\n'],
      ['a line in python', 'a.py', 'pay(order)\nship()\n', '# pay(order)\nship()\n'],
      ['a block', 'a.ts', 'pay(order)\nship()\n', '/*\npay(order)\n*/\nship()\n'],
      ['a string in python', 'a.py', 'pay(order)\nship()\n', '"""\npay(order)\n"""\nship()\n'],
      ['never', 'a.ts', 'pay(order)\n', 'if (false) {\n  pay(order)\n}\n'],
      ['never in python', 'a.py', 'pay(order)\n', 'if False:\n    pay(order)\n'],
      ['a step', 'ci.yml', 'steps:\n  - run: npm test\n  - run: ls\n', 'steps:\n  # - run: npm test\n  - run: ls\n'],
    ],
    innocent: [
      ['taken away', 'a.ts', 'pay(order)\nship()\n', 'ship()\n'],
      ['explained', 'a.ts', 'pay(order)\n', '// pay the order before it is shipped\npay(order, now)\n'],
      ['a comment in another style', 'a.ts', '// pays first\npay()\n', '/* pays first */\npay()\n'],
      ['switched on again', 'a.ts', '// pay(order)\n', 'pay(order)\n'],
      ['a docstring', 'a.py', 'def pay():\n    go()\n', 'def pay():\n    """Pays."""\n    go()\n'],
      ['a condition', 'a.ts', 'pay(order)\n', 'if (!isPaid) {\n  pay(order)\n}\n'],
      ['a pattern with a quote', 'a.ts', 'const a = 1\npay()\n', 'const a = /[`]/\npay()\n'],
    ],
  },
  {
    what: 'error-swallowed',
    bad: [
      ['catch', 'a.ts', 'pay()\n', 'try {\n  pay()\n} catch {}\n'],
      ['catch with a comment', 'a.ts', 'pay()\n', 'try {\n  pay()\n} catch (e) {\n  // never mind\n}\n'],
      ['emptied', 'a.ts', 'try {\n  pay()\n} catch (e) {\n  log(e)\n}\n', 'try {\n  pay()\n} catch (e) {\n}\n'],
      ['promise', 'a.ts', 'await pay()\n', 'await pay().catch(() => {})\n'],
      ['bare except', 'a.py', 'pay()\n', 'try:\n    pay()\nexcept:\n    log()\n'],
      ['pass', 'a.py', 'pay()\n', 'try:\n    pay()\nexcept ValueError:\n    pass\n'],
      ['suppress', 'a.py', 'pay()\n', 'with suppress(Exception):\n    pay()\n'],
      ['go', 'a.go', '\terr := pay()\n', '\terr := pay()\n\tif err != nil {\n\t}\n'],
    ],
    innocent: [
      ['told', 'a.ts', 'pay()\n', 'try {\n  pay()\n} catch (e) {\n  throw new PayError(e)\n}\n'],
      ['in a string', 'a.ts', 'pay()\n', "say('catch {}')\n"],
      ['it was empty before', 'a.ts', 'try {\n  pay()\n} catch {}\n', 'try {\n  ship()\n} catch {}\n'],
      [
        'named and told',
        'a.py',
        'pay()\n',
        'try:\n    pay()\nexcept ValueError as error:\n    raise PayError from error\n',
      ],
      ['an answer', 'a.ts', 'await pay()\n', 'await pay().catch((e) => report(e))\n'],
      ['an empty function', 'a.ts', 'a()\n', 'function ignore() {}\n'],
      ['pass elsewhere', 'a.py', 'a()\n', 'class PayError(Exception):\n    pass\n'],
    ],
  },
  {
    what: 'snapshot-rewritten',
    bad: [
      ['rewritten', 'a.test.ts.snap', 'exports[`a 1`] = `\none\n`;\n', 'exports[`a 1`] = `\ntwo\n`;\n'],
      ['in its folder', 'src/__snapshots__/a.txt', 'one\n', 'two\n'],
      ['shorter', 'a.snap', 'one\ntwo\n', 'one\n'],
      ['in place of an assertion', 'a.test.ts', js('expect(a).toEqual([1])'), js('expect(a).toMatchSnapshot()')],
      ['inline', 'a.test.ts', js("expect(a).toBe('x')"), js('expect(a).toMatchInlineSnapshot(`"y"`)')],
    ],
    innocent: [
      ['a new one', 'a.snap', null, 'exports[`a 1`] = `\none\n`;\n'],
      ['one more', 'a.snap', 'one\n', 'one\ntwo\n'],
      ['another name', 'a.snap', 'exports[`a 1`] = `\none\n`;\n', 'exports[`b 1`] = `\none\n`;\n'],
      ['another order', 'a.snap', 'one\ntwo\n', 'two\none\n'],
      ['an assertion in its place', 'a.test.ts', js('expect(a).toMatchSnapshot()'), js('expect(a).toEqual([1])')],
    ],
  },
]

describe.each(tables)('$what', ({ what, bad, innocent }) => {
  test('has at least five of each', () => expect(Math.min(bad.length, innocent.length)).toBeGreaterThanOrEqual(5))
  test.each(bad)('objects: %s (%s)', (_, path, before, after) => {
    expect(kindsIn({ path, before, after })).toContain(what)
  })
  test.each(innocent)('is silent: %s (%s)', (_, path, before, after) => {
    expect(kindsIn({ path, before, after })).toEqual([])
  })
})

describe('a change of several files', () => {
  const body = js('expect(a).toBe(1)')
  const textFor = (path: string) => {
    if (path.endsWith('.py')) return py('assert x == 1')
    return path.endsWith('.go') ? 'func TestA(t *testing.T) {\n}\n' : body
  }
  const renamed = (from: string, to: string) =>
    kindsIn({ path: from, before: textFor(from), after: null }, { path: to, before: null, after: textFor(from) })

  test('a test that moves to another file with its assertions is no objection', () => {
    const old = { path: 'a.test.ts', before: body, after: null }
    const two = js('expect(b).toBe(2)', 'two')
    expect(kindsIn(old, { path: 'b/c.test.ts', before: two, after: two + body })).toEqual([])
    expect(kindsIn(old)).toEqual(['test-file-removed'])
  })

  test('a test that moves and loses an assertion on the way is one', () => {
    const long = js('expect(a).toBe(1)\nexpect(c).toBe(3)')
    expect(
      kindsIn({ path: 'a.test.ts', before: long, after: null }, { path: 'b.test.ts', before: null, after: body }),
    ).toEqual(['assertion-removed'])
  })

  test.each([
    ['a.test.ts', 'a.tests.ts'],
    ['src/a.spec.js', 'src/a.js'],
    ['tests/test_a.py', 'tests/a.py'],
    ['tests/a.test.ts', 'tests/a.ts'],
    ['a_test.go', 'a_tests.go'],
  ])('%s renamed to %s is not collected any more', (from, to) => {
    expect(renamed(from, to)).toContain('test-file-removed')
  })

  test.each([
    ['a.test.ts', 'b.test.ts'],
    ['a.test.ts', 'a.spec.ts'],
    ['test_a.py', 'tests/unit/test_b.py'],
    ['a_test.go', 'b_test.go'],
  ])('%s renamed to %s is still collected', (from, to) => expect(renamed(from, to)).toEqual([]))

  test('a secret is told by its line only, and one that was there and moves is not told', () => {
    const isSecret = (line: string) => line.includes('hunter2')
    const old = { path: 'a.ts', before: "const b = 'hunter2'\n", after: '' }
    const fresh = { path: 'b.ts', before: '', after: "\nconst b = 'hunter2'\n" }
    expect(guardDiff([fresh], isSecret)).toEqual([
      { path: 'b.ts', line: 2, what: 'secret-added', text: '', says: 'this line holds a secret' },
    ])
    expect(guardDiff([old, fresh], isSecret)).toEqual([])
    expect(guardDiff([fresh])).toEqual([])
  })
})

describe('whatever the texts are', () => {
  const known = `test('a', () => {|expect(a).toBe(1)|})|// TODO x|/*|*/|\`|"""|catch (e) {|assert x == 1|#[test]|ignore: [|// @ts-ignore`
  const line = fc.oneof(fc.constantFrom(...known.split('|')), fc.string({ unit: 'binary', maxLength: 30 }))
  const text = fc.option(fc.array(line, { maxLength: 15 }).map((lines) => lines.join('\n')))
  const path = fc.constantFrom(
    'a.test.ts',
    'test_a.py',
    'a_test.go',
    'a.rs',
    '.eslintrc.json',
    'Makefile',
    'ci.yml',
    'x',
  )

  test('it answers; what is named stands on its line; nothing is said of an unchanged file', () => {
    fc.assert(
      fc.property(path, text, text, (path, before, after) => {
        const lines = Math.max(...[before, after].map((side) => (side ?? '').split('\n').length))
        for (const objection of guardDiff([{ path, before, after }])) {
          expect(objection.line).toBeGreaterThanOrEqual(1)
          expect(objection.line).toBeLessThanOrEqual(lines)
          expect(objection.text.length).toBeLessThanOrEqual(200)
        }
        expect(guardDiff([{ path, before: after, after }])).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  test.each(['test({', "'\\", 'catch(', 'echo "', 'a.', ' ', 'expect(', '#[cfg_attr(', '/*', 'abs('])(
    'long lines of %j end soon, and no more than 500 are told',
    (piece) => {
      const after = `${piece.repeat(1_000)}\nexpect(1).toBe(2)\n`.repeat(50)
      for (const path of ['a.test.ts', 'test_a.py', 'ci.yml']) {
        const objections = endsSoon(() => guardDiff([{ path, before: after, after: '' }]))
        expect(objections.length).toBeLessThanOrEqual(500)
      }
    },
  )
})
