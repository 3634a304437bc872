import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { excerpt, plainText } from '../../src/checks/excerpt.ts'
import { categoryOf } from '../../src/checks/formats/category.ts'
import { readOutput } from '../../src/checks/formats/read-output.ts'
import type { CheckKind } from '../../src/domain/check.ts'
import { endsSoon } from '../support/runaway.ts'

type Row = readonly [file: string, kind: CheckKind, counts: readonly number[] | null, failures: readonly string[]]

/** Outputs of the runners themselves, on the same few tests: one passes, the others go wrong each in another way. */
const recorded: readonly Row[] = [
  [
    'vitest',
    'test',
    [1, 5, 2, 1],
    [
      'import b.test.js',
      'syntax c.test.js',
      'assertion a.test.js > sums > adds wrongly',
      'environment a.test.js > sums > reads a file',
      'timeout a.test.js > sums > waits too long',
      'network a.test.js > sums > connects',
      'type a.test.js > sums > calls nothing',
    ],
  ],
  [
    'jest',
    'test',
    [1, 3, 1, 1],
    [
      'assertion a.test.js › sums › adds wrongly',
      'environment a.test.js › sums › reads a file',
      'timeout a.test.js › sums › waits too long',
      'import b.test.js › Test suite failed to run',
    ],
  ],
  [
    'mocha',
    'test',
    [1, 3, 0, 1],
    ['assertion sums > adds wrongly', 'timeout sums > waits', 'environment sums > deep > reads'],
  ],
  [
    'node-spec',
    'test',
    [1, 3, 1, 2],
    [
      'assertion a.test.mjs › adds wrongly',
      'environment a.test.mjs › reads',
      'timeout a.test.mjs › waits',
      'unknown b.test.mjs › b.test.mjs',
    ],
  ],
  [
    'node-tap',
    'test',
    [1, 3, 1, 2],
    ['assertion adds wrongly', 'environment reads', 'timeout waits', 'unknown b.test.mjs'],
  ],
  ['tap', 'test', [1, 1, 0, 1], ['assertion adds wrongly']],
  ['tape', 'test', [2, 1, 0, 0], ['assertion adds wrongly']],
  [
    'ava',
    'test',
    [1, 2, 1, 1],
    ['assertion a › adds wrongly', 'type a › throws', 'unknown b.test.js exited with a non-zero exit code: 1'],
  ],
  ['jasmine', 'test', [1, 1, 0, 1], ['assertion sums adds wrongly']],
  ['playwright', 'test', [1, 1, 0, 1], ['assertion a.spec.js › sums › adds wrongly']],
  [
    'bun',
    'test',
    [1, 4, 1, 1],
    ['assertion sums > adds wrongly', 'environment sums > reads a file', 'timeout sums > waits too long'],
  ],
  [
    'pytest',
    'test',
    [2, 4, 1, 2],
    [
      'assertion test_a.py::test_wrong',
      'environment test_a.py::test_reads',
      'network test_a.py::test_net',
      'assertion test_a.py::test_p[x - y]',
      'database test_a.py::test_db',
    ],
  ],
  ['pytest-collection', 'test', [0, 0, 2, 0], ['import test_b.py', 'syntax test_c.py']],
  [
    'unittest',
    'test',
    [0, 3, 2, 1],
    [
      'environment test_reads (test_a.Sums.test_reads)',
      'import test_b (unittest.loader._FailedTest.test_b)',
      'assertion test_sub (test_a.Sums.test_sub) (i=0)',
      'assertion test_sub (test_a.Sums.test_sub) (i=1)',
      'assertion test_wrong (test_a.Sums.test_wrong)',
    ],
  ],
  ['cargo', 'test', [1, 2, 0, 1], ['environment tests::reads', 'assertion tests::adds_wrongly']],
  ['cargo-broken', 'test', null, ['type src/lib.rs: error[E0425]: cannot find value `c` in this scope']],
  [
    'eslint',
    'lint',
    [0, 3, 0, 0],
    ['lint a.js: no-unused-vars', 'lint a.js: eqeqeq', 'syntax b.js: Parsing error: Unexpected token ;'],
  ],
  [
    'biome-check',
    'lint',
    [0, 4, 0, 0],
    [
      'lint a.js: lint/suspicious/noDoubleEquals',
      'lint a.js: lint/suspicious/noDebugger',
      'lint a.js: format',
      'lint biome.json: format',
    ],
  ],
  [
    'tsc',
    'types',
    [0, 2, 0, 0],
    ["type a.ts: TS2322 Type 'string' is not assignable to type 'number'.", "type a.ts: TS2304 Cannot find name 'b'."],
  ],
  [
    'tsc-pretty',
    'types',
    [0, 2, 0, 0],
    ["type a.ts: TS2322 Type 'string' is not assignable to type 'number'.", "type a.ts: TS2304 Cannot find name 'b'."],
  ],
]

