import { written } from '../../../domain/claim.ts'
import { coordinate, html, type Markup } from './markup.ts'

/** Where running time lies on a drawing. */
export interface Axis {
  readonly left: number
  readonly width: number
  /** Milliseconds at the right edge; at least one. */
  readonly span: number
}

export function place({ left, width, span }: Axis, at: number): number {
  return left + (Math.min(Math.max(at, 0), span) / span) * width
}

/** Lines and labels at round moments, between two heights. */
export function ticks(axis: Axis, top: number, bottom: number): Markup {
  const marks: Markup[] = []
  const step = roundStep(axis.span / 6)
  for (let at = 0; at <= axis.span; at += step) {
    const x = coordinate(place(axis, at))
    marks.push(html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`)
    marks.push(html`<text class="tick" x="${x}" y="${bottom + 15}">${label(at)}</text>`)
  }
  return html`${marks}`
}

function label(at: number): string {
  return at === 0 ? '0' : written(at, 'milliseconds').replace(/ 00 (?:s|min)$/, '')
}

const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400]

/** The next round duration: a nice fraction of a second, a minute or an hour. */
function roundStep(atLeast: number): number {
  if (atLeast <= 1_000) {
    const power = 10 ** Math.floor(Math.log10(Math.max(atLeast, 1)))
    const nice = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= atLeast)
    return Math.max(1, nice ?? 1_000)
  }
  const found = seconds.find((step) => step * 1_000 >= atLeast)
  return found === undefined ? Math.ceil(atLeast / 86_400_000) * 86_400_000 : found * 1_000
}
