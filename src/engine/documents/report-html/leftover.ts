import type { Book } from '../book.ts'
import { decisions } from '../decisions.ts'
import type { Text } from '../text.ts'
import { unfinished } from '../unfinished.ts'
import { unverified } from '../unverified.ts'
import { html, type Markup, prose } from './markup.ts'

const most = 10

/** What the run leaves to people: not done, not proven, to be decided. */
export function leftover(book: Book): Markup {
  return html`<section id="open" aria-labelledby="open-h"><h2 id="open-h">Left to people</h2><div class="columns">
${column('Not done', unfinished(book), 'Nothing was left over.')}
${column('Not proven', unverified(book), 'Every finding has a verdict.')}
${column('To decide', decisions(book), 'Nothing.')}</div></section>`
}

function column(title: string, points: readonly Text[], nothing: string): Markup {
  if (points.length === 0) return html`<div><h3>${title}</h3><p class="quiet">${nothing}</p></div>`
  const rest = points.length - most
  return html`<div><h3>${title} <span class="quiet">${points.length}</span></h3><ul>${points
    .slice(0, most)
    .map(
      (point) => html`<li>${prose(point)}</li>`,
    )}${rest > 0 ? html`<li class="quiet">and ${rest} more in HANDOFF.md</li>` : html``}</ul></div>`
}
