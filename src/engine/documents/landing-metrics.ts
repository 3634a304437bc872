import { type Book, eventsOf } from './book.ts'
import { count, counted, fold, many } from './cite.ts'
import { mayLand, noWorse } from './landed.ts'
import { suitesOf, suiteTable } from './suites.ts'
import { bullets, listed, type Text, table, text, words } from './text.ts'

/** What METRICS.md says of a run with a branch: the checks at both ends, the lane, takeovers by reason. Nothing for an audit. */
export function landingMetrics(book: Book): readonly Text[] {
  if (!mayLand(book)) return []
  return [
    text`## Checks before and after`,
    suitesOf(book).length === 0 ? text`No check is known.` : suiteTable(book),
    text`## The merge lane`,
    bullets(lane(book)),
    text`## Takeovers`,
    takeovers(book),
  ]
}

function lane(book: Book): readonly Text[] {
  const tests = eventsOf(book, 'lane.tested')
  if (tests.length === 0) return [text`Nothing came to the lane.`]
  const flaky = eventsOf(book, 'check.ended').filter(({ fact }) => fact.flaky === true)
  return [
    text`${many(count(tests), 'test')} of stacks: ${noWorse(tests)}, ${count(tests.filter(({ fact }) => fact.confirming))} of a single suspect.`,
    ...(book.state.landed.size === 0
      ? []
      : [text`${many(fold(book, 'lane-tests-per-change', '', 'decimal'), 'test')} for each change that came through.`]),
    text`Changes in one test: ${fold(book, 'mean-batch', '', 'decimal')} on average, ${fold(book, 'largest-batch')} at most.`,
    text`${counted(book.state.refusedLandings, 'change')} sent back${becauses(book)}.`,
    text`${counted(flaky, 'flaky run')} of a check.`,
  ]
}

/** ` (checks 2, review 1)` */
function becauses({ state: { refusedLandings } }: Book): Text {
  const reasons = [...Map.groupBy(refusedLandings, ({ fact }) => fact.why)]
  if (reasons.length === 0) return []
  return text` (${listed(reasons.map(([why, some]) => text`${words(why)} ${count(some)}`))})`
}

function takeovers(book: Book): Text {
  const escalated = Map.groupBy(book.state.escalations, ({ fact }) => fact.reason)
  const taken = Map.groupBy(eventsOf(book, 'takeover.happened'), ({ fact }) => fact.reason)
  const reasons = [...new Set([...escalated.keys(), ...taken.keys()])]
  if (reasons.length === 0) return text`Nobody handed a task upwards.`
  return table(
    ['Reason', 'Handed upwards', 'Taken over', 'Came through after it'],
    reasons.map((why) => {
      const some = taken.get(why) ?? []
      return [
        words(why),
        text`${count(escalated.get(why) ?? [])}`,
        text`${count(some)}`,
        text`${count(some.filter(({ fact }) => book.state.landed.has(fact.task)))}`,
      ]
    }),
  )
}
