import { proves } from '../../domain/claim.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, count, counted, fold, id, reason, said, seqOf, stands, word } from './cite.ts'
import { type LandedChange, landedChanges } from './landed.ts'
import { clip } from './markdown.ts'
import { branchLine, shortCommit, titleOf } from './shipped.ts'
import { type Document, documentOf, listed, type Text, table, text, words } from './text.ts'

/** PR_LEDGER.md: every change that landed, in order, with what proves it, and what was refused. Null when nothing landed. */
export function prLedger(book: Book): Document | null {
  const changes = landedChanges(book)
  if (changes.length === 0) return null
  const landed = changes.map((change) => change.landed)
  const checks = laneChecks(book)
  return documentOf('PR_LEDGER.md', [
    text`# Ledger of ${word('landed', landed)} changes`,
    text`${branchLine(book)} It begins at ${base(book)}. ${counted(landed, 'change')}, in the order in which they ${word('landed', landed)}; the first column is the event of each.`,
    table(
      ['Event', 'Commit', 'Tree', 'Title', 'Task', 'Attempt', 'Reviews', 'Checks', 'Debts', 'Lines'],
      changes.map((change) => row(book, change, checks)),
    ),
    ...refused(book),
  ])
}

type Check = Seen<'check.ended'>

function base({ state: { started } }: Book): Text {
  return started === null
    ? text`an unknown commit`
    : text`${code(started.fact.repository.commit.slice(0, 12), started.seq)}`
}

/** What the lane ran, by the commit that it ran on. */
function laneChecks(book: Book): ReadonlyMap<string, readonly Check[]> {
  const all = eventsOf(book, 'check.ended').filter(({ fact }) => fact.at === 'merge')
  return Map.groupBy(all, ({ fact }) => fact.commit ?? '')
}

function row(book: Book, change: LandedChange, checks: ReadonlyMap<string, readonly Check[]>): readonly Text[] {
  const { seq, fact } = change.landed
  return [
    text`${seqOf(seq)}`,
    shortCommit(change),
    tree(change),
    titleOf(change),
    text`${said(fact.task, seq)}`,
    fact.attempt === undefined ? text`unknown` : text`${stands(fact.attempt, seq)}`,
    text`${stands(fact.reviewRounds, seq)}`,
    checked(checks.get(change.test?.fact.commit ?? '') ?? [], blindAt(book, change)),
    listed((fact.debts ?? []).map((debt) => text`${id(debt)}`)),
    text`${fold(book, 'landed-lines', fact.task)}`,
  ]
}

/** Whether the tree on the branch is the one that was tried. */
function tree({ landed: { seq, fact }, test, proof, changesNothing }: LandedChange): Text {
  const own = fact.tree === undefined ? text`unknown` : text`${code(fact.tree.slice(0, 8), seq)}`
  const same = changesNothing ? text`; the same as before it` : []
  if (test === null || proof === 'untested') return text`${own}, no test of it recorded${same}`
  if (proof === 'tested') return text`${own} = ${word('tested', [test])} tree${same}`
  return text`${own}, beneath the ${word('tested', [test])} ${code(test.fact.tree.slice(0, 8), test.seq)}${same}`
}

/** Checks that could not run on the tip that the lane stood on: there is nothing to compare with. */
function blindAt(book: Book, { test }: LandedChange): ReadonlySet<string> {
  const before = eventsOf(book, 'check.ended').filter(
    ({ fact }) => fact.commit === test?.fact.base && fact.outcome === 'unavailable',
  )
  return new Set(before.map(({ fact }) => fact.suite))
}

function checked(all: readonly Check[], uncompared: ReadonlySet<string>): Text {
  if (all.length === 0) return text`none recorded`
  const good = all.filter(({ fact }) => proves(fact, 'passed'))
  const blind = all.filter(({ fact }) => fact.outcome === 'unavailable')
  const bad = all.filter((check) => !good.includes(check) && !blind.includes(check))
  const alone = bad.filter(({ fact }) => uncompared.has(fact.suite))
  const red = bad.filter((check) => !alone.includes(check))
  return listed([
    ...(good.length === 0 ? [] : [text`${count(good)} ${word('passed', good)}`]),
    ...(red.length === 0 ? [] : [text`${count(red)} red (no worse than before)`]),
    ...(alone.length === 0 ? [] : [text`${count(alone)} red (with nothing to compare it with)`]),
    ...(blind.length === 0 ? [] : [text`${count(blind)} could not run`]),
  ])
}

/** Changes that were sent back on their way, whatever became of them later. */
const mostRefused = 500

function refused({ state: { refusedLandings } }: Book): readonly Text[] {
  if (refusedLandings.length === 0) return []
  const more = refusedLandings.length > mostRefused ? [text`The ledger has the rest.`] : []
  return [
    text`## Sent back`,
    text`${counted(refusedLandings, 'refusal')} on the way to the branch.`,
    table(
      ['Event', 'Task', 'Attempt', 'For', 'Reason'],
      refusedLandings
        .slice(0, mostRefused)
        .map(({ seq, fact }) => [
          text`${seqOf(seq)}`,
          text`${said(fact.task, seq)}`,
          text`${stands(fact.attempt, seq)}`,
          words(fact.why),
          text`${reason(clip(fact.reason, 240), seq)}`,
        ]),
    ),
    ...more,
  ]
}