/** Written by hand after the runners' documented formats: these are not on every machine. */
const written: readonly Row[] = [
  [
    '=== RUN   TestAdd\n--- PASS: TestAdd (0.00s)\n=== RUN   TestSub\n    sub_test.go:9: got 1, want 2\n--- FAIL: TestSub (0.00s)\nFAIL\nFAIL\texample.com/sums\t0.003s\n',
    'test',
    [1, 1, 0, 0],
    ['unknown TestSub'],
  ],
  [
    '# example.com/sums\n./sums.go:3:1: syntax error: unexpected }\nFAIL\texample.com/sums [build failed]\nFAIL\n',
    'test',
    [0, 0, 1, 0],
    ['unknown example.com/sums [build failed]'],
  ],
  [
    'src/a.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n[*] 1 fixable with the `--fix` option.\n',
    'lint',
    [0, 1, 0, 0],
    ['lint src/a.py: F401'],
  ],
  [
    'F401 [*] `os` imported but unused\n --> src/a.py:1:8\n  |\nFound 1 error.\n',
    'lint',
    [0, 1, 0, 0],
    ['lint src/a.py: F401'],
  ],
  ['All checks passed!\n', 'lint', [0, 0, 0, 0], []],
  [
    'src/a.py:3: error: Name "x" is not defined  [name-defined]\nFound 1 error in 1 file (checked 2 source files)\n',
    'types',
    [0, 1, 0, 0],
    ['type src/a.py: Name "x" is not defined  [name-defined]'],
  ],
  ['Success: no issues found in 2 source files\n', 'types', [0, 0, 0, 0], []],
  ['Ran 3 tests in 0.001s\n\nOK (skipped=1)\n', 'test', [2, 0, 0, 1], []],
  [
    ' Test Files  2 passed (2)\n      Tests  7 passed (7)\n Test Files  1 passed (1)\n      Tests  3 passed (3)\n',
    'test',
    [10, 0, 0, 0],
    [],
  ],
  ['5 specs, 0 failures\n', 'test', [5, 0, 0, 0], []],
  ['nothing that anybody knows: 3 passed away', 'test', null, []],
]

function read(kind: CheckKind, output: string): readonly [readonly number[] | null, readonly string[]] {
  const { counts, failures } = readOutput(kind, plainText(output))
  const numbers = counts === null ? null : [counts.passed, counts.failed, counts.errors, counts.skipped]
  return [numbers, failures.map(({ name, category }) => `${category} ${name}`)]
}

describe('counts and failures as runners print them', () => {
  test.each(recorded)('%s', (file, kind, counts, failures) => {
    const output = readFileSync(join(import.meta.dirname, 'outputs', `${file}.txt`), 'utf8')
    expect(read(kind, output)).toEqual([counts, failures])
  })

  test.each(written)('%j', (output, kind, counts, failures) => {
    expect(read(kind, output)).toEqual([counts, failures])
  })

  test('the first hundred failures are named, in lines of any length, in little time', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `FAILED t.py::test_${index} - assert ${'('.repeat(50)}`)
    const hostile = [
      '  '.repeat(200_000),
      'a - '.repeat(200_000),
      `FAILED ${'['.repeat(500_000)}`,
      '9 failed, '.repeat(100_000),
    ]
    const output = [...many, ...hostile, '5000 failed in 1.00s'].join('\n')
    const { failures } = endsSoon(() => readOutput('test', output))
    expect(failures).toHaveLength(100)
  })
})

test.each([
  ['test', 'OperationalError: could not connect', 'database'],
  ['test', 'Error: connect ECONNREFUSED 127.0.0.1:5432', 'database'],
  ['test', 'Error: connect ECONNREFUSED 127.0.0.1:9999', 'network'],
  ['test', "KeyError: 'DATABASE_URL'", 'environment'],
  ['test', 'Segmentation fault (core dumped)', 'crash'],
  ['test', 'ReferenceError: x is not defined', 'crash'],
  ['test', '', 'unknown'],
  ['lint', 'Unexpected any', 'lint'],
  ['types', 'error TS1005: expected', 'syntax'],
] as const)('of a %s check, %j is a trouble of the kind "%s"', (kind, detail, category) => {
  expect(categoryOf(kind, detail)).toBe(category)
})

describe('an excerpt', () => {
  test('has no colours and no control characters', () => {
    const link = '\u001b]8;;https://example.com\u0007text\u001b]8;;\u0007'
    expect(excerpt(`\u001b[31mred\u001b[0m\r\n${link}\u001b[2K\0\u0008!`)).toBe('red\ntext!')
  })

  test('of a long text is its head and more of its tail', () => {
    const text = excerpt(`${'a'.repeat(50_000)}${'z'.repeat(50_000)}`)
    expect(text).toMatch(/^a{2000}\n\[… 92000 characters left out …\]\nz{6000}$/)
  })
})
