import { describe, expect, test } from 'vitest'
import { noSettings, readSettings } from '../../src/checks/settings.ts'
import { splitWords } from '../../src/domain/command-words.ts'

describe('.echelon/settings.yaml', () => {
  test('names the checks, the setup and the variables', () => {
    const text = [
      '# how we are checked',
      'checks:',
      '  - name: unit',
      '    kind: test',
      '    run: npm test -- --reporter "dot matrix"',
      '    folder: ./backend/',
      '    minutes: 5',
      '    repair: npm run fix',
      '  - kind: lint',
      '    run: [ruff, check, "a && b"]',
      'setup:',
      '  - npm ci',
      '  - [pip, install, -r, requirements.txt]',
      'env: [DATABASE_URL]',
    ].join('\n')
    expect(readSettings(text)).toEqual({
      checks: [
        {
          name: 'unit',
          kind: 'test',
          argv: ['npm', 'test', '--', '--reporter', 'dot matrix'],
          folder: 'backend',
          minutes: 5,
          repair: ['npm', 'run', 'fix'],
          source: '.echelon/settings.yaml:3',
        },
        {
          name: 'ruff check a && b',
          kind: 'lint',
          argv: ['ruff', 'check', 'a && b'],
          folder: '',
          minutes: 10,
          repair: null,
          source: '.echelon/settings.yaml:9',
        },
      ],
      setup: [
        ['npm', 'ci'],
        ['pip', 'install', '-r', 'requirements.txt'],
      ],
      env: ['DATABASE_URL'],
    })
  })

  test.each(['', '# nothing yet\n', '\n\n'])('%j says nothing, so that everything is detected', (text) => {
    expect(readSettings(text)).toEqual(noSettings)
  })

  test('an empty list of checks means none', () => {
    expect(readSettings('checks: []').checks).toEqual([])
  })

  const check = (lines: string) => `checks:\n  - kind: test\n    run: npm test\n${lines}`
  test.each([
    [
      'checks:\n  - kind: tset\n    run: a',
      2,
      '"tset", which is not one of: test, lint, types, build; did you mean "test"?',
    ],
    [check('    mintes: 4'), 4, 'unknown key "mintes" in checks[0]; did you mean "minutes"?'],
    [
      check('    colour: red'),
      4,
      'unknown key "colour" in checks[0]; known keys: name, kind, run, folder, minutes, repair',
    ],
    ['setupp: []', 1, 'unknown key "setupp"; did you mean "setup"?'],
    [check('    minutes: -1'), 4, '"checks[0].minutes" is "-1": more than 0'],
    [check('    minutes: soon'), 4, '"checks[0].minutes" is "soon": write a number'],
    [check('    folder: ../other'), 4, '"checks[0].folder" is "../other": must stay inside the repository'],
    [check('    repair: "fix; rm -rf x"'), 4, '";" needs a shell'],
    ['checks:\n  - kind: test\n', 2, '"checks[0].run" is missing; write the command, for example run: npm test'],
    ['checks:\n  - run: npm test\n', 2, '"checks[0].kind" is missing; write one of: test, lint, types, build'],
    [
      'checks:\n  - kind: test\n    run: npm test && npm run lint\n',
      3,
      '"&" needs a shell, and no shell runs it: write the command as a list of words, or put it into a script',
    ],
    ['checks:\n  - kind: test\n    run: CI=1 npm test\n', 3, '"CI=1" sets a variable, which needs a shell'],
    [
      'checks:\n  - {kind: test, run: a, name: one}\n  - {kind: lint, run: b, name: one}\n',
      3,
      'a second check is called "one"',
    ],
    ['checks: {a: 1}', 1, '"checks" is an object: write a list'],
    ['env: [MY-NAME]', 1, '"env[0]" is "MY-NAME": is not a name of a variable'],
    ['- a\n- b', 1, 'must be a list of "key: value" lines'],
    ['a: &x 1\nb: *x', 2, 'YAML aliases are refused'],
    ['checks: !!js/function x', 1, 'YAML tags are refused'],
    ['env: []\nenv: []', 2, 'the key stands here a second time'],
    ['checks: [', 1, 'is not valid YAML'],
  ])('%j is refused in line %i: %s', (text, line, says) => {
    expect(() => readSettings(text)).toThrow(`.echelon/settings.yaml:${line}  `)
    expect(() => readSettings(text)).toThrow(says)
  })
})

test.each([
  ['too long', '#'.repeat(100_000), 'is larger than 64 KB'],
  ['deep in brackets', '['.repeat(10_000), 'nests deeper than 8 levels'],
  ['deep in dashes', `${'- '.repeat(5_000)}a`, 'nests deeper than 8 levels'],
  ['deep in keys', `${'? '.repeat(5_000)}a`, 'nests deeper than 8 levels'],
  ['deep in both', `${'-\t? '.repeat(5_000)}a`, 'nests deeper than 8 levels'],
])('settings that are %s are refused before the parser sees them', (_what, text, says) => {
  expect(() => readSettings(`a: 1\n${text}`)).toThrow(says)
})

describe('a line as words', () => {
  test.each([
    ['npm test', ['npm', 'test']],
    ['  a\tb  ', ['a', 'b']],
    [`a 'b c' "d e" f"g"'h'`, ['a', 'b c', 'd e', 'fgh']],
    [`a '' ""`, ['a', '', '']],
    [String.raw`a b\ c \"d "e\"f"`, ['a', 'b c', '"d', 'e"f']],
    [`a 'it$costs' "a;b|c"`, ['a', 'it$costs', 'a;b|c']],
    ['pytest tests/a.py::t[1]', ['pytest', 'tests/a.py::t[1]']],
  ])('%j', (line, words) => {
    expect(splitWords(line)).toEqual({ ok: true, words })
  })

  test.each([
    ['a > b', '">" needs a shell'],
    ['a | b', '"|" needs a shell'],
    ['a $B', '"$" needs a shell'],
    ['a "$B"', '"$" needs a shell'],
    ['a `b`', '"`" needs a shell'],
    ['a *.ts', '"*" needs a shell'],
    ['a\nb', 'a line break needs a shell'],
    ['A=1 b', '"A=1" sets a variable'],
    [`a 'b`, `a quote ' is opened and not closed`],
    ['', 'there is no command in it'],
  ])('%j is refused: %s', (line, reason) => {
    expect(splitWords(line)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
  })
})
