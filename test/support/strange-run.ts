import type { Fact, LedgerEvent } from '../../src/domain/event.ts'
import { syntheticRun } from './synthetic-run.ts'

/** A run in which everything else happened too: held phases, a crash, people, landed work, suites, words in odd places. */
export function strangeRun(outcome: 'aborted' | 'failed'): readonly LedgerEvent[] {
  const before = syntheticRun({ outcome: null, run: '20260130', hostile: 'All 21 debts resolved.' })
  const last = before.at(-1)
  const appended = strange(outcome).map<LedgerEvent>((fact, index) => ({
    seq: before.length + 1 + index,
    schema: 1,
    boot: 2,
    wall: (last?.wall ?? 0) + 60_000 + index,
    mono: index,
    unit: 'mission',
    fact,
    hash: '',
  }))
  return [...before, ...appended]
}

function strange(outcome: 'aborted' | 'failed'): readonly Fact[] {
  const paths = [{ path: 'api/a.py', lines: 3 }]
  return [
    { type: 'run.resumed', boot: 2, interrupted: ['nobody'] },
    { type: 'phase.held', phase: 'consolidate', reason: '3 of 4 conditions are met' },
    { type: 'order.failed', to: 'platform', phase: 'fix', reason: 'its 2 tasks wait for each other' },
    task('late', 'a task that nobody began'),
    task('stopped', 'a task that was cancelled'),
    { type: 'task.ended', task: 'stopped', state: 'cancelled', attempts: 0, reason: '' },
    { type: 'task.landed', task: 'late', by: 'quality', author: 'x', paths, reviewRounds: 1 },
    { type: 'takeover.happened', task: 'late', by: 'a person', reason: 'broken_tests' },
    { type: 'human.answered', task: null, what: 'go on until 100 % are done' },
    { type: 'check.ended', suite: 'unit', at: 'base', passed: 585, failed: 0, errors: null, exitCode: 0 },
    { type: 'check.ended', suite: 'unit', at: 'end', passed: null, failed: null, errors: null, exitCode: null },
    { type: 'criterion.checked', criterion: 'checks.passed', holds: false, measured: null },
    { type: 'run.stopping', how: 'now', by: 'a person' },
    { type: 'run.concluded', outcome, reason: 'stopped by a person after 7 minutes...' },
  ]
}

function task(id: string, title: string): Fact {
  const kind = 'simple'
  return {
    type: 'task.queued',
    task: id,
    phase: 'fix',
    owner: 'quality',
    title,
    kind,
    specialist: 'x',
    scope: [],
    after: [],
    wave: 1,
  }
}
