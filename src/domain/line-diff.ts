/** Lines that go and lines that come at one place. Indexes count from 0. */
export interface LineHunk {
  /** Index in the text before: of the first line removed, or of the line in front of which lines come. */
  readonly before: number
  readonly removed: readonly string[]
  /** Index in the text after. */
  readonly after: number
  readonly added: readonly string[]
}

/** Beyond so many changed lines the shortest difference is not worth its price: all between head and tail is one hunk. */
const mostChanges = 2_000

/** A shortest line difference by Myers' greedy walk. Applied to the text before, it gives the text after. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineHunk[] {
  const head = commonHead(before, after)
  const tail = commonTail(before, after, head)
  const [old, fresh] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)]
  const trace = walk(old, fresh)
  const kept = trace === null ? [] : keptPairs(trace, old.length, fresh.length)
  return hunksBetween(kept, old, fresh).map((hunk) => ({
    ...hunk,
    before: hunk.before + head,
    after: hunk.after + head,
  }))
}

/** The lines of a text; a line end at its end begins no further line. */
export function linesOf(text: string | null): readonly string[] {
  if (text === null || text === '') return []
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function commonHead(before: readonly string[], after: readonly string[]): number {
  const shorter = Math.min(before.length, after.length)
  let length = 0
  while (length < shorter && before[length] === after[length]) length++
  return length
}

function commonTail(before: readonly string[], after: readonly string[], head: number): number {
  const shorter = Math.min(before.length, after.length) - head
  let length = 0
  while (length < shorter && before[before.length - 1 - length] === after[after.length - 1 - length]) length++
  return length
}

/** For each number of changes: how far along the old lines each diagonal got with fewer. Null: too many changes. */
type Trace = readonly Int32Array[]

function walk(old: readonly string[], fresh: readonly string[]): Trace | null {
  const most = Math.min(old.length + fresh.length, mostChanges)
  const reached = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let changes = 0; changes <= most; changes++) {
    // Only the diagonals that this many changes can have reached; the whole would cost the square of the bound.
    trace.push(reached.slice(most + 1 - changes - 1, most + 1 + changes + 2))
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const at = most + 1 + diagonal
      const [less, more] = [reached[at - 1] ?? 0, reached[at + 1] ?? 0]
      let x = diagonal === -changes || (diagonal !== changes && less < more) ? more : less + 1
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x++
      reached[at] = x
      if (x >= old.length && x - diagonal >= fresh.length) return trace
    }
  }
  return null
}

/** Walks back along the trace: which old line is which new one, in order. */
function keptPairs(trace: Trace, oldLength: number, freshLength: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = []
  let [x, y] = [oldLength, freshLength]
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const reached = (diagonal: number) => trace[changes]?.[diagonal + changes + 1] ?? 0
    const diagonal = x - y
    const [less, more] = [reached(diagonal - 1), reached(diagonal + 1)]
    const comesDown = diagonal === -changes || (diagonal !== changes && less < more)
    const from = changes === 0 ? 0 : comesDown ? more : less
    const begin = changes === 0 ? 0 : comesDown ? from : from + 1
    while (x > begin) pairs.push([--x, --y])
    ;[x, y] = [from, from - (comesDown ? diagonal + 1 : diagonal - 1)]
  }
  return pairs.reverse()
}

function hunksBetween(
  kept: readonly (readonly [number, number])[],
  old: readonly string[],
  fresh: readonly string[],
): readonly LineHunk[] {
  const hunks: LineHunk[] = []
  let [before, after] = [0, 0]
  for (const [x, y] of [...kept, [old.length, fresh.length] as const]) {
    if (x > before || y > after)
      hunks.push({ before, removed: old.slice(before, x), after, added: fresh.slice(after, y) })
    ;[before, after] = [x + 1, y + 1]
  }
  return hunks
}
