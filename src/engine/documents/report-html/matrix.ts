import { written } from '../../../domain/claim.ts'
import { Priority } from '../../../domain/finding.ts'
import { layerTitles } from '../../../domain/layer.ts'
import type { Book } from '../book.ts'
import { openDebts, type RecordedDebt } from '../debts.ts'
import { type LayerStanding, standings } from '../layer-scores.ts'
import { clip } from '../markdown.ts'
import { coordinate, html, type Markup } from './markup.ts'

/** Open debts by layer and severity, beside each layer's score or the plain words that nobody looked. */
export function matrix(book: Book): Markup {
  const open = openDebts(book.state)
  const most = Math.max(1, ...standings(book).flatMap(({ layer }) => Priority.options.map((p) => many(open, layer, p))))
  return html`<section id="layers" aria-labelledby="layers-h"><h2 id="layers-h">Findings by layer</h2>
<p class="note">Open debts. A score is the share of a layer’s members without a finding, capped by open P0 and P1; below 60 % coverage there is no number.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Findings by layer and severity"><table class="matrix">
<thead><tr><th scope="col">Layer</th>${Priority.options.map((p) => html`<th scope="col" class="n">${p}</th>`)}<th scope="col">Score</th><th scope="col" class="n">Inspectors</th><th scope="col" class="n">Looked at</th></tr></thead>
<tbody>${standings(book).map((standing) => row(standing, open, most))}</tbody></table></div></section>`
}

function row(standing: LayerStanding, open: readonly RecordedDebt[], most: number): Markup {
  const { layer, seen } = standing
  const score = seen?.fact.score
  const coverage = score === undefined ? '–' : `${score.ran} of ${score.applicable}`
  return html`<tr class="${standing.kind === 'not inspected' ? 'blind' : 'seen'}"><th scope="row">${layerTitles[layer]}</th>${Priority.options.map(
    (severity) => cell(severity, many(open, layer, severity), most),
  )}${scoreCell(standing)}<td class="n">${coverage}</td><td class="n">${score === undefined ? '–' : written(score.population, 'count')}</td></tr>`
}

/** Shade grows with the square root, so that one finding is seen beside fifty; a P0 or P1 is never pale. */
function cell(severity: Priority, count: number, most: number): Markup {
  if (count === 0) return html`<td class="n none"><span aria-hidden="true">·</span><span class="hidden">0</span></td>`
  const shade = Math.max(least[severity], 1 + Math.floor(2 * Math.sqrt(count / most)))
  return html`<td class="n"><span class="heat ${severity} h${shade}">${count}</span></td>`
}

const least: Readonly<Record<Priority, number>> = { P0: 4, P1: 3, P2: 1, P3: 1 }

function scoreCell(standing: LayerStanding): Markup {
  if (standing.kind === 'not inspected') {
    const why = (standing.seen?.fact.score.why ?? '').replace(/^not inspected:? ?/, '')
    return html`<td class="score"><span class="blank">not inspected</span> <span class="because">${clip(why, 160)}</span></td>`
  }
  if (standing.kind === 'unscored') return html`<td class="score"><span class="blank">too little coverage</span></td>`
  const { score } = standing
  const level = score < 60 ? 'low' : score < 80 ? 'middle' : 'high'
  return html`<td class="score"><svg class="meter ${level}" viewBox="0 0 100 6" width="100" height="6" aria-hidden="true"><rect class="rail" width="100" height="6" rx="3"/><rect class="fill" width="${coordinate(score)}" height="6" rx="3"/></svg><b>${written(score, 'decimal')}</b></td>`
}

function many(open: readonly RecordedDebt[], layer: string, severity: Priority): number {
  return open.filter(({ debt }) => debt.layer === layer && debt.severity === severity).length
}
