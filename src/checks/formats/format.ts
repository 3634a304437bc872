import type { CheckCounts } from '../../domain/check.ts'

export interface Named {
  readonly name: string
  /** What the runner says about it, for telling what kind of trouble it is. */
  readonly detail: string
}

/** How one runner prints. */
export interface Format {
  /** Counts, or null when this is not the runner that printed. */
  counts(text: string): CheckCounts | null
  failures(text: string): readonly Named[]
}

type Word = keyof CheckCounts

/** The words of all runners and what they mean for us. What is expected to fail and does is no more than skipped. */
const words: Readonly<Record<string, Word>> = {
  pass: 'passed',
  passed: 'passed',
  passing: 'passed',
  xpassed: 'passed',
  flaky: 'passed',
  fail: 'failed',
  failed: 'failed',
  failing: 'failed',
  failures: 'failed',
  interrupted: 'failed',
  cancelled: 'errors',
  error: 'errors',
  errors: 'errors',
  skip: 'skipped',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  ignored: 'skipped',
  xfailed: 'skipped',
}

export const nothing: CheckCounts = { passed: 0, failed: 0, errors: 0, skipped: 0 }

/** `3 passed, 1 failed` in any order, with anything between. */
export function countWords(text: string): CheckCounts {
  return tally([...text.matchAll(/\b(\d{1,9}) ([a-z]{4,12})\b/g)].map(([, amount, word]) => [word, amount]))
}

/** Adds up what was counted under the runner's own words; words without a meaning for us are passed over. */
export function tally(
  pairs: readonly (readonly [word: string | undefined, amount: string | undefined])[],
): CheckCounts {
  const counts = { ...nothing }
  for (const [word = '', amount = '0'] of pairs) {
    const meaning = Object.hasOwn(words, word) ? words[word] : undefined
    if (meaning !== undefined) counts[meaning] += Number(amount)
  }
  return counts
}

export function add(a: CheckCounts, b: CheckCounts): CheckCounts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
  }
}

export function sum(all: readonly CheckCounts[]): CheckCounts | null {
  return all.length === 0 ? null : all.reduce(add)
}

const detailLength = 2_000

/** Each match names a failure; what follows it up to the next one is its detail. Matches without a name only end one. */
export function blocks(
  text: string,
  heads: RegExp | readonly RegExpExecArray[],
  nameOf: (match: RegExpExecArray) => string | null,
): readonly Named[] {
  const matches = heads instanceof RegExp ? [...text.matchAll(heads)] : heads
  return matches.flatMap((match, index) => {
    const name = nameOf(match)
    const from = match.index + match[0].length
    const end = Math.min(matches[index + 1]?.index ?? text.length, from + detailLength)
    return name === null || name === '' ? [] : [{ name, detail: text.slice(from, end) }]
  })
}

/** The first group of a match. */
export function first(match: RegExpExecArray): string | null {
  return match[1] ?? null
}

/** The text after the last line like this, or all of it when there is none. */
export function after(text: string, mark: RegExp): string {
  const last = [...text.matchAll(mark)].at(-1)
  return last === undefined ? text : text.slice(last.index)
}
