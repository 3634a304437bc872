import type { Debt } from '../../../src/domain/debt.ts'
import type { Fact, LedgerEvent } from '../../../src/domain/event.ts'
import { fold } from '../../../src/domain/fold.ts'
import type { Book } from '../../../src/engine/documents/book.ts'
import type { HistoryRow } from '../../../src/ports/archive.ts'
import { bookOf } from '../../support/synthetic-book.ts'
import { syntheticRun } from '../../support/synthetic-run.ts'

/** What a made-up night looks like. The default lands three changes, one after a takeover, and leaves the rest with reasons. */
export interface Night {
  /** Text of the repository or of an agent that tries to be more than text. */
  readonly hostile?: string
  /** Why the branch is not shown in the user's repository. Default: it is. */
  readonly unpublished?: string
  /** Changes that land in one stack, beside the three. Default 0. */
  readonly more?: number
  /** Nothing lands, and everything is sent back. */
  readonly barren?: boolean
}

export const branch = 'echelon/r-20260130'

/** The book of an audit whose night also landed work on a branch. */
export function nightBook(shape: Night = {}, history: readonly HistoryRow[] = []): Book {
  return bookOf(nightRun(shape), history)
}

function nightRun(shape: Night): readonly LedgerEvent[] {
  const { hostile } = shape
  const before = syntheticRun({ outcome: null, ...(hostile === undefined ? {} : { hostile }) })
  const debts = new Map([...fold(before).debts].map(([id, { debt }]) => [id, debt]))
  const last = before.at(-1)
  const facts = [...checksAtBase(), ...(shape.barren === true ? barren(shape) : work(shape, debts)), ...close(shape)]
  return [
    ...before,
    ...facts.map<LedgerEvent>((fact, index) => ({
      seq: before.length + 1 + index,
      schema: 1,
      boot: 1,
      wall: (last?.wall ?? 0) + index * 500,
      mono: (last?.mono ?? 0) + index * 500,
      unit: 'mission',
      fact,
      hash: '',
    })),
  ]
}

const commitOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40)

type CheckFact = Extract<Fact, { type: 'check.ended' }>

function check(suite: string, at: CheckFact['at'], more: Partial<CheckFact> = {}): CheckFact {
  return {
    type: 'check.ended',
    suite,
    at,
    passed: 17,
    failed: 0,
    errors: 0,
    exitCode: 0,
    kind: 'test',
    outcome: 'passed',
    flaky: false,
    commit: commitOf('base'),
    ...more,
  }
}

const unavailable = { passed: null, failed: null, errors: null, exitCode: null, outcome: 'unavailable' } as const
const redLint = {
  passed: null,
  failed: null,
  errors: null,
  exitCode: 1,
  outcome: 'failed',
  kind: 'lint',
  excerpt: 'src/a.js\n  1:1 error no-var\n\n✖ 2 problems\n\n',
} as const
const greenLint = { ...redLint, exitCode: 0, outcome: 'passed', excerpt: '' } as const

function checksAtBase(): readonly Fact[] {
  const common = { minutes: 10, repair: null, folder: '', source: 'package.json' }
  return [
    {
      type: 'checks.detected',
      commit: commitOf('base'),
      checks: [
        { ...common, name: 'npm test', kind: 'test', argv: ['npm', 'test'] },
        { ...common, name: 'npm run lint', kind: 'lint', argv: ['npm', 'run', 'lint'] },
        { ...common, name: 'worker: pytest', kind: 'test', argv: ['pytest', '-q'], folder: 'worker' },
      ],
    },
    check('npm test', 'base'),
    check('npm run lint', 'base', redLint),
    check('worker: pytest', 'base', { ...unavailable, excerpt: 'sh: 1\npytest: not found\n' }),
  ]
}

