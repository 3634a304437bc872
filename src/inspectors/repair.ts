import { applyEdits, type Edit } from '../domain/edit.ts'
import { linesOf } from './cite.ts'
import type { Snapshot } from './snapshot.ts'

/** The new text of a line, or null where only a person can tell what it should be. */
export type Rewrite = (line: string) => string | null

/** Text to put in place of the characters from `start` to before `end`; equal ones insert. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

const mostEdits = 500

/**
 * The edits of a draft, to be spread into its `fix`: all of them, or none when one is missing (null), when two meet on a
 * line, or when a file would not come out as meant. An edit that is there twice counts once.
 */
export function repair(
  snapshot: Snapshot,
  edits: readonly (Edit | null)[],
): { readonly edits: Edit[] } | Record<never, never> {
  const distinct = new Map<string, Edit>()
  for (const edit of edits) {
    if (edit === null) return {}
    distinct.set(JSON.stringify(edit), edit)
  }
  const all = [...distinct.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  const isWhole = all.length > 0 && all.length <= mostEdits && !hasTwoOnALine(all)
  const byFile = Map.groupBy(all, (edit) => edit.file)
  return isWhole && [...byFile].every(([file, own]) => isApplicable(snapshot, file, own)) ? { edits: all } : {}
}

/** One line replaced by what `rewrite` makes of it; null when it makes nothing or changes nothing. */
export function replaceLine(snapshot: Snapshot, file: string, line: number, rewrite: Rewrite): Edit | null {
  const old = contentOf(snapshot, file)[line - 1]
  const text = old === undefined ? null : rewrite(old)
  return old === undefined || text === null || text === old ? null : { file, line, remove: [old], insert: [text] }
}

/** The lines from `first` to `last` taken away. */
export function removeLines(snapshot: Snapshot, file: string, first: number, last = first): Edit | null {
  const remove = contentOf(snapshot, file).slice(first - 1, last)
  return first < 1 || remove.length !== last - first + 1 ? null : { file, line: first, remove, insert: [] }
}

/** Lines put in after `line`; after 0 is the beginning of the file. */
export function insertAfter(snapshot: Snapshot, file: string, line: number, insert: readonly string[]): Edit | null {
  const known = snapshot.byPath.has(file) && line >= 0 && line <= contentOf(snapshot, file).length
  return known && insert.length > 0 ? { file, line: line + 1, remove: [], insert: [...insert] } : null
}

/** Lines put at the end of the file. */
export function append(snapshot: Snapshot, file: string, insert: readonly string[]): Edit | null {
  return insertAfter(snapshot, file, contentOf(snapshot, file).length, insert)
}

/** Characters replaced inside lines, by offsets into the file's text; null when a splice crosses lines or meets another. */
export function spliceLines(snapshot: Snapshot, file: string, splices: readonly Splice[]): readonly (Edit | null)[] {
  const starts = startsOf(snapshot.byPath.get(file)?.text ?? '')
  const placed = splices.map((splice) => ({ splice, index: starts.findLastIndex((start) => start <= splice.start) }))
  return [...Map.groupBy(placed, ({ index }) => index)].map(([index, group]) =>
    replaceLine(snapshot, file, index + 1, (line) => {
      const own = group.map(({ splice }) => moved(splice, starts[index] ?? 0))
      return spliced(line, own)
    }),
  )
}

function moved({ start, end, text }: Splice, by: number): Splice {
  return { start: start - by, end: end - by, text }
}

function spliced(line: string, splices: readonly Splice[]): string | null {
  let [result, at] = ['', 0]
  for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end < start || end > line.length || /[\r\n]/.test(text)) return null
    result += line.slice(at, start) + text
    at = end
  }
  return result + line.slice(at)
}

function startsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The lines of a file without the empty one that its last line end leaves. */
function contentOf(snapshot: Snapshot, file: string): readonly string[] {
  const lines = linesOf(snapshot, file)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function hasTwoOnALine(edits: readonly Edit[]): boolean {
  return edits.some(
    (edit, index) =>
      edits[index + 1]?.file === edit.file &&
      (edits[index + 1]?.line ?? 0) < edit.line + Math.max(1, edit.remove.length),
  )
}

/** A file of mixed line ends, or not of UTF-8, would come back with other bytes in lines that nobody meant to touch. */
function isApplicable(snapshot: Snapshot, file: string, edits: readonly Edit[]): boolean {
  const text = snapshot.byPath.get(file)?.text
  if (text === undefined || text.includes('\ufffd') || hasMixedEnds(text)) return false
  return edits.every((edit) => [...edit.remove, ...edit.insert].every(isLine)) && applyEdits(text, edits).ok
}

function hasMixedEnds(text: string): boolean {
  const ends = text.split('\n').length
  const returns = text.split('\r\n').length
  return returns > 1 && returns !== ends
}

function isLine(line: string): boolean {
  return line.length <= 10_000 && !/[\r\n]/.test(line)
}
