import { written } from '../../../domain/claim.ts'
import type { Timed } from '../../../domain/state.ts'
import type { Book } from '../book.ts'
import { folded, isUnpriced } from '../folds.ts'
import { type Axis, place, ticks } from './axis.ts'
import { coordinate, html, type Markup } from './markup.ts'

const height = 150
const mostPoints = 1_500

/** Money over running time. Without a model there is none, and that is said instead of drawn. */
export function cost(book: Book): Markup {
  return html`<section id="cost" aria-labelledby="cost-h"><h2 id="cost-h">Cost</h2>${isUnpriced(book) ? unpriced() : priced(book)}</section>`
}

function unpriced(): Markup {
  return html`<p class="quiet"><strong>No model cost.</strong> Every attempt ran on a backend without a model, so there was nothing to pay and nothing to estimate.</p>`
}

function priced(book: Book): Markup {
  const attempts = [...book.state.tasks.values()].flatMap((task) => task.attempts).sort((a, b) => a.at - b.at)
  const unknown = attempts.filter(({ fact }) => fact.cost.usd === null).length
  const total = attempts.reduce((sum, { fact }) => sum + (fact.cost.usd ?? 0), 0)
  const axis: Axis = { left: 64, width: 1_024, span: Math.max(1, book.state.now) }
  const missing = unknown === 0 ? '' : ` At least: the cost of ${unknown} attempts is unknown.`
  return html`<p class="note">${written(total, 'usd')} over ${attempts.length} attempts, ${written(folded(book, 'tokens', '') ?? 0, 'count')} tokens.${missing}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Cost curve"><svg class="curve" viewBox="0 0 1104 ${height + 30}" width="1104" height="${height + 30}" role="img" aria-label="Cost rising to ${written(total, 'usd')}">
${ticks(axis, 8, height)}<path class="money" d="${moneyPath(axis, attempts, total)}"/>
<text class="lane-label" x="56" y="16">${written(total, 'usd')}</text><text class="lane-label" x="56" y="${height}">$0</text></svg></div>`
}

function moneyPath(axis: Axis, attempts: readonly Timed<'attempt.ended'>[], total: number): string {
  const every = Math.max(1, Math.ceil(attempts.length / mostPoints))
  const scale = (height - 16) / Math.max(total, Number.MIN_VALUE)
  let spent = 0
  let path = `M${axis.left} ${height}`
  for (const [index, { at, fact }] of attempts.entries()) {
    spent += fact.cost.usd ?? 0
    if (index % every !== 0 && index !== attempts.length - 1) continue
    path += `H${coordinate(place(axis, at))}V${coordinate(height - spent * scale)}`
  }
  return `${path}H${axis.left + axis.width}`
}
