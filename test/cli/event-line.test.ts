import { expect, test } from 'vitest'
import { eventLine } from '../../src/cli/watch/event-line.ts'
import type { Fact, FactOf } from '../../src/domain/event.ts'
import { emptyState } from '../../src/domain/state.ts'
import { syntheticRun } from '../support/synthetic-run.ts'

const check = { type: 'check.ended', suite: 'pytest', at: 'base', exitCode: 1, kind: 'test' } as const
const left = {
  type: 'hunk.rejected',
  task: 'repair/quality/repair-1',
  attempt: 1,
  path: 'src/sum.js',
  hunk: '@@ -1 +1 @@',
} as const

const stack: FactOf<'lane.tested'> = {
  type: 'lane.tested',
  branch: 'b',
  base: 'tip',
  commit: 'top',
  tree: 't',
  tasks: ['one', 'two'],
  green: true,
  confirming: false,
  reason: '',
  milliseconds: 1,
}

const lines: readonly (readonly [string, Fact, string])[] = [
  [
    'a suite that broke off counts its errors',
    { ...check, outcome: 'failed', passed: 384, failed: 0, errors: 4 },
    'check pytest failed at base, 384 passed, 0 failed, 4 errors',
  ],
  [
    'a suite without errors does not speak of them',
    { ...check, outcome: 'failed', passed: 3, failed: 1, errors: 0, flaky: true },
    'check pytest failed at base, 3 passed, 1 failed, flaky',
  ],
  [
    'a suite that did not end',
    { ...check, outcome: 'timeout', passed: null, failed: null, errors: null },
    'check pytest did not end within its limit at base',
  ],
  [
    'a suite that could not begin says why',
    {
      ...check,
      outcome: 'unavailable',
      passed: null,
      failed: null,
      errors: null,
      excerpt: 'there is no program "uv" on PATH\n',
    },
    'check pytest could not run at base: there is no program "uv" on PATH',
  ],
  [
    'a linter counts problems',
    { ...check, kind: 'lint', outcome: 'failed', passed: 0, failed: 14, errors: 0 },
    'check pytest failed at base, 14 problems',
  ],
  [
    'a linter without problems has nothing to count',
    { ...check, kind: 'types', outcome: 'passed', passed: 0, failed: 0, errors: 0 },
    'check pytest passed at base',
  ],
  [
    'a criterion that nothing could measure does not hold for that reason',
    { type: 'criterion.checked', criterion: 'checks.worse == 0', holds: false, measured: null },
    'checks.worse == 0: could not be measured, so it does not hold',
  ],
  [
    'a stack that did no harm is no worse, which is less than green',
    stack,
    'lane: no worse with 2 changes; no check could run',
  ],
  [
    'a stack that did harm says which',
    { ...stack, tasks: ['one'], green: false, reason: 'npm test failed with exit code 1' },
    'lane: worse with 1 change: npm test failed with exit code 1',
  ],
  [
    'what lies outside a scope, without the whole scope',
    { ...left, reason: "outside the task's scope (**/*.{tsx,jsx}, docs/**, **/*.md)" },
    "left out of repair/quality/repair-1: src/sum.js @@ -1 +1 @@: outside the task's scope",
  ],
  [
    'what is left out for another reason, with all of it',
    { ...left, reason: 'it configures an agent (.claude)' },
    'left out of repair/quality/repair-1: src/sum.js @@ -1 +1 @@: it configures an agent (.claude)',
  ],
]

test('a stack on which a check ran does not say that none could', () => {
  const state = emptyState()
  state.checks.set('pytest', {
    merge: { ...check, at: 'merge', outcome: 'failed', commit: 'top', passed: 1, failed: 1, errors: 0 },
  })
  expect(eventLine(stack, state)).toBe('lane: no worse with 2 changes')
})

test('a folder without a commit has none in the first line', () => {
  const repository = { name: 'shop', commit: 'unversioned-0123456789ab', branch: 'no version control', dirty: false }
  const [started] = syntheticRun()
  if (started?.fact.type !== 'run.started') throw new Error('a run begins with its start')
  expect(eventLine({ ...started.fact, repository }, emptyState())).toBe(
    `${started.fact.mission} on shop, no commit, run ${started.fact.run}`,
  )
})

test.each(lines)('%s', (_what, fact, line) => expect(eventLine(fact, emptyState())).toBe(line))
