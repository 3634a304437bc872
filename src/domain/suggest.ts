const longest = 64

/** The known word nearest to a mistyped one, or null when none is near enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = fold(word)
  if (wanted.length > longest) return null
  let best: { readonly candidate: string; readonly distance: number } | null = null
  for (const candidate of known) {
    if (candidate === word || candidate.length > longest) continue
    const limit = Math.min(tolerance(wanted), best === null ? longest : best.distance - 1)
    const distance = distanceWithin(wanted, fold(candidate), limit)
    if (distance !== null) best = { candidate, distance }
  }
  return best?.candidate ?? null
}

/** The hint that ends a problem's sentence, or nothing to say. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const candidate = nearest(word, known)
  return candidate === null ? undefined : `did you mean "${candidate}"?`
}

/** Case, hyphens and underscores are how people differ, not what they mean. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** One edit in a short word, two in one of six letters, three in a long one. */
function tolerance(word: string): number {
  if (word.length < 6) return 1
  return word.length < 12 ? 2 : 3
}

/** Edits (insert, delete, replace, swap neighbours) from a to b, or null when they are more than `limit`. */
function distanceWithin(a: string, b: string, limit: number): number | null {
  if (limit < 0 || Math.abs(a.length - b.length) > limit) return null
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = nextRow(a, b, { row, last, before })
    if (Math.min(...next) > limit) return null
    before = last
    last = next
  }
  const distance = last[b.length] ?? longest
  return distance <= limit ? distance : null
}

interface Rows {
  readonly row: number
  readonly last: readonly number[]
  readonly before: readonly number[]
}

function nextRow(a: string, b: string, { row, last, before }: Rows): number[] {
  const next = [row]
  for (let column = 1; column <= b.length; column++) {
    const same = a[row - 1] === b[column - 1] ? 0 : 1
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
    next[column] = Math.min(
      at(last, column) + 1,
      at(next, column - 1) + 1,
      at(last, column - 1) + same,
      swapped ? at(before, column - 2) + 1 : longest,
    )
  }
  return next
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? longest
}
