import { written } from '../../../domain/claim.ts'
import type { Book } from '../book.ts'
import { mayLand } from '../landed.ts'
import { clip } from '../markdown.ts'
import { type Axis, place } from './axis.ts'
import { coordinate, html, type Markup } from './markup.ts'

/** Height that the lane takes. */
export const branchLaneHeight = 30
/** Marks of one kind that are drawn. */
const most = 500

/** The mission branch over the night: a dot for each landing, a cross for each change that was sent back. Null for an audit. */
export function branchLane(book: Book, axis: Axis, y: number): Markup | null {
  if (!mayLand(book)) return null
  const { landed, refusedLandings } = book.state
  const crosses = refusedLandings.slice(0, most).map(({ at, fact }) => {
    const x = place(axis, at)
    return html`<path class="sent-back" d="M${coordinate(x - 4)} ${y + 4}l8 8m0 -8l-8 8"><title>${fact.task}, attempt ${fact.attempt}, sent back for ${fact.why}: ${clip(fact.reason, 300)}</title></path>`
  })
  const dots = [...landed.values()].slice(0, most).map(({ at, fact }) => {
    const x = coordinate(place(axis, at))
    return html`<circle class="landing" cx="${x}" cy="${y + 8}" r="4.5"><title>${fact.subject ?? fact.task}: landed as ${(fact.commit ?? '').slice(0, 8)} after ${written(at, 'milliseconds')}</title></circle>`
  })
  return html`<text class="team-label" x="${axis.left - 10}" y="${y + 12}">mission branch</text><line class="branch-line" x1="${axis.left}" x2="${axis.left + axis.width}" y1="${y + 8}" y2="${y + 8}"/>${crosses}${dots}`
}

/** The words for its marks. */
export function branchLegend(book: Book): Markup {
  if (!mayLand(book)) return html``
  return html`<li><i class="key k-landing"></i>landed</li><li><i class="key k-refused"></i>sent back</li>`
}
