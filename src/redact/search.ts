import type { Literal } from './literals.ts'
import { createMatcher } from './matcher.ts'
import type { Shape } from './shape.ts'

/** A stretch of text to replace. */
export interface Range {
  readonly name: string
  readonly from: number
  readonly to: number
}

export interface Findings {
  /** Ascending, not overlapping. */
  readonly ranges: readonly Range[]
  /** Everything from here on may yet become part of a secret when more text follows. */
  readonly openFrom: number
  /** Stretches whose judgement hangs together: a stream must not cut inside one. */
  readonly extents: readonly { readonly from: number; readonly to: number }[]
}

export type Search = (text: string) => Findings

/** Looks for values and shapes in one pass. Where they overlap, the value names the place, then the shape that is listed first. */
export function searchFor(values: readonly Literal[], shapes: readonly Shape[]): Search {
  const anchors = shapes.flatMap((shape, index) => shape.anchors.map((text) => ({ text, shape, rank: index + 1 })))
  const targets: readonly Target[] = [...values.map((value) => ({ ...value, rank: 0, shape: null })), ...anchors]
  const matcher = createMatcher(targets.map(({ text }) => text))
  return (text) => {
    const hits = newHits(text)
    const partial = matcher.scan(text, (literal, end) => take(hits, targets[literal], end))
    const { found, openFrom, extents } = hits
    return { ranges: merge(found), openFrom: Math.min(openFrom, text.length - partial), extents }
  }
}

/** Replaces each range by its name. */
export function replace(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text
  const parts: string[] = []
  let kept = 0
  for (const { name, from, to } of ranges) {
    parts.push(text.slice(kept, from), `[redacted:${name}]`)
    kept = to
  }
  parts.push(text.slice(kept))
  return parts.join('')
}

/** A literal of the matcher: a form of a value, or the anchor of a shape. */
type Target = { readonly text: string; readonly rank: number } & (
  | { readonly shape: null; readonly name: string }
  | { readonly shape: Shape }
)

interface Ranked extends Range {
  readonly rank: number
}

interface Hits {
  readonly text: string
  readonly found: Ranked[]
  readonly extents: { readonly from: number; readonly to: number }[]
  /** Up to where each shape has been seen: its anchors inside are part of what was found. */
  readonly seenTo: Map<number, number>
  openFrom: number
}

function newHits(text: string): Hits {
  return { text, found: [], extents: [], seenTo: new Map(), openFrom: text.length }
}

function take(hits: Hits, target: Target | undefined, end: number): void {
  if (target === undefined) return
  const from = end - target.text.length
  if (target.shape !== null) takeShape(hits, target.shape, { rank: target.rank, from, to: end })
  else hits.found.push({ name: target.name, from, to: end, rank: 0 })
}

function takeShape(hits: Hits, shape: Shape, { rank, from, to }: Omit<Ranked, 'name'>): void {
  if (from < (hits.seenTo.get(rank) ?? 0)) return
  const seen = shape.judge(hits.text, from, to)
  if (seen === null) return
  if (seen.isOpen === true) hits.openFrom = Math.min(hits.openFrom, seen.begins)
  if (seen.isOpen === true && seen.isSure !== true) return
  hits.found.push({ name: shape.name, from: seen.from, to: seen.to, rank })
  hits.extents.push({ from: seen.begins, to: seen.to })
  hits.seenTo.set(rank, seen.to)
}

/** Joins what overlaps, or touches under one name. */
function merge(found: Ranked[]): readonly Range[] {
  if (found.length < 2) return found
  found.sort((a, b) => a.from - b.from || b.to - a.to)
  const merged: Ranked[] = []
  for (const range of found) {
    const last = merged.at(-1)
    const joins = last !== undefined && (range.from < last.to || (range.from === last.to && range.name === last.name))
    if (joins) merged[merged.length - 1] = join(last, range)
    else merged.push(range)
  }
  return merged
}

function join(a: Ranked, b: Ranked): Ranked {
  const { name, rank } = b.rank < a.rank ? b : a
  return { name, rank, from: a.from, to: Math.max(a.to, b.to) }
}
