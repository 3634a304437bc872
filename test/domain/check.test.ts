import { describe, expect, test } from 'vitest'
import { type Standing, worsened } from '../../src/domain/check.ts'

const counted = (passed: number, failed: number) => ({ passed, failed, errors: 0, skipped: 0 })
const run = (outcome: Standing['outcome'], more: Partial<Standing> = {}): Standing => ({
  outcome,
  exitCode: outcome === 'passed' ? 0 : 1,
  counts: null,
  failures: [],
  ...more,
})
const named = (...names: string[]): Standing['failures'] => names.map((name) => ({ name, category: 'assertion' }))

describe('a tree is worse', () => {
  test.each<[string, Standing | null, Standing, string]>([
    ['when green becomes red', run('passed'), run('failed'), 'tests failed with exit code 1'],
    ['when green does not end any more', run('passed'), run('timeout'), 'tests did not end within its limit'],
    ['when green cannot run any more', run('passed'), run('unavailable'), 'tests could not run'],
    ['when red becomes another red', run('failed'), run('timeout'), 'and it failed with exit code 1 before'],
    ['when it is red and nobody looked before', null, run('failed'), 'tests failed with exit code 1'],
    [
      'when another test fails than before',
      run('failed', { failures: named('a'), counts: counted(5, 1) }),
      run('failed', { failures: named('b'), counts: counted(5, 1) }),
      'tests has a new failure: b',
    ],
    [
      'when more fail',
      run('failed', { counts: counted(5, 1) }),
      run('failed', { counts: counted(4, 2) }),
      'tests has 2 failures, 1 before',
    ],
    [
      'when it is green with fewer tests',
      run('passed', { counts: counted(17, 0) }),
      run('passed', { counts: counted(16, 0) }),
      'tests passes with 16 tests, 17 before',
    ],
    [
      'when it is green and says no longer how many ran',
      run('passed', { counts: counted(17, 0) }),
      run('passed'),
      'passes without saying how many tests ran, 17 before',
    ],
    [
      'when its tests are gone',
      run('passed', { counts: counted(5, 0) }),
      run('unavailable', { counts: counted(0, 0) }),
      'tests has no tests any more, and it passed before',
    ],
    [
      'when its red tests are gone',
      run('failed', { counts: counted(5, 1) }),
      run('unavailable', { counts: counted(0, 0) }),
      'tests has no tests any more, and it failed with exit code 1 before',
    ],
    [
      'when its endless tests are gone',
      run('timeout'),
      run('unavailable', { counts: counted(0, 0) }),
      'tests has no tests any more, and it did not end within its limit before',
    ],
    ['when it has no tests and nobody looked before', null, run('unavailable', { counts: counted(0, 0) }), 'no tests'],
    [
      'when the first tests are red',
      run('unavailable', { counts: counted(0, 0) }),
      run('failed', { counts: counted(0, 1) }),
      'tests failed with exit code 1, and there were no tests before',
    ],
  ])('%s', (_, before, after, reason) => {
    expect(worsened('tests', before, after)).toContain(reason)
  })

  test.each<[string, Standing | null, Standing]>([
    ['when green stays green', run('passed'), run('passed')],
    [
      'when it is green with more tests',
      run('passed', { counts: counted(5, 0) }),
      run('passed', { counts: counted(6, 0) }),
    ],
    ['when red becomes green', run('failed', { counts: counted(5, 1) }), run('passed', { counts: counted(5, 0) })],
    ['when the same fail', run('failed', { failures: named('a', 'b') }), run('failed', { failures: named('b') })],
    ['when it could not run before: that proves nothing', run('unavailable'), run('failed')],
    [
      'when there were no tests before and there are some',
      run('unavailable', { counts: counted(0, 0) }),
      run('passed'),
    ],
    [
      'when there are no tests and there were none',
      run('unavailable', { counts: counted(0, 0) }),
      run('unavailable', { counts: counted(0, 0) }),
    ],
    [
      'when there were no tests and now it cannot run: that proves nothing',
      run('unavailable', { counts: counted(0, 0) }),
      run('unavailable'),
    ],
  ])('not %s', (_, before, after) => {
    expect(worsened('tests', before, after)).toBe(null)
  })
})
