import { type MetricName, type MetricSet, type Metrics, metricNames, type Trend, trend } from '../../domain/metrics.ts'
import { type Book, earlierRuns } from './book.ts'

/** What a metric is compared with: the last earlier run that knew it, the mean of all, and the best of all. */
export type PastView = 'last' | 'mean' | 'record'

/** This run's metrics beside those of earlier runs of the repository. */
export function trendsOf(book: Book): readonly Trend[] {
  return trend(earlierRuns(book), book.metrics.mission)
}

/** One figure over earlier runs. Null when none of them knew the metric. */
export function pastOf(book: Book, metric: string, view: PastView): number | null {
  return trendsOf(book).find(({ name }) => name === metric)?.[view] ?? null
}

/** One field of a metric. Null when the scope or the metric is not there, or the value is unknown. */
export function metricOf(
  metrics: Metrics,
  scope: string,
  name: string,
  field: 'value' | 'numerator' | 'denominator',
): number | null {
  const metric = metricNames.find((known) => known === name)
  return metric === undefined ? null : (scopeOf(metrics, scope)?.[metric][field] ?? null)
}

/** The metrics of `mission`, `phases/NAME` or `coordinators/NAME`. */
function scopeOf(metrics: Metrics, scope: string): MetricSet | undefined {
  const [level = '', ...rest] = scope.split('/')
  const name = rest.join('/')
  if (level === 'phases') return metrics.phases[name]
  if (level === 'coordinators') return metrics.coordinators[name]
  return level === 'mission' ? metrics.mission : undefined
}

export function isMetric(name: string): name is MetricName {
  return metricNames.some((known) => known === name)
}
