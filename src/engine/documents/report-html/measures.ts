import { written } from '../../../domain/claim.ts'
import { type MetricName, metricBands, metricNames } from '../../../domain/metrics.ts'
import type { Book } from '../book.ts'
import { isWhole, unitOf } from '../metrics-md.ts'
import { trendsOf } from '../trend.ts'
import { html, type Markup } from './markup.ts'

/** The metrics that are known, each with its fraction and the record; then the anti-patterns. */
export function measures(book: Book): Markup {
  const known = metricNames.filter((name) => book.metrics.mission[name].value !== null)
  return html`<section id="metrics" aria-labelledby="metrics-h"><h2 id="metrics-h">Metrics</h2>
<p class="note">${known.length} of ${metricNames.length} could be measured in this run; the rest are unknown. METRICS.md has them per phase and coordinator.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Metrics"><table class="measures"><thead><tr><th scope="col">Metric</th><th scope="col" class="n">Value</th><th scope="col" class="n">Fraction</th><th scope="col" class="n">Record before</th><th scope="col">Target or alert</th></tr></thead><tbody>${known.map((name) => row(book, name))}</tbody></table></div>
${patterns(book)}</section>`
}

function row(book: Book, name: MetricName): Markup {
  const { value, numerator, denominator } = book.metrics.mission[name]
  const { title, band, alerts } = metricBands[name]
  const record = trendsOf(book).find((one) => one.name === name)
  const unit = unitOf(name)
  const before = record?.record == null ? '–' : written(record.record, unit)
  return html`<tr><th scope="row">${title}</th><td class="n"><b>${value === null ? 'unknown' : written(value, unit)}</b>${record?.newRecord === true ? html` <span class="tag">new record</span>` : html``}</td><td class="n quiet">${isWhole(name, denominator) ? '' : `${written(numerator, 'decimal')} ÷ ${written(denominator, 'decimal')}`}</td><td class="n">${before}</td><td>${band}${value !== null && alerts(value) ? html` <span class="tag bad">look</span>` : html``}</td></tr>`
}

function patterns({ metrics }: Book): Markup {
  const found = metrics.antiPatterns.filter((one) => one.found)
  if (found.length === 0)
    return html`<p class="quiet">None of the ${metrics.antiPatterns.length} anti-patterns was found.</p>`
  return html`<h3>Anti-patterns found</h3><ul class="patterns">${found.map(
    ({ name, count, detail, events }) =>
      html`<li><b>${name}</b> ${count} × ${detail} <span class="quiet">events ${events
        .slice(0, 12)
        .map((seq) => `#${seq}`)
        .join(' ')}${events.length > 12 ? ' …' : ''}</span></li>`,
  )}</ul>`
}
