import { metricBands } from './bands.ts'
import { type MetricName, type MetricSet, metricNames } from './metric.ts'

/** What a trend needs of one finished run, oldest first. */
interface PastRun {
  readonly metrics: { readonly [name: string]: number | null }
}

/** One metric of this run beside the runs before it. Null: not known, or there was none. */
export interface Trend {
  readonly name: MetricName
  readonly current: number | null
  readonly last: number | null
  readonly mean: number | null
  /** The best value of an earlier run. */
  readonly record: number | null
  /** Whether this run is better than every earlier one. Never true without an earlier one. */
  readonly newRecord: boolean
}

/** Compares each metric with the last run that knew it, the mean and the record. */
export function trend(history: readonly PastRun[], current: MetricSet): readonly Trend[] {
  return metricNames.map((name) => trendOf(name, history, current[name].value))
}

/** The row of `metrics` that the history keeps for a finished run. */
export function historyMetrics(current: MetricSet): { readonly [name: string]: number | null } {
  return Object.fromEntries(metricNames.map((name) => [name, current[name].value]))
}

function trendOf(name: MetricName, history: readonly PastRun[], current: number | null): Trend {
  const values = history.map(({ metrics }) => metrics[name]).filter((value) => value !== null && value !== undefined)
  const isBetter = (a: number, b: number): boolean => (metricBands[name].better === 'higher' ? a > b : a < b)
  const record = values.reduce<number | null>(
    (best, value) => (best === null || isBetter(value, best) ? value : best),
    null,
  )
  return {
    name,
    current,
    last: values.at(-1) ?? null,
    mean: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
    record,
    newRecord: current !== null && record !== null && isBetter(current, record),
  }
}
