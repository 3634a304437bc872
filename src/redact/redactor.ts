import { formsOf } from './canary-forms.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import { shapes } from './patterns.ts'
import type { Shape } from './shape.ts'
import { openStream, type RedactionStream } from './stream.ts'

/** A value to hide and the name that stands for it. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** Hides secrets in text. One instance serves every door of a run. */
export interface Redactor {
  /** The text without secrets; the same string when there were none. */
  text(text: string): string
  /** For text that comes in pieces: a secret split over pieces is hidden all the same. */
  stream(): RedactionStream
}

export interface RedactorOptions {
  readonly values: readonly Secret[]
  /** Whether secrets known by their shape are hidden too. Default true. */
  readonly patterns?: boolean
}

/** Values shorter than four characters are not hidden: they would eat the text. */
export function createRedactor({ values, patterns = true }: RedactorOptions): Redactor {
  const search = searchFor(values, patterns ? shapes : [])
  return {
    text: (text) => replace(text, search(text).ranges),
    stream: () => openStream(search),
  }
}

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

type Target =
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'anchor'; readonly shape: Shape; readonly rank: number }

function searchFor(values: readonly Secret[], known: readonly Shape[]): Search {
  const literals: string[] = []
  const targets: Target[] = []
  for (const { name, literal } of literalsOf(values)) {
    literals.push(literal)
    targets.push({ kind: 'value', name })
  }
  for (const [index, shape] of known.entries())
    for (const anchor of shape.anchors) {
      literals.push(anchor)
      targets.push({ kind: 'anchor', shape, rank: index + 1 })
    }
  const matcher = createMatcher(literals)
  return (text) => search(text, matcher, { literals, targets })
}

const shortestValue = 4
const longestLiteral = 128

/** What to look for: every form of every value, long ones in pieces. A value of several lines is also hidden line by line. */
function literalsOf(values: readonly Secret[]): readonly { readonly name: string; readonly literal: string }[] {
  return values.flatMap(({ name, value }) => {
    const lines = value.includes('\n') ? value.split(/\r?\n/).filter((line) => line.trim().length >= 16) : []
    const wanted = [value, value.trim(), ...lines.map((line) => line.trim())].filter(
      (one) => one.length >= shortestValue,
    )
    const forms = new Set([...new Set(wanted)].flatMap(formsOf))
    return [...forms].flatMap(piecesOf).map((literal) => ({ name, literal }))
  })
}

/** Pieces that cover the whole text; found side by side, they make one range. */
function piecesOf(text: string): readonly string[] {
  if (text.length <= longestLiteral) return [text]
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += longestLiteral) {
    const start = Math.min(at, text.length - longestLiteral / 2)
    pieces.push(text.slice(start, at + longestLiteral))
  }
  return pieces
}

interface Ranked extends Range {
  /** 0 for a value, then the shapes in their order: where two overlap, the lower one names the place. */
  readonly rank: number
}

function search(
  text: string,
  matcher: Matcher,
  { literals, targets }: { readonly literals: readonly string[]; readonly targets: readonly Target[] },
): Findings {
  const found: Ranked[] = []
  const extents: { from: number; to: number }[] = []
  const judgedTo = new Map<number, number>()
  let openFrom = text.length
  const partial = matcher.scan(text, (literal, end) => {
    const target = targets[literal]
    const from = end - (literals[literal]?.length ?? 0)
    if (target === undefined) return
    if (target.kind === 'value') {
      found.push({ name: target.name, from, to: end, rank: 0 })
      return
    }
    const { shape, rank } = target
    if (from < (judgedTo.get(rank) ?? 0)) return
    const seen = shape.judge(text, from, end)
    if (seen === null) return
    if (seen.isOpen === true) openFrom = Math.min(openFrom, seen.begins)
    if (seen.isOpen === true && seen.isSure !== true) return
    found.push({ name: shape.name, from: seen.from, to: seen.to, rank })
    extents.push({ from: seen.begins, to: seen.to })
    judgedTo.set(rank, seen.to)
  })
  return { ranges: merge(found), openFrom: Math.min(openFrom, text.length - partial), extents }
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
