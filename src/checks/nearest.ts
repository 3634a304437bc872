/** The hint that ends a problem's sentence when a word is one or two edits away from a known one. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (word.length > 40) return undefined
  const near = known
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= (candidate.length < 4 ? 1 : 2))
    .sort((a, b) => a.edits - b.edits)[0]
  return near === undefined ? undefined : `did you mean "${near.candidate}"?`
}

function editsBetween(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      const [up = 0, left = 0, across = 0] = [last[column], next[column - 1], last[column - 1]]
      next.push(Math.min(up + 1, left + 1, across + same))
    }
    last = next
  }
  return last[b.length] ?? a.length
}
