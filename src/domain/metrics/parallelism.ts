import type { Span } from './chronicle.ts'
import { amount, type Family, type Metric, ratio, unknown } from './metric.ts'
import type { Scope } from './scope.ts'

/** How much worked at once. Queued and parked specialists do not count; neither do coordinators. */
export function parallelism(
  scope: Scope,
): Family<'agentsSpawned' | 'peakConcurrency' | 'parallelFactor' | 'speedUp' | 'utilisation'> {
  const busy = busyMilliseconds(scope.spans)
  const factor = ratio(busy, activeMilliseconds(scope.spans))
  return {
    agentsSpawned: amount(scope.events.filter(isSpawn).length),
    peakConcurrency: amount(peak(scope.spans)),
    parallelFactor: factor,
    speedUp: ratio(busy, makespan(scope)),
    utilisation: utilisation(factor, capOf(scope)),
  }
}

/**
 * Running time from the first event of the scope to its last, or to now while somebody works there; milliseconds. The
 * mission's ends with the verdict, so that writing its documents does not change what they say.
 */
export function makespan({ level, events, spans, run }: Scope): number {
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) return 0
  const until = level === 'mission' ? (run.concluded ?? last.at) : last.at
  return spans.reduce((latest, { end }) => Math.max(latest, end), until) - first.at
}

/** Time worked, summed over specialists. */
export function busyMilliseconds(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + (end - start), 0)
}

/** Time in which at least one of them worked. Spans come in the order of their start. */
export function activeMilliseconds(spans: readonly Pick<Span, 'start' | 'end'>[]): number {
  let [total, until] = [0, Number.NEGATIVE_INFINITY]
  for (const { start, end } of spans) {
    total += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  return total
}

/** The scope's cap on specialists at work. Null: no spawn recorded one. */
export function capOf({ level, spans, run }: Scope): number | null {
  const seat = { mission: 'run', phase: 'phase', coordinator: 'coordinator' } as const
  const limits = spans.flatMap(({ caps }) => (caps === null ? [] : [caps[seat[level]].limit]))
  if (limits.length > 0) return limits.reduce((most, limit) => Math.max(most, limit), 0)
  return level === 'mission' ? (run.started?.limits.agents ?? null) : null
}

function isSpawn({ fact }: Scope['events'][number]): boolean {
  return fact.type === 'agent.spawned' && fact.actor.parent !== null
}

/** Counted in ledger order, so that one who leaves makes room for one who comes at the same millisecond. */
export function peak(spans: readonly Span[]): number {
  const ends = spans.map(({ endSeq }) => endSeq).sort((a, b) => a - b)
  let [gone, most] = [0, 0]
  for (const [index, { startSeq }] of spans.entries()) {
    while ((ends[gone] ?? Number.POSITIVE_INFINITY) <= startSeq) gone += 1
    most = Math.max(most, index + 1 - gone)
  }
  return most
}

function utilisation(factor: Metric, cap: number | null): Metric {
  const metric = ratio(factor.value ?? 0, cap ?? 0)
  return factor.value === null ? unknown(metric) : metric
}
