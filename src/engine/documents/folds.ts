import type { LedgerEvent } from '../../domain/event.ts'
import { chronicle } from '../../domain/metrics/chronicle.ts'
import { activeMilliseconds } from '../../domain/metrics/parallelism.ts'
import type { AgentState, RunState } from '../../domain/state.ts'
import type { Book } from './book.ts'
import { peakOf } from './concurrency.ts'

/** Numbers that no single event holds. Each is computed again when a document that quotes it is checked. */
const folds = {
  /** Milliseconds the run has worked, downtime left out. */
  'running-time': ({ state }: Book) => state.now,
  boots: ({ state }: Book) => state.boots,
  events: ({ state }: Book) => state.events,
  /** Coordinators by name: one that was given orders in several phases is one. */
  coordinators: ({ state }: Book) =>
    new Set(agents(state, ({ actor }) => actor.role === 'coordinator').map(({ actor }) => actor.name)).size,
  /** Agents by role; all of them without one. */
  agents: ({ state }: Book, role: string) => agents(state, (agent) => role === '' || agent.actor.role === role).length,
  /** Specialists at work at the same instant, at most. */
  peak: ({ state }: Book) => peakOf(state),
  /** Milliseconds over all attempts of one task. Unknown before the first has ended. */
  'task-time': ({ state }: Book, task: string) => {
    const attempts = state.tasks.get(task)?.attempts ?? []
    return attempts.length === 0 ? null : total(attempts.map((attempt) => attempt.fact.milliseconds))
  },
  /** Lines that a landed change touches. Unknown for a task that did not land. */
  'landed-lines': ({ state }: Book, task: string) => {
    const landed = state.landed.get(task)
    return landed === undefined ? null : total(landed.fact.paths.map(({ lines }) => lines))
  },
  /** Tests of the merge lane for each change that landed. */
  'lane-tests-per-change': ({ state, events }: Book) =>
    state.landed.size === 0 ? null : laneBatches(events).length / state.landed.size,
  /** Changes in one test of the lane: the most, and on average. */
  'largest-batch': ({ events }: Book) => largest(laneBatches(events)),
  'mean-batch': ({ events }: Book) => {
    const batches = laneBatches(events)
    return batches.length === 0 ? null : total(batches) / batches.length
  },
  /** Milliseconds in which no specialist was at work, and those of them in which checks ran or the lane tested. */
  'nobody-at-work': ({ metrics: { mission } }: Book) =>
    Math.max(0, mission.schedulingEfficiency.denominator - mission.parallelFactor.denominator),
  'waiting-for-checks': (book: Book) => waitingForChecks(book),
  /** Milliseconds between start and end of a phase. */
  'phase-time': ({ state }: Book, name: string) => {
    const phase = state.phases.get(name)
    if (phase === undefined || phase.started === null) return null
    return (phase.ended ?? state.now) - phase.started
  },
  /** US dollars over all attempts. Unknown when one of them is. */
  cost: (book: Book) => {
    const costs = attemptCosts(book)
    return costs.some((usd) => usd === null) ? null : total(costs.map((usd) => usd ?? 0))
  },
  /** How often an anti-pattern was seen. */
  'anti-pattern': ({ metrics }: Book, name: string) =>
    metrics.antiPatterns.find((pattern) => pattern.name === name)?.count ?? null,
  /** Everything attempted within the hierarchy, and what of it was refused, in all and for one reason. */
  attempted: ({ metrics }: Book) => metrics.refused.attempts,
  refused: ({ metrics }: Book) => metrics.refused.refused,
  'refused-because': ({ metrics }: Book, code: string) => metrics.refused.reasons[code] ?? 0,
  tokens: ({ events }: Book) =>
    total(
      events.map(({ fact }) => (fact.type === 'attempt.ended' ? fact.usage.inputTokens + fact.usage.outputTokens : 0)),
    ),
} satisfies Record<string, (book: Book, of: string) => number | null>

export type FoldName = keyof typeof folds

export function folded(book: Book, name: FoldName, of: string): number | null {
  return folds[name](book, of)
}

export function isFold(name: string): name is FoldName {
  return Object.hasOwn(folds, name)
}

/** Whether nothing in this run had a price: every attempt was made by a backend without a model. */
export function isUnpriced({ events }: Book): boolean {
  return events.every(({ fact }) => fact.type !== 'attempt.ended' || fact.cost.basis === 'none')
}

function waitingForChecks({ events }: Book): number {
  const { spans, events: placed, concluded } = chronicle(events)
  const tests = placed.flatMap(({ fact, at }) => {
    if (fact.type !== 'check.ended' && fact.type !== 'lane.tested') return []
    const end = Math.min(at, concluded ?? at)
    return [{ start: Math.max(0, at - (fact.milliseconds ?? 0)), end }]
  })
  const both = [...spans, ...tests].toSorted((a, b) => a.start - b.start)
  return activeMilliseconds(both) - activeMilliseconds(spans)
}

function laneBatches(events: readonly LedgerEvent[]): readonly number[] {
  return events.flatMap(({ fact }) => (fact.type === 'lane.tested' ? [fact.tasks.length] : []))
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value))
}

function attemptCosts({ events }: Book): readonly (number | null)[] {
  return events.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [fact.cost.usd] : []))
}

function agents(state: RunState, of: (agent: AgentState) => boolean): readonly AgentState[] {
  return [...state.agents.values()].filter(of)
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
