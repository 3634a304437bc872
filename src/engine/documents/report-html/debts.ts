import { commitName } from '../../../domain/commit-name.ts'
import { type Evidence, type Finding, Priority } from '../../../domain/finding.ts'
import { type Layer, layers, layerTitles } from '../../../domain/layer.ts'
import type { Book } from '../book.ts'
import { openDebts, type RecordedDebt } from '../debts.ts'
import { clip } from '../markdown.ts'
import { html, type Markup } from './markup.ts'

const mostDebts = 500
const mostEvidence = 3

/** Every open debt with its evidence, worst first, with a filter by words, severity and layer. */
export function debts(book: Book): Markup {
  const open = openDebts(book.state)
  const shown = open.slice(0, mostDebts)
  const rest = open.length - shown.length
  return html`<section id="debts" aria-labelledby="debts-h"><h2 id="debts-h">Open debts</h2>
${open.length === 0 ? html`<p class="quiet">No debt is open in what was inspected.</p>` : filter(shown)}
<ol class="debts">${shown.map((debt) => item(debt, book.state.findings.get(debt.debt.fingerprint)?.finding))}</ol>
<p class="quiet" id="nothing" hidden>Nothing matches the filter.</p>
${rest === 0 ? html`` : html`<p class="note">${rest} more stand in TECHNICAL_DEBT.md and register.json.</p>`}</section>`
}

function filter(shown: readonly RecordedDebt[]): Markup {
  const present = layers.filter((layer) => shown.some(({ debt }) => debt.layer === layer))
  return html`<form class="filter" role="search"><label class="grow"><span class="hidden">Words in the debts</span><input id="words" type="search" placeholder="Filter by words, path or rule" autocomplete="off"></label>
<fieldset><legend class="hidden">Severity</legend>${Priority.options.map(
    (severity) =>
      html`<label class="toggle ${severity}"><input type="checkbox" name="severity" value="${severity}" checked><span>${severity}</span></label>`,
  )}</fieldset>
<label><span class="hidden">Layer</span><select id="layer"><option value="">All layers</option>${present.map((layer: Layer) => html`<option value="${layer}">${layerTitles[layer]}</option>`)}</select></label>
<output id="shown" aria-live="polite">${shown.length} shown</output></form>`
}

function item({ debt, change }: RecordedDebt, finding: Finding | undefined): Markup {
  const { file, line } = debt.location
  return html`<li class="debt" data-severity="${debt.severity}" data-layer="${debt.layer}"><details><summary><span class="chip ${debt.severity}">${debt.severity}</span><span class="what"><b>${debt.title}</b><span class="where"><span class="id">${debt.id}</span> <code>${file}:${line}</code></span></span><span class="change">${change === 'kept' ? '' : change}</span></summary>
<div class="body"><p class="facts">${layerTitles[debt.layer]} · <code>${debt.rule}</code> · ${debt.state} · first seen at <code>${commitName(debt.firstSeen)}</code></p>
${finding === undefined ? html`<pre>${clip(debt.snippet, 400)}</pre>` : body(finding)}</div></details></li>`
}

function body({ evidence, severityWhy, fix, instances, confidence }: Finding): Markup {
  const places = instances.slice(1, 6).map(({ file, line }) => html`<li><code>${file}:${line}</code></li>`)
  const more = instances.length - 1 - places.length
  return html`${evidence.slice(0, mostEvidence).map(proof)}
<dl><dt>Why this severity</dt><dd>${severityWhy.join('; ')} (confidence ${confidence})</dd><dt>Way out</dt><dd>${fix.advice} Effort ${fix.effort}${fix.doneWhen === '' ? '' : `; until ${fix.doneWhen}`}.</dd></dl>
${places.length === 0 ? html`` : html`<ul class="places">${places}${more > 0 ? html`<li>and ${more} more</li>` : html``}</ul>`}`
}

function proof(evidence: Evidence): Markup {
  switch (evidence.kind) {
    case 'code': {
      const { file, startLine, endLine, quote, role } = evidence
      const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`
      return html`<figure><figcaption><code>${file}:${lines}</code>${role === 'primary' ? '' : ` ${role}`}</figcaption><pre>${quote}</pre></figure>`
    }
    case 'absence':
      return html`<p class="facts">No fact <code>${query(evidence.query)}</code> in ${evidence.scope.join(', ') || 'the repository'}.</p>`
    case 'count':
      return html`<p class="facts">${evidence.claimed} of ${evidence.population} are <code>${query(evidence.query)}</code>.</p>`
  }
}

function query({ fact, where }: { fact: string; where: Readonly<Record<string, unknown>> }): string {
  const conditions = Object.entries(where).map(([name, value]) => `${name} = ${String(value)}`)
  return clip(conditions.length === 0 ? fact : `${fact} where ${conditions.join(', ')}`, 300)
}
