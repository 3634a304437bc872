import { linesOf } from './cite.ts'
import type { Snapshot } from './snapshot.ts'

export interface Lines {
  readonly startLine: number
  readonly endLine: number
}

/** Where a quote stands: at (or near) the place claimed, elsewhere and only there, in several places, or nowhere. */
export type Standing =
  | { readonly at: 'claimed' | 'elsewhere'; readonly lines: Lines }
  | { readonly at: 'several'; readonly times: number }
  | { readonly at: 'nowhere' }

/** How far a quote may stand from its claimed lines and still count as standing there. */
const nearLines = 3
/** A quote of part of a line must be at least this long; a shorter one must be whole lines. */
const partOfLine = 8
/** Occurrences kept, and places tried, before a quote is called too common to place. */
const occurrenceLimit = 200
const placesTried = 10_000

/** Looks for a quote in a file, white space folded. What a redactor blanked out of the quote matches anything short. */
export function locate(snapshot: Snapshot, file: string, quote: string, claimed: Lines): Standing {
  if (quote === '(empty line)') return blankLines(snapshot, file, claimed)
  const found = occurrences(foldedFile(snapshot, file), pieces(quote))
  const near = found
    .filter((lines) => distance(lines, claimed) <= nearLines)
    .toSorted((a, b) => distance(a, claimed) - distance(b, claimed))[0]
  if (near !== undefined) return { at: 'claimed', lines: near }
  const [only, another] = found
  if (only === undefined) return { at: 'nowhere' }
  return another === undefined ? { at: 'elsewhere', lines: only } : { at: 'several', times: found.length }
}

/** White space runs as one blank, none at the ends. */
export function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function blankLines(snapshot: Snapshot, file: string, claimed: Lines): Standing {
  const lines = linesOf(snapshot, file).slice(claimed.startLine - 1, claimed.endLine)
  return lines.every((line) => line.trim() === '') ? { at: 'claimed', lines: claimed } : { at: 'nowhere' }
}

/** The literal parts of a quote: a redactor's marks stand for text that cannot be compared. */
export function pieces(quote: string): readonly string[] {
  return quote
    .split(/\[(?:redacted|masked|secret)[^\]\n]{0,80}\]|\u2022{3,}|\*{4,}/i)
    .map(fold)
    .filter((piece) => piece !== '')
}

interface FoldedFile {
  readonly text: string
  /** Offset at which each line that is not blank begins, and its number. */
  readonly starts: readonly { readonly offset: number; readonly line: number }[]
}

const folded = new WeakMap<Snapshot, Map<string, FoldedFile>>()

function foldedFile(snapshot: Snapshot, file: string): FoldedFile {
  const known = folded.get(snapshot) ?? new Map<string, FoldedFile>()
  folded.set(snapshot, known)
  const made = known.get(file) ?? foldLines(linesOf(snapshot, file))
  known.set(file, made)
  return made
}

function foldLines(lines: readonly string[]): FoldedFile {
  const starts: { offset: number; line: number }[] = []
  const kept: string[] = []
  let offset = 0
  for (const [index, line] of lines.entries()) {
    const text = fold(line)
    if (text === '') continue
    starts.push({ offset, line: index + 1 })
    kept.push(text)
    offset += text.length + 1
  }
  return { text: kept.join(' '), starts }
}

function occurrences(file: FoldedFile, parts: readonly string[]): readonly Lines[] {
  const [first] = parts
  if (first === undefined || (parts.length > 1 && parts.join('').length < partOfLine)) return []
  const found: Lines[] = []
  let tried = 0
  for (let at = file.text.indexOf(first); at !== -1 && tried < placesTried; at = file.text.indexOf(first, at + 1)) {
    tried += 1
    const end = endOf(file.text, parts, at)
    if (end === null || !isWhole(file, at, end)) continue
    found.push({ startLine: lineAt(file, at), endLine: lineAt(file, end - 1) })
    if (found.length >= occurrenceLimit) break
  }
  return found
}

/** Where the last piece ends when each follows the one before within a redacted value's length. */
function endOf(text: string, parts: readonly string[], at: number): number | null {
  let end = at
  for (const [index, part] of parts.entries()) {
    const next = index === 0 ? at : text.slice(0, end + part.length + 400).indexOf(part, end)
    if (next === -1) return null
    end = next + part.length
  }
  return end
}

function isWhole(file: FoldedFile, at: number, end: number): boolean {
  if (end - at >= partOfLine) return true
  const beginsLine = startIndex(file, at).offset === at
  const endsLine = end === file.text.length || startIndex(file, end + 1).offset === end + 1
  return beginsLine && endsLine
}

function lineAt(file: FoldedFile, offset: number): number {
  return startIndex(file, offset).line
}

function startIndex({ starts }: FoldedFile, offset: number): { readonly offset: number; readonly line: number } {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle]?.offset ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return starts[low] ?? { offset: 0, line: 1 }
}

/** Lines between what was claimed and what was found; nought when they overlap and start together. */
function distance(found: Lines, claimed: Lines): number {
  if (found.startLine >= claimed.startLine && found.startLine <= claimed.endLine) return 0
  return Math.abs(found.startLine - claimed.startLine)
}
