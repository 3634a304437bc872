import { proves } from '../../domain/claim.ts'
import { complaintIn, hintIn } from '../../domain/complaint.ts'
import { clip } from './markdown.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, headed, reason, seqOf, stands, word } from './cite.ts'
import { type Text, table, text } from './text.ts'

export type Check = Seen<'check.ended'>

/** One of the repository's own checks over the night: where it began, and how the mission branch left it. */
export interface Suite {
  readonly name: string
  readonly base: Check | null
  /** At the end; else at the last landing, when the run did not come to look again. */
  readonly end: Check | null
  readonly flaky: readonly Check[]
}

/** The suites in the order in which they first ran. What ran on single attempts only is no suite of the branch. */
export function suitesOf(book: Book): readonly Suite[] {
  const all = eventsOf(book, 'check.ended')
  const landed = new Set([...book.state.landed.values()].flatMap(({ fact }) => fact.commit ?? []))
  const onBranch = ({ fact }: Check) => fact.at === 'merge' && landed.has(fact.commit ?? '')
  return [...Map.groupBy(all, ({ fact }) => fact.suite)]
    .map(([name, runs]) => ({
      name,
      base: runs.findLast(({ fact }) => fact.at === 'base') ?? null,
      end: runs.findLast(({ fact }) => fact.at === 'end') ?? runs.findLast(onBranch) ?? null,
      flaky: runs.filter(({ fact }) => fact.flaky === true),
    }))
    .filter(({ base, end, flaky }) => base !== null || end !== null || flaky.length > 0)
}

/** Suites that were red when the run last looked at them. */
export function redSuites(book: Book): readonly Suite[] {
  return suitesOf(book).filter(({ base, end }) => {
    const last = end ?? base
    return last !== null && !proves(last.fact, 'passed')
  })
}

/** One table: each suite at the base and at the end. */
export function suiteTable(book: Book): Text {
  const counts = text`${headed('Passed / failed / errors')}`
  const heads = ['Suite', 'At the base', counts, 'At the end', counts, 'Flaky']
  return table(
    heads,
    suitesOf(book).map((suite) => [nameOf(suite), ...standing(suite.base), ...standing(suite.end), flakyOf(suite)]),
  )
}

/** Why each suite is red where the run last looked: the first failure that its output names, or its last line. */
export function whyRed(book: Book): readonly Text[] {
  return redSuites(book).flatMap((suite) => {
    const last = suite.end ?? suite.base
    if (last === null) return []
    return [...(last.fact.outcome === 'unavailable' ? [] : complaint(suite, last)), ...hinted(suite, last)]
  })
}

function hinted(suite: Suite, { seq, fact }: Check): readonly Text[] {
  const hint = hintIn(fact.excerpt ?? '')
  return hint === null ? [] : [text`Of check ${nameOf(suite)}: ${reason(clip(hint, 2 * longest), seq)}.`]
}

/** Characters of what a program printed. */
export const longest = 200

function complaint(suite: Suite, { seq, fact }: Check): readonly Text[] {
  const failures = fact.failures ?? []
  const said = failures[0]?.name ?? complaintIn(fact.excerpt ?? '')
  if (said === null) return []
  const many = failures.length > 1 ? text`, with ${stands(failures.length, seq)} failures; the first` : []
  return [text`Check ${nameOf(suite)} is red${many}: ${reason(clip(said, longest), seq)}.`]
}

/** How a run of a check came out, in one word that it proves. */
export function outcomeOf({ seq, fact }: Check): Text {
  if (proves(fact, 'passed')) return text`${word('passed', [{ seq }])}`
  switch (fact.outcome) {
    case 'timeout':
      return text`did not end within its limit`
    case 'unavailable':
      return text`could not run`
    case 'passed':
    case 'failed':
    case undefined:
      return fact.exitCode === null ? text`unknown` : text`failed`
  }
}

function standing(check: Check | null): readonly [Text, Text] {
  if (check === null) return [text`not run`, []]
  const { seq, fact } = check
  const number = (value: number | null) => (value === null ? text`unknown` : text`${stands(value, seq)}`)
  const numbers = text`${number(fact.passed)} / ${number(fact.failed)} / ${number(fact.errors)}`
  const where = fact.at === 'merge' ? text` (at the last landing)` : []
  return [text`${outcomeOf(check)}${where}`, fact.passed === null && fact.failed === null ? text`no counts` : numbers]
}

/** The suite by its name, in code type. */
export function nameOf({ base, end, flaky: [first], name }: Suite): Text {
  const seen = end ?? base ?? first
  return seen === undefined ? [] : text`${code(name, seen.seq)}`
}

function flakyOf({ flaky }: Suite): Text {
  const [first] = flaky
  return first === undefined ? text`no` : text`yes, first at ${seqOf(first.seq)}`
}
