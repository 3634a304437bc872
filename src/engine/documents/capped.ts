import { type Text, text } from './text.ts'

/** The first points of a list, and a pointer to the rest: a handoff is read by people. */
export function capped(points: readonly Text[], most = 40): readonly Text[] {
  if (points.length <= most) return points
  return [...points.slice(0, most), text`… and more of the same kind; report.html and the ledger have them all.`]
}
