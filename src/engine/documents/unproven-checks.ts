import { complaintIn } from '../../domain/complaint.ts'
import type { Book } from './book.ts'
import { code, reason, said, seqOf } from './cite.ts'
import { clip } from './markdown.ts'
import { type Check, longest, nameOf, outcomeOf, type Suite, suitesOf } from './suites.ts'
import { listed, type Text, text } from './text.ts'

/** What the checks could not prove: those that could not run, did not run again, or answered differently on one tree. */
export function unprovenChecks(book: Book): readonly Text[] {
  const suites = suitesOf(book)
  const unproven = suites.flatMap((suite) => [
    ...(suite.base !== null && suite.end === null && book.state.landed.size > 0
      ? [text`Check ${nameOf(suite)} ran at the base and not on the mission branch.`]
      : []),
    ...flakes(suite),
  ])
  return [...unavailable(suites), ...unproven]
}

/** Checks that could not begin prove nothing. Those with the same reason at the same places stand together. */
function unavailable(suites: readonly Suite[]): readonly Text[] {
  const alike = Map.groupBy(suites.flatMap(blindnessOf), ({ why, at }) => JSON.stringify([why, ...at]))
  return [...alike.values()].map(couldNotRun)
}

/** One suite that could not run for one reason. */
interface Blind {
  readonly first: Check
  readonly at: readonly Check['fact']['at'][]
  readonly why: string | null
}

function blindnessOf({ base, end }: Suite): readonly Blind[] {
  const runs = [base, end].filter((run) => run !== null).filter(({ fact }) => fact.outcome === 'unavailable')
  return [...Map.groupBy(runs, ({ fact }) => complaintIn(fact.excerpt ?? ''))].flatMap(([why, some]) => {
    const [first] = some
    return first === undefined ? [] : [{ first, at: some.map(({ fact }) => fact.at), why }]
  })
}

function couldNotRun(some: readonly Blind[]): Text {
  const names = some.map(({ first }) => text`${code(first.fact.suite, first.seq)}`)
  const [{ first, at, why } = { first: null, at: [], why: null }] = some
  const where = listed(
    at.map((place) => text`at the ${whereOf(place)}`),
    ' and ',
  )
  const because = why === null || first === null ? [] : text`: ${reason(clip(why, longest), first.seq)}`
  return text`${names.length === 1 ? text`Check` : text`Checks`} ${listed(names)} could not run ${where}${because}.`
}

/** Flaky runs that are named one by one. */
const named = 3

/** Both results on one tree: red, and then what counts. */
function flakes({ flaky }: Suite): readonly Text[] {
  return flaky
    .slice(0, named)
    .map(
      (check) =>
        text`Check ${code(check.fact.suite, check.seq)} was flaky at the ${whereOf(check.fact.at)}${ofTask(check)}: red, then ${outcomeOf(check)} on the same tree (${seqOf(check.seq)}).`,
    )
}

function ofTask({ seq, fact }: Check): Text {
  return fact.task === undefined ? [] : text` of ${said(fact.task, seq)}`
}

function whereOf(at: Check['fact']['at']): Text {
  switch (at) {
    case 'base':
      return text`base`
    case 'attempt':
      return text`attempt`
    case 'merge':
      return text`merge`
    case 'end':
      return text`end`
  }
}
