import type { Evidence } from './finding.ts'

/** The text that a finding rests on, to know it again after an edit. Empty when nothing is quoted. */
export function snippetOf(evidence: readonly Evidence[]): string {
  const quotes = evidence.filter((one) => one.kind === 'code')
  const primary = quotes.find((one) => one.role === 'primary') ?? quotes[0]
  return primary === undefined ? '' : fold(primary.quote)
}

/** Shorter texts look like each other by accident and are never compared. */
const shortest = 12

/** How alike two snippets are, 0 to 1: shared runs of three signs (Dice's coefficient). Bounded by a quote's 400 signs. */
export function similarity(a: string, b: string): number {
  const [left, right] = [fold(a).slice(0, 400), fold(b).slice(0, 400)]
  if (left.length < shortest || right.length < shortest) return 0
  if (left === right) return 1
  const counts = new Map<string, number>()
  for (const run of runs(left)) counts.set(run, (counts.get(run) ?? 0) + 1)
  let shared = 0
  for (const run of runs(right)) {
    const left = counts.get(run) ?? 0
    if (left === 0) continue
    counts.set(run, left - 1)
    shared += 1
  }
  return (2 * shared) / (left.length + right.length - 4)
}

function runs(text: string): readonly string[] {
  return Array.from({ length: text.length - 2 }, (_, at) => text.slice(at, at + 3))
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
