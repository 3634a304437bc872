import type { Unit } from '../../domain/claim.ts'
import {
  type AntiPattern,
  type MetricName,
  type MetricSet,
  metricBands,
  metricNames,
  type Trend,
} from '../../domain/metrics.ts'
import type { Book } from './book.ts'
import { answer, band, fold, id, metric, metricTitle, past, seqOf, stands } from './cite.ts'
import { mayLand } from './landed.ts'
import { landingMetrics } from './landing-metrics.ts'
import { bullets, type Document, documentOf, listed, type Text, table, text, words } from './text.ts'
import { metricOf, trendsOf } from './trend.ts'

/** METRICS.md: every number of the run with its fraction, target and alert, beside the last run, the mean and the record. */
export function metricsMd(book: Book): Document {
  return documentOf('METRICS.md', [
    text`# Metrics`,
    text`Folded from the ledger; no agent reports a number about itself. What cannot be divided is unknown; fractions of times are in milliseconds.`,
    text`## The mission`,
    missionTable(book),
    ...whatWaited(book),
    refused(book),
    text`## Against earlier runs of this repository`,
    ...trends(book),
    ...landingMetrics(book),
    ...scopeTables(book, 'phases', 'Phase'),
    ...scopeTables(book, 'coordinators', 'Coordinator'),
    text`## Anti-patterns`,
    table(
      ['Pattern', 'Found', 'Seen', 'Answer', 'Events'],
      book.metrics.antiPatterns.map((one) => pattern(book, one)),
    ),
  ])
}

/** How the value of a metric is written. */
export function unitOf(name: MetricName): Unit {
  const { unit } = metricBands[name]
  return unit === 'ratio' ? 'share' : unit === 'factor' ? 'decimal' : unit
}

/** Whether a metric was divided by nothing: its value says it all. A share keeps its fraction, `1 ÷ 1` too. */
export function isWhole(name: MetricName, denominator: number | null): boolean {
  return metricBands[name].unit !== 'ratio' && denominator === 1
}

/** `New high: Parallel factor 6.1, was 4`: the metrics in which this run beats every earlier one. */
function records(book: Book): readonly Text[] {
  return trendsOf(book)
    .filter(({ newRecord }) => newRecord)
    .map(({ name }) => record(book, name))
}

export function record(book: Book, name: MetricName): Text {
  const { better } = metricBands[name]
  const what = better === 'higher' ? text`New high` : text`New low`
  const unit = unitOf(name)
  return text`${what}: ${metricTitle(name)} ${metric(book, 'mission', name, unit)}, was ${past(book, name, 'record', unit)}`
}

function missionTable(book: Book): Text {
  return table(
    ['Metric', 'Value', 'Fraction', 'Target or alert', 'Look'],
    metricNames.map((name) => [
      text`${metricTitle(name)}`,
      text`${metric(book, 'mission', name, unitOf(name))}`,
      fraction(book, 'mission', name),
      name === 'delegationRatio' ? target(book) : text`${band(name)}`,
      alerts(book.metrics.mission, name) ? text`**alert**` : [],
    ]),
  )
}

/** Refused attempts are no violations; they stand beside the compliance, with their reasons. */
function refused(book: Book): Text {
  const reasons = Object.keys(book.metrics.refused.reasons).map(
    (code) => text`${id(code)} ${fold(book, 'refused-because', code)}`,
  )
  const line = text`Refused: ${fold(book, 'refused')} of ${fold(book, 'attempted')} attempts`
  return reasons.length === 0 ? text`${line}.` : text`${line} (${listed(reasons)}).`
}

/** The alert that a night raises most: how long nobody was at work, and how much of that was waiting for checks. */
function whatWaited(book: Book): readonly Text[] {
  if (!alerts(book.metrics.mission, 'schedulingEfficiency')) return []
  const of = (field: 'numerator' | 'denominator') =>
    metric(book, 'mission', 'schedulingEfficiency', 'milliseconds', field)
  const nobody = fold(book, 'nobody-at-work', '', 'milliseconds')
  const checks = mayLand(book)
    ? text`; for ${fold(book, 'waiting-for-checks', '', 'milliseconds')} of that, work waited for checks and the merge lane`
    : []
  return [
    text`Scheduling efficiency is the shortest time that the recorded durations, dependencies and caps allow, ${of('numerator')}, divided by the time that the run took, ${of('denominator')}. For ${nobody} no specialist was at work${checks}.`,
  ]
}

/** A plain count is no fraction. */
function fraction(book: Book, scope: string, name: MetricName): Text {
  if (isWhole(name, metricOf(book.metrics, scope, name, 'denominator'))) return []
  const of = (field: 'numerator' | 'denominator') => metric(book, scope, name, 'decimal', field)
  return text`${of('numerator')} ÷ ${of('denominator')}`
}

/** A mission sets this one itself, or leaves it open. */
function target({ state: { started } }: Book): Text {
  if (started === null || started.fact.delegationTarget === null) return []
  return text`target ${stands(started.fact.delegationTarget, started.seq, 'share')}`
}

function alerts(set: MetricSet, name: MetricName): boolean {
  const { value } = set[name]
  return value !== null && metricBands[name].alerts(value)
}

function trends(book: Book): readonly Text[] {
  const compared = trendsOf(book).filter(({ last }) => last !== null)
  if (compared.length === 0) return [text`There is no earlier run to compare with.`]
  const beaten = records(book)
  return [
    beaten.length === 0 ? text`No record was beaten.` : bullets(beaten),
    table(
      ['Metric', 'This run', 'Last', 'Mean', 'Record'],
      compared.map((one) => compare(book, one)),
    ),
  ]
}

function compare(book: Book, { name }: Trend): readonly Text[] {
  const unit = unitOf(name)
  return [
    text`${metricTitle(name)}`,
    text`${metric(book, 'mission', name, unit)}`,
    text`${past(book, name, 'last', unit)}`,
    text`${past(book, name, 'mean', unit)}`,
    text`${past(book, name, 'record', unit)}`,
  ]
}

/** One table per phase or coordinator, with the metrics that are known there. */
function scopeTables(book: Book, level: 'phases' | 'coordinators', title: string): readonly Text[] {
  return Object.entries(book.metrics[level]).flatMap(([name, set]) => {
    const known = metricNames.filter((metricName) => set[metricName].value !== null)
    const scope = `${level}/${name}`
    return [
      text`## ${words(title)} ${id(name)}`,
      known.length === 0
        ? text`Every metric is unknown here.`
        : table(
            ['Metric', 'Value', 'Fraction'],
            known.map((one) => [
              text`${metricTitle(one)}`,
              text`${metric(book, scope, one, unitOf(one))}`,
              fraction(book, scope, one),
            ]),
          ),
    ]
  })
}

function pattern(book: Book, one: AntiPattern): readonly Text[] {
  const shown = one.events.slice(0, 20).map((seq) => text`${seqOf(seq)}`)
  return [
    text`${id(one.name)}`,
    one.found ? text`**found**` : text`no`,
    text`${fold(book, 'anti-pattern', one.name)}`,
    text`${answer(one)}`,
    one.events.length > shown.length ? text`${listed(shown)} …` : listed(shown),
  ]
}
