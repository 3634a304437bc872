/** A measured number with what it was divided from. `value` is null when the denominator is 0 or a part is unknown. */
export interface Metric {
  readonly value: number | null
  readonly numerator: number
  readonly denominator: number
}

export const metricNames = [
  'delegationRatio',
  'delegationByCost',
  'delegationByLines',
  'directEditRate',
  'hierarchyCompliance',
  'routingCorrectness',
  'synthesisRatio',
  'agentsSpawned',
  'peakConcurrency',
  'parallelFactor',
  'speedUp',
  'utilisation',
  'schedulingEfficiency',
  'autonomyRate',
  'takeoverRate',
  'firstPassYield',
  'rework',
  'costPerLandedTask',
  'costPerLandedSimple',
  'costPerLandedCode',
  'costPerLandedComplex',
  'coordinationOverhead',
  'idleCost',
  'estimateErrorTokens',
  'estimateErrorCost',
  'estimateErrorMinutes',
  'checksDelta',
] as const
export type MetricName = (typeof metricNames)[number]

/** Every metric for one scope: the mission, a phase or a coordinator. */
export type MetricSet = Readonly<Record<MetricName, Metric>>

/** One family's share of a set. */
export type Family<Names extends MetricName> = Readonly<Record<Names, Metric>>

export function ratio(numerator: number, denominator: number): Metric {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator }
}

/** A plain count or amount: its denominator is 1. */
export function amount(value: number): Metric {
  return { value, numerator: value, denominator: 1 }
}

/** Keeps the parts that are known and says that the whole is not. */
export function unknown(metric: Metric): Metric {
  return { ...metric, value: null }
}

export const nothingMeasured: Metric = { value: null, numerator: 0, denominator: 0 }
