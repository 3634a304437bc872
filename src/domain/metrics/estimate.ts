import type { Span } from './chronicle.ts'
import { type Family, type Metric, ratio, unknown } from './metric.ts'
import { activeMilliseconds } from './parallelism.ts'
import type { Scope } from './scope.ts'
import type { Spend } from './spend.ts'

export interface EstimateError {
  readonly tokens: Metric
  readonly cost: Metric
  readonly minutes: Metric
}

/** |actual − estimate| ÷ estimate over ended tasks that had an estimate. Without one it is unknown. */
export function estimates(scope: Scope): Family<'estimateErrorTokens' | 'estimateErrorCost' | 'estimateErrorMinutes'> {
  const { tokens, cost, minutes } = errorOf(missesIn(scope))
  return { estimateErrorTokens: tokens, estimateErrorCost: cost, estimateErrorMinutes: minutes }
}

/** The same by kind of task, for kinds that had an estimate. */
export function estimatesByKind(scope: Scope): Readonly<Record<string, EstimateError>> {
  const byKind = Map.groupBy(missesIn(scope), ({ kind }) => kind)
  return Object.fromEntries([...byKind].map(([kind, misses]) => [kind, errorOf(misses)]))
}

interface Pair {
  readonly actual: number | null
  readonly estimate: number | null
}

/** One ended task: what was expected of it and what it took. */
interface Miss {
  readonly kind: string
  readonly tokens: Pair
  readonly usd: Pair
  readonly minutes: Pair
}

function missesIn({ events, spends, spans, run }: Scope): readonly Miss[] {
  const spendsOf = Map.groupBy(spends, ({ task }) => task)
  const spansOf = Map.groupBy(spans, ({ task }) => task)
  return events.flatMap(({ fact }) => {
    const task = fact.type === 'task.ended' ? run.tasks.get(fact.task) : undefined
    if (task?.estimate === undefined) return []
    const used = actual(spendsOf.get(task.task) ?? [], spansOf.get(task.task) ?? [])
    const { tokens, usd, minutes } = task.estimate
    return [
      {
        kind: task.kind,
        tokens: { actual: used.tokens, estimate: tokens },
        usd: { actual: used.usd, estimate: usd },
        minutes: { actual: used.minutes, estimate: minutes },
      },
    ]
  })
}

function actual(spends: readonly Spend[], spans: readonly Span[]) {
  const tokens = spends.reduce((sum, spend) => sum + spend.tokens, 0)
  const usd = spends.reduce<number | null>(
    (sum, spend) => (sum === null || spend.usd === null ? null : sum + spend.usd),
    0,
  )
  return { tokens, usd, minutes: activeMilliseconds(spans) / 60_000 }
}

function errorOf(misses: readonly Miss[]): EstimateError {
  return {
    tokens: relativeError(misses.map(({ tokens }) => tokens)),
    cost: relativeError(misses.map(({ usd }) => usd)),
    minutes: relativeError(misses.map(({ minutes }) => minutes)),
  }
}

function relativeError(pairs: readonly Pair[]): Metric {
  let [off, expected, known] = [0, 0, true]
  for (const { actual: took, estimate } of pairs) {
    if (took === null || estimate === null) known = false
    else {
      off += Math.abs(took - estimate)
      expected += estimate
    }
  }
  return known ? ratio(off, expected) : unknown(ratio(off, expected))
}
