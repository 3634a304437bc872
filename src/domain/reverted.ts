import { diffLines, type LineHunk, linesOf } from './line-diff.ts'

/** One file at three moments. Null: it was not there. */
export interface Moments {
  readonly path: string
  /** Where the mission began. */
  readonly start: string | null
  /** On the mission branch now. */
  readonly landed: string | null
  /** After the merge that is being judged. */
  readonly merged: string | null
}

/** A line by which a merge undoes what landed before it. */
export interface RevertedLine {
  readonly path: string
  /** `lost`: it landed and would go; the line counts in `landed`. `back`: its removal landed; the line counts in `merged`. From 1. */
  readonly what: 'lost' | 'back'
  readonly line: number
  readonly text: string
}

/** Which lines of work that landed during this mission a merge would undo. To put something new in their place undoes nothing. */
export function revertedLines({ path, start, landed, merged }: Moments): readonly RevertedLine[] {
  if (start === landed || landed === merged) return []
  const [first, now, then] = [linesOf(start), linesOf(landed), linesOf(merged)]
  const landings = diffLines(first, now)
  const hunks = diffLines(now, then)
  const arrived = new Set(hunks.flatMap(({ added }) => added.map(plain)))
  return hunks.flatMap((hunk) => {
    const here = landings.filter((landing) => meets(landing, hunk))
    return [...lost(hunk, here, arrived), ...broughtBack(hunk, here)].map((line) => ({ path, ...line }))
  })
}

const plain = (line: string) => line.trim()
/** Brackets and empty lines come and go by chance. */
const says = (line: string) => /[\p{L}\p{N}]/u.test(line)

/** Whether what landed stands where the hunk changes something. */
function meets(landing: LineHunk, { before, removed }: LineHunk): boolean {
  return landing.after <= before + removed.length && before <= landing.after + landing.added.length
}

/** Lines that landed and would go, if the old ones come in their place, or nothing at all. */
function lost(
  hunk: LineHunk,
  landings: readonly LineHunk[],
  arrived: ReadonlySet<string>,
): Omit<RevertedLine, 'path'>[] {
  const isLanding = (line: number) => landings.some(({ after, added }) => after <= line && line < after + added.length)
  const going = hunk.removed
    .map((text, index) => ({ text, at: hunk.before + index }))
    .filter(({ text }) => says(text) && !arrived.has(plain(text)))
  const gone = going.filter(({ at }) => isLanding(at))
  if (gone.length === 0) return []
  const before = landings.flatMap(({ removed }) => removed)
  const isEmptied = fresh(hunk, before).length === 0 && gone.length * 2 >= going.length
  if (!isEmptied && !isBack(hunk, before)) return []
  return gone.map(({ text, at }) => ({ what: 'lost', line: at + 1, text }))
}

/** What a landing only took away, and would be there again. */
function broughtBack(hunk: LineHunk, landings: readonly LineHunk[]): Omit<RevertedLine, 'path'>[] {
  return landings
    .filter(({ added, removed }) => !added.some(says) && isBack(hunk, removed))
    .flatMap(({ removed }) => {
      const old = new Set(removed.filter(says).map(plain))
      return hunk.added.flatMap<Omit<RevertedLine, 'path'>>((text, index) =>
        old.has(plain(text)) ? [{ what: 'back', line: hunk.after + index + 1, text }] : [],
      )
    })
}

/** Lines that come and say something that neither stood here at the start nor stands here now. */
function fresh({ added, removed }: LineHunk, before: readonly string[]): readonly string[] {
  const known = new Set([...before, ...removed].map(plain))
  return added.filter((line) => says(line) && !known.has(plain(line)))
}

/** Whether at least half of what stood here at the start comes again. */
function isBack({ added }: LineHunk, before: readonly string[]): boolean {
  const coming = new Set(added.map(plain))
  const old = before.filter(says)
  return old.length > 0 && old.filter((line) => coming.has(plain(line))).length * 2 >= old.length
}
