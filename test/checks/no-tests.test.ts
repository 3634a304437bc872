import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readRun } from '../../src/checks/check-run.ts'
import { complaintIn } from '../../src/domain/complaint.ts'
import { readSettings } from '../../src/checks/settings.ts'
import { type Check, type CheckKind, verdictOf, worsened } from '../../src/domain/check.ts'
import { endsSoon } from '../support/runaway.ts'
import { type Bench, benchOf, never } from './bench.ts'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.remove()
  bench = null
})

function checkOf(kind: CheckKind): Check {
  return { name: 'npm test', kind, argv: ['npm', 'test'], folder: '', minutes: 1, repair: null, source: 'here' }
}

function read(output: string, exitCode = 1, kind: CheckKind = 'test') {
  const ended = { ending: 'exited', signal: null, truncated: false, survivors: 0, milliseconds: 5 } as const
  return readRun(checkOf(kind), { ...ended, exitCode, output })
}

function recorded(file: string): string {
  return readFileSync(join(import.meta.dirname, 'outputs', `${file}.txt`), 'utf8')
}

describe('a suite without tests is not red: there is nothing to prove', () => {
  test.each([
    ['none-jest', 1, 'No tests found, exiting with code 1'],
    ['none-vitest', 1, 'No test files found, exiting with code 1'],
    ['none-mocha', 1, 'Error: No test files found: "test"'],
    ['none-ava', 1, '✘ Couldn’t find any files to test'],
    ['none-jasmine', 2, 'No specs found'],
    ['none-playwright', 1, 'Error: No tests found'],
    ['none-pytest', 5, 'no tests ran in 0.12s'],
    ['none-unittest', 5, 'NO TESTS RAN'],
  ])('%s', (file, exitCode, line) => {
    const run = read(recorded(file), exitCode)
    expect(run).toMatchObject({ outcome: 'unavailable', exitCode, failures: [], milliseconds: 5 })
    expect(run.counts).toEqual({ passed: 0, failed: 0, errors: 0, skipped: 0 })
    expect(run.excerpt).toBe(`there are no tests: ${line}`)
    expect(complaintIn(run.excerpt)).toBe(run.excerpt)
  })

  const none = 'No tests found, exiting with code 1\n'
  const goNone = '?   \texample.com/a\t[no test files]\n'
  test.each([
    ['by a package manager', `\n> shop@1.0.0 test\n> jest\n\n${none}npm error Test failed.\n`, 1],
    ['of go, which calls that green', `${goNone}?   \texample.com/b\t[no test files]\n`, 0],
    ['of go with its coverage', `\texample.com/c\t\tcoverage: 0.0% of statements\n${goNone}`, 0],
  ])('%s', (_, output, exitCode) => {
    expect(read(output, exitCode)).toMatchObject({ outcome: 'unavailable', counts: { passed: 0 } })
  })

  test.each([
    ['one of two suites has none', `${none}Tests:       3 passed, 3 total\n`, 1, 'failed'],
    ['its tests are skipped', '==== 3 skipped in 0.01s ====\n==== no tests ran in 0.01s ====\n', 5, 'failed'],
    ['its tests could not be loaded', `Error: Cannot find module './x'\n\n${none}`, 1, 'failed'],
    ['it was told the wrong folder', recorded('pytest-no-such-file'), 4, 'failed'],
    ['pytest itself broke', 'INTERNALERROR> Traceback\n\n==== no tests ran in 0.01s ====\n', 3, 'failed'],
    ['somebody stopped it', '!!!! KeyboardInterrupt !!!!\n==== no tests ran in 0.01s ====\n', 2, 'failed'],
    ['a package of go does not compile', `${goNone}FAIL\texample.com/b [build failed]\nFAIL\n`, 1, 'failed'],
    ['another package of go has tests', `${goNone}ok  \texample.com/b\t0.01s\n`, 0, 'passed'],
    ['the repository lets it pass', 'No tests found, exiting with code 0\n', 0, 'passed'],
    ['a test only speaks of it', 'AssertionError: expected "No tests found" to be 1\n', 1, 'failed'],
  ])('but not when %s', (_, output, exitCode, outcome) => {
    expect(read(output, exitCode).outcome).toBe(outcome)
  })

  test('and it is no answer of anything but tests', () => {
    expect(read(none, 1, 'build').outcome).toBe('failed')
  })

  test('whatever is printed, that is told in little time', () => {
    const hostile = ['no tests ran in '.repeat(200_000), '!'.repeat(500_000), `${'Error'.repeat(100_000)}\n${none}`]
    for (const output of hostile) expect(endsSoon(() => read(output)).excerpt).not.toBe('')
  })
})

test('a change that takes all tests away is worse, whether they were green or red', async () => {
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
  const run = JSON.stringify(['node', vitest, 'run', '--globals'])
  const list = readSettings(`checks:\n  - kind: test\n    run: ${run}\n`).checks ?? []
  bench = await benchOf({ 'sum.js': '' }, { list })
  const { repository, checks } = bench
  const none = await bench.run('test')
  expect(verdictOf(none)).toMatchObject({ outcome: 'unavailable', exitCode: 1 })
  // Nothing else than the tree decides that: it is not looked at again.
  await bench.run('test')
  expect(bench.checkouts()).toBe(1)

  const suite = (sum: number) => ({ 'sum.test.js': `test('adds', () => expect(1 + 1).toBe(${sum}))\n` })
  const green = await bench.run('test', await repository.commit(suite(2)))
  expect(worsened('tests', verdictOf(none), verdictOf(green))).toBeNull()
  const red = await checks.run(bench.check('test'), await repository.commit(suite(3)), never, none)
  expect(red.runs).toHaveLength(2)
  expect(worsened('tests', verdictOf(none), verdictOf(red))).toContain('there were no tests before')

  await repository.git('rm', '--quiet', 'sum.test.js')
  const gone = verdictOf(await bench.run('test', await repository.commit({ 'sum.js': 'x' })))
  expect(worsened('tests', verdictOf(green), gone)).toBe('tests has no tests any more, and it passed before')
  expect(worsened('tests', verdictOf(red), gone)).toContain('has no tests any more, and it failed')
})
