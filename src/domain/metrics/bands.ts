import type { MetricName } from './metric.ts'

/** How a metric is shown, what is wanted of it, and when a reader must look. */
export interface Band {
  readonly title: string
  readonly unit: 'ratio' | 'count' | 'factor' | 'usd'
  readonly better: 'higher' | 'lower'
  /** A target or an alert of ours, in the unit of the metric; empty when none is set. */
  readonly band: string
  /** Whether a known value needs a reader's eye. */
  readonly alerts: (value: number) => boolean
}

const never = (): boolean => false
const below =
  (least: number) =>
  (value: number): boolean =>
    value < least
const from =
  (limit: number) =>
  (value: number): boolean =>
    value >= limit
const notZero = (value: number): boolean => value > 0

export const metricBands: Readonly<Record<MetricName, Band>> = {
  delegationRatio: ratioBand('Delegation ratio', 'higher', ''),
  delegationByCost: ratioBand('Delegation by cost', 'higher', ''),
  delegationByLines: ratioBand('Delegation by lines', 'higher', ''),
  directEditRate: ratioBand('Direct edit rate', 'lower', 'alert from 30 %', from(0.3)),
  hierarchyCompliance: ratioBand('Hierarchy compliance', 'higher', 'target 100 %, alert below 98 %', below(0.98)),
  routingCorrectness: ratioBand('Routing correctness', 'higher', 'alert at 90 % or less', (value) => value <= 0.9),
  synthesisRatio: ratioBand('Synthesis ratio', 'higher', ''),
  agentsSpawned: band('Agents spawned', 'count', 'higher', ''),
  peakConcurrency: band('Peak concurrency', 'count', 'higher', ''),
  parallelFactor: band('Parallel factor', 'factor', 'higher', ''),
  speedUp: band('Speed-up', 'factor', 'higher', ''),
  utilisation: ratioBand('Utilisation', 'higher', ''),
  schedulingEfficiency: ratioBand('Scheduling efficiency', 'higher', 'alert below 98 %', below(0.98)),
  autonomyRate: ratioBand('Autonomy rate', 'higher', 'alert below 95 %', below(0.95)),
  takeoverRate: ratioBand('Takeover rate', 'lower', 'alert above 5 %', (value) => value > 0.05),
  firstPassYield: ratioBand('First-pass yield', 'higher', ''),
  rework: ratioBand('Rework', 'lower', ''),
  costPerLandedTask: band('Cost per landed task', 'usd', 'lower', ''),
  costPerLandedSimple: band('Cost per landed simple task', 'usd', 'lower', 'alert from 1.50 dollars', from(1.5)),
  costPerLandedCode: band('Cost per landed code-heavy task', 'usd', 'lower', 'alert from 3 dollars', from(3)),
  costPerLandedComplex: band('Cost per landed complex task', 'usd', 'lower', 'alert from 5 dollars', from(5)),
  coordinationOverhead: ratioBand('Coordination overhead', 'lower', ''),
  idleCost: band('Idle cost', 'usd', 'lower', 'alert above 0', notZero),
  estimateErrorTokens: ratioBand('Estimate error, tokens', 'lower', ''),
  estimateErrorCost: ratioBand('Estimate error, cost', 'lower', ''),
  estimateErrorMinutes: ratioBand('Estimate error, minutes', 'lower', ''),
  checksDelta: band('Checks gained', 'count', 'higher', 'alert below 0', below(0)),
}

function ratioBand(title: string, better: Band['better'], text: string, alerts: Band['alerts'] = never): Band {
  return { title, unit: 'ratio', better, band: text, alerts }
}

function band(title: string, unit: Band['unit'], better: Band['better'], text: string, alerts?: Band['alerts']): Band {
  return { title, unit, better, band: text, alerts: alerts ?? never }
}
