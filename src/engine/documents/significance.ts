import { type MetricName, metricBands } from '../../domain/metrics.ts'
import type { Timed } from '../../domain/state.ts'
import { type Book, earlierRuns, eventsOf, type Seen } from './book.ts'
import { openDebts, type RecordedDebt } from './debts.ts'
import { isPaidTonight, paidDebts } from './paid.ts'
import { trendsOf } from './trend.ts'

/** Why a run deserves a narrative. Nothing else does. */
export type Significance =
  /** A metric that matters beats every earlier run by a tenth or more. */
  | { readonly kind: 'record'; readonly metric: MetricName }
  /** The last open P0 debts left the register in this run. */
  | { readonly kind: 'last P0 gone'; readonly debts: readonly RecordedDebt[] }
  /** Accomplished, after an earlier run that was not. */
  | { readonly kind: 'accomplished at last' }
  /** More agents than `manyAgents`, for the first time on a repository that has seen runs before. */
  | { readonly kind: 'first of this size' }
  /** Debts were paid, and the register knows of none that was paid before. */
  | { readonly kind: 'first debts paid'; readonly debts: readonly RecordedDebt[] }
  /** More debts were paid than on any branch before. */
  | { readonly kind: 'most debts paid'; readonly debts: readonly RecordedDebt[] }
  /** Work beyond the order came to the branch, and no earlier run that reached its goal had landed anything. */
  | { readonly kind: 'first expansion'; readonly landed: readonly Timed<'task.landed'>[] }
  /** Somebody stronger stepped in, as in no earlier run. */
  | { readonly kind: 'first takeover'; readonly takeovers: readonly Seen<'takeover.happened'>[] }

const manyAgents = 25

/** Measures of the team, not of the machine's mood: timing noise alone makes no history. */
const memorable: readonly MetricName[] = [
  'agentsSpawned',
  'peakConcurrency',
  'delegationRatio',
  'autonomyRate',
  'checksDelta',
]

/** Every reason that holds for this run; empty for an ordinary one, and for one that has not ended. */
export function significance(book: Book): readonly Significance[] {
  if (book.state.outcome === null) return []
  return [
    ...beaten(book),
    ...lastP0Gone(book),
    ...atLast(book),
    ...firstOfItsSize(book),
    ...payments(book),
    ...firstExpansion(book),
    ...firstTakeover(book),
  ]
}

function beaten(book: Book): readonly Significance[] {
  return trendsOf(book)
    .filter(
      ({ name, newRecord, current, record }) =>
        newRecord && memorable.includes(name) && byATenth(name, current, record),
    )
    .map(({ name }) => ({ kind: 'record', metric: name }))
}

function byATenth(name: MetricName, current: number | null, record: number | null): boolean {
  if (current === null || record === null) return false
  const gain = metricBands[name].better === 'higher' ? current - record : record - current
  return gain >= Math.abs(record) / 10
}

function lastP0Gone({ state }: Book): readonly Significance[] {
  const debts = [...state.debts.values()].filter(({ debt, change }) => debt.severity === 'P0' && change === 'gone')
  return debts.length === 0 || openDebts(state, ['P0']).length > 0 ? [] : [{ kind: 'last P0 gone', debts }]
}

function atLast(book: Book): readonly Significance[] {
  const before = earlierRuns(book).at(-1)
  if (before === undefined || before.outcome === 'accomplished' || book.state.outcome !== 'accomplished') return []
  return [{ kind: 'accomplished at last' }]
}

function firstOfItsSize(book: Book): readonly Significance[] {
  const isLarge = (agents: number | null | undefined): boolean => (agents ?? 0) > manyAgents
  if (!isLarge(book.metrics.mission.agentsSpawned.value)) return []
  const before = earlierRuns(book)
  if (before.length === 0) return []
  return before.some(({ metrics }) => isLarge(metrics.agentsSpawned)) ? [] : [{ kind: 'first of this size' }]
}

/** Compared with what the register remembers: each debt keeps the branch that it was paid on. */
function payments({ state }: Book): readonly Significance[] {
  const debts = paidDebts(state).map(({ recorded }) => recorded)
  if (debts.length === 0) return []
  const before = [...state.debts.values()].filter((one) => one.debt.fixedOn !== undefined && !isPaidTonight(one))
  if (before.length === 0) return [{ kind: 'first debts paid', debts }]
  const byBranch = Map.groupBy(before, ({ debt }) => debt.fixedOn)
  const isMost = [...byBranch.values()].every((some) => some.length < debts.length)
  return isMost ? [{ kind: 'most debts paid', debts }] : []
}

/** An expansion needs every criterion to hold, and autonomy is known only where something landed. */
function firstExpansion(book: Book): readonly Significance[] {
  const { state } = book
  const begun = new Set(eventsOf(book, 'expansion.started').map(({ fact }) => fact.what))
  const landed = [...state.landed.values()].filter(({ fact }) =>
    begun.has(state.tasks.get(fact.task)?.queued.fact.phase ?? ''),
  )
  const couldBefore = earlierRuns(book).some(
    ({ outcome, metrics }) => outcome === 'accomplished' && (metrics.autonomyRate ?? null) !== null,
  )
  return landed.length === 0 || couldBefore ? [] : [{ kind: 'first expansion', landed }]
}

function firstTakeover(book: Book): readonly Significance[] {
  const takeovers = eventsOf(book, 'takeover.happened')
  const wasBefore = earlierRuns(book).some(({ metrics }) => (metrics.takeoverRate ?? 0) > 0)
  return takeovers.length === 0 || wasBefore ? [] : [{ kind: 'first takeover', takeovers }]
}