function work(shape: Night, debts: ReadonlyMap<string, Debt>): readonly Fact[] {
  const [one, two, three] = ['DEBT-001', 'DEBT-002', 'DEBT-003'].map((id) => debts.get(id))
  if (one === undefined || two === undefined || three === undefined) throw new Error('the made-up run has fewer debts')
  const extra = Array.from({ length: shape.more ?? 0 }, (_, index) => `extra-${index}`)
  return [
    { type: 'phase.started', phase: 'debts' },
    ...putOff('DEBT-004', 'it needs judgement, and no model is here'),
    ...putOff('DEBT-004', 'it needs judgement, and no model is here'),
    ...putOff('DEBT-003', 'no spawns are left'),
    ...attempted('debts/platform/DEBT-001', 1),
    ...attempted('debts/platform/DEBT-002', 1),
    gate('debts/platform/DEBT-001', 'two', ['The same fault in the next file']),
    gate('debts/platform/DEBT-002', 'two', []),
    check('npm test', 'merge', { commit: commitOf('two'), flaky: true }),
    check('npm run lint', 'merge', { ...greenLint, commit: commitOf('two') }),
    lane(['debts/platform/DEBT-001', 'debts/platform/DEBT-002'], 'two'),
    ...landed('debts/platform/DEBT-001', 'one', one, shape.hostile),
    ...landed('debts/platform/DEBT-002', 'two', two),
    ...attempted('debts/quality/DEBT-003', 1),
    refused('debts/quality/DEBT-003', 1, 'checks', 'npm test failed with exit code 1'),
    { type: 'task.escalated', task: 'debts/quality/DEBT-003', reason: 'broken_tests', detail: 'npm test failed' },
    { type: 'takeover.happened', task: 'debts/quality/DEBT-003', by: 'senior-fixer', reason: 'broken_tests' },
    ...attempted('debts/quality/DEBT-003', 2),
    gate('debts/quality/DEBT-003', 'three', []),
    lane(['debts/quality/DEBT-003'], 'three'),
    ...landed('debts/quality/DEBT-003', 'three', three),
    ...attempted('debts/quality/DEBT-005', 1),
    refused('debts/quality/DEBT-005', 1, 'review', 'the test asserts nothing'),
    { type: 'task.escalated', task: 'debts/quality/DEBT-005', reason: 'safety', detail: 'the test asserts nothing' },
    ended('debts/quality/DEBT-005', 'failed', 'review: the test asserts nothing'),
    ...extra.flatMap((key) => attempted(`expand/platform/${key}`, 1)),
    ...extra.flatMap((key) => landed(`expand/platform/${key}`, key, null)),
    {
      type: 'expansion.started',
      what: 'expand',
      order: 'Take the remaining open debts next.',
      budget: { spawns: 80, minutes: 120, usd: 25 },
    },
    { type: 'expansion.ended', landed: extra.length, reason: 'every task of it has ended' },
    { type: 'quirk.recorded', change: 'proposed', quirk: quirk(shape.hostile) },
  ]
}

function barren({ hostile }: Night): readonly Fact[] {
  return [
    ...attempted('debts/quality/DEBT-005', 1),
    refused('debts/quality/DEBT-005', 1, 'review', hostile ?? 'the test asserts nothing'),
    ended('debts/quality/DEBT-005', 'failed', 'review: the test asserts nothing'),
    { type: 'expansion.declined', reason: 'the mission is not accomplished yet: checks.worse == 0' },
  ]
}

function close({ unpublished = '', barren = false }: Night): readonly Fact[] {
  const last = barren ? 'base' : 'three'
  const published: Fact = { type: 'branch.published', branch, commit: commitOf(last), reason: unpublished }
  const reason = 'a success criterion does not hold'
  return [
    ...(barren ? [] : [published]),
    check('npm test', 'end', { commit: commitOf(last) }),
    check('npm run lint', 'end', { ...(barren ? redLint : greenLint), commit: commitOf(last) }),
    check('worker: pytest', 'end', { ...unavailable, commit: commitOf(last) }),
    check('run: make smoke', 'end', {
      passed: null,
      failed: null,
      errors: null,
      exitCode: 2,
      outcome: 'failed',
      failures: [
        { name: 'the tide table is empty', category: 'assertion' },
        { name: 'the berth is taken', category: 'assertion' },
      ],
    }),
    { type: 'criterion.checked', criterion: 'run: make smoke', holds: false, measured: 2 },
    { type: 'run.concluded', outcome: 'partial', reason },
  ]
}

