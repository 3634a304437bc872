import type { LedgerEvent } from './event.ts'
import type { TakeoverReason } from './fact/words.ts'
import { type AntiPattern, antiPatterns } from './metrics/anti-pattern.ts'
import { autonomy, takeoversByReason } from './metrics/autonomy.ts'
import { checks, type SuiteDelta, suites } from './metrics/checks.ts'
import { chronicle } from './metrics/chronicle.ts'
import { cost } from './metrics/cost.ts'
import { delegation } from './metrics/delegation.ts'
import { type EstimateError, estimates, estimatesByKind } from './metrics/estimate.ts'
import { compliance, type Refused, refusals } from './metrics/hierarchy-compliance.ts'
import type { Metric, MetricSet } from './metrics/metric.ts'
import { parallelism } from './metrics/parallelism.ts'
import { scheduling } from './metrics/scheduling.ts'
import { type Scope, type Scopes, scopesOf } from './metrics/scope.ts'

export type { AntiPattern, AntiPatternName } from './metrics/anti-pattern.ts'
export { metricBands } from './metrics/bands.ts'
export type { SuiteDelta } from './metrics/checks.ts'
export type { EstimateError } from './metrics/estimate.ts'
export type { Refused } from './metrics/hierarchy-compliance.ts'
export { type Metric, type MetricName, type MetricSet, metricNames } from './metrics/metric.ts'
export { historyMetrics, type Trend, trend } from './metrics/trend.ts'

/** All numbers of a run. Nothing in here was reported by an agent about itself. */
export interface Metrics {
  readonly mission: MetricSet
  readonly phases: Readonly<Record<string, MetricSet>>
  /** By coordinator name, over all its phases. */
  readonly coordinators: Readonly<Record<string, MetricSet>>
  readonly antiPatterns: readonly AntiPattern[]
  readonly refused: Refused
  /** Takeovers of one reason ÷ ended tasks. */
  readonly takeoverByReason: Readonly<Record<TakeoverReason, Metric>>
  readonly checks: Readonly<Record<string, SuiteDelta>>
  readonly estimateErrorByKind: Readonly<Record<string, EstimateError>>
  /** The delegation ratio that the mission set itself. */
  readonly delegationTarget: number | null
}

/** Folds the metrics of a run from its ledger, whole or so far. Linear in the number of events. */
export function measure(events: Iterable<LedgerEvent>): Metrics {
  const run = chronicle(events)
  const scopes = scopesOf(run)
  const { mission } = scopes
  return {
    mission: setOf(mission, scopes),
    phases: setsOf(scopes.phases, scopes),
    coordinators: setsOf(scopes.coordinators, scopes),
    antiPatterns: antiPatterns(mission),
    refused: refusals(mission),
    takeoverByReason: takeoversByReason(mission),
    checks: suites(mission),
    estimateErrorByKind: estimatesByKind(mission),
    delegationTarget: run.started?.delegationTarget ?? null,
  }
}

function setsOf(byName: ReadonlyMap<string, Scope>, scopes: Scopes): Readonly<Record<string, MetricSet>> {
  return Object.fromEntries([...byName].map(([name, scope]) => [name, setOf(scope, scopes)]))
}

function setOf(scope: Scope, { phases }: Scopes): MetricSet {
  return {
    ...delegation(scope),
    ...compliance(scope),
    ...parallelism(scope),
    ...scheduling(scope, phases),
    ...autonomy(scope),
    ...cost(scope),
    ...estimates(scope),
    ...checks(scope),
  }
}
