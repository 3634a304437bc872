import { type MetricName, metricBands } from '../../domain/metrics.ts'
import { type Book, earlierRuns } from './book.ts'
import { openDebts, type RecordedDebt } from './debts.ts'
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
  return [...beaten(book), ...lastP0Gone(book), ...atLast(book), ...firstOfItsSize(book)]
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