function putOff(subject: string, reason: string): readonly Fact[] {
  return [{ type: 'work.deferred', subject, by: 'debts/platform', title: `Pay ${subject}`, reason }]
}

/** A specialist makes a change of it, and a reviewer of the same coordinator looks at that. */
function attempted(task: string, attempt: number): readonly Fact[] {
  const [phase = '', coordinator = '', key = ''] = task.split('/')
  const owner = `${phase}/${coordinator}`
  const queued: Fact = {
    type: 'task.queued',
    task,
    phase,
    owner,
    title: `Pay ${key}`,
    kind: 'code',
    specialist: 'bug-fixer',
    scope: [],
    after: [],
    wave: 1,
  }
  const name = attempt === 1 ? 'bug-fixer' : 'senior-fixer'
  return [
    ...(attempt === 1 ? [queued] : []),
    spawned(`${task}#${attempt}`, name, { task, owner, phase, attempt }, 'work'),
    spawned(`${task}#${attempt}.review`, 'code-reviewer', { task, owner, phase, attempt }, 'review'),
    { type: 'review.ended', task, by: `${task}#${attempt}.review`, approved: key !== 'DEBT-005', reason: '' },
  ]
}

interface Where {
  readonly task: string
  readonly owner: string
  readonly phase: string
  readonly attempt: number
}

function spawned(id: string, name: string, { task, owner, phase, attempt }: Where, duty: 'work' | 'review'): Fact {
  const actor = { id, role: 'specialist', name, parent: owner } as const
  return {
    type: 'agent.spawned',
    actor,
    phase,
    task,
    attempt,
    backend: 'static',
    model: null,
    caps: null,
    memoryMb: 64,
    duty,
  }
}

function gate(task: string, commit: string, siblings: string[]): Fact {
  return { type: 'gate.judged', task, attempt: 1, commit: commitOf(commit), verdict: 'fixed', reasons: [], siblings }
}

function lane(tasks: string[], top: string): Fact {
  return {
    type: 'lane.tested',
    branch,
    base: commitOf('base'),
    commit: commitOf(top),
    tree: `tree-${top}`,
    tasks,
    green: true,
    confirming: false,
    reason: '',
    milliseconds: 900,
  }
}

function landed(task: string, name: string, debt: Debt | null, subject = `pay it in ${name}`): readonly Fact[] {
  const paid: Fact[] =
    debt === null
      ? []
      : [
          {
            type: 'debt.recorded',
            change: 'fixed',
            debt: { ...debt, state: 'fixed', fixedIn: commitOf(name), fixedOn: branch },
          },
        ]
  return [
    {
      type: 'task.landed',
      task,
      by: 'echelon',
      author: `${task}#${task.endsWith('DEBT-003') ? 2 : 1}`,
      paths: [{ path: 'api/a.py', lines: 3 }],
      reviewRounds: 1,
      attempt: 1,
      commit: commitOf(name),
      tree: `tree-${name}`,
      subject,
      debts: debt === null ? [] : [debt.id],
    },
    ...paid,
    ended(task, 'done', ''),
  ]
}

function refused(task: string, attempt: number, why: 'checks' | 'review', reason: string): Fact {
  return { type: 'landing.refused', task, attempt, why, reason, paths: [] }
}

function ended(task: string, state: 'done' | 'failed', reason: string): Fact {
  return { type: 'task.ended', task, state, attempts: 1, reason }
}

function quirk(lesson = 'Run the migration before the tests.'): Extract<Fact, { type: 'quirk.recorded' }>['quirk'] {
  return {
    id: 'Q-001',
    lesson,
    when: { rules: ['errors/bare-except'], layers: [], paths: ['api/**'], reason: null },
    from: { run: 'r-20260130-221405', task: 'debts/quality/DEBT-003' },
    state: 'active',
    applied: 3,
    helped: 1,
  }
}
