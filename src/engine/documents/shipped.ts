import { type Book, eventsOf } from './book.ts'
import { code, count, counted, denial, id, reason, said, word } from './cite.ts'
import { branchOf, type LandedChange, landedChanges } from './landed.ts'
import { paidDebts } from './paid.ts'
import { bullets, listed, type Text, text } from './text.ts'

/** Beyond this many, changes are counted by phase and coordinator; PR_LEDGER.md has each of them. */
const mostNamed = 30
/** Characters of a commit that tell it from its neighbours. */
const short = 8

/** What the morning asks first: what is on the branch, where the branch is, who made each change. */
export function shipped(book: Book): readonly Text[] {
  const changes = landedChanges(book)
  if (changes.length === 0) return [text`## ${denial('Nothing shipped')}`, text`${denial('No change landed')} tonight.`]
  const landed = changes.map((change) => change.landed)
  const list = changes.length <= mostNamed ? changes.map(line) : grouped(changes)
  return [
    text`## What ${word('shipped', landed)}`,
    text`${branchLine(book)} ${total(book, changes)}${unproven(book)}`,
    bullets(list),
  ]
}

/** Said where it must not be missed: nothing that the repository itself says stands behind the branch. */
function unproven(book: Book): Text {
  const onBranch = eventsOf(book, 'check.ended').filter(({ fact }) => fact.at === 'merge' || fact.at === 'end')
  return onBranch.some(({ fact }) => fact.outcome !== 'unavailable')
    ? []
    : text` No check of the repository could run on this branch: guard, inspectors and reviews alone stand behind it.`
}

/** Where the branch is, or why the user does not see it. */
export function branchLine(book: Book): Text {
  const branch = branchOf(book)
  if (branch === null) return text`No branch is recorded.`
  const { published } = book.state
  const name = text`Branch ${code(branch.name, branch.seq)}`
  if (published === null) return text`${name}: whether it can be seen in your repository is unknown.`
  const tip = code(published.fact.commit.slice(0, short), published.seq)
  if (published.fact.reason === '')
    return text`${name} at ${tip}, ${word('published', [published])} in your repository.`
  return text`${name} at ${tip} is not shown in your repository: ${reason(published.fact.reason, published.seq)}.`
}

/** The short commit in code type, or the word for its lack. */
export function shortCommit({ landed: { seq, fact } }: LandedChange): Text {
  return fact.commit === undefined ? text`(no commit)` : text`${code(fact.commit.slice(0, short), seq)}`
}

/** What the change is called in its commit; else its task's title. */
export function titleOf({ landed: { seq, fact }, task }: LandedChange): Text {
  if (fact.subject !== undefined) return text`${said(fact.subject, seq)}`
  return task === null ? text`${said(fact.task, seq)}` : text`${said(task.queued.fact.title, task.queued.seq)}`
}

function total(book: Book, changes: readonly LandedChange[]): Text {
  const landed = changes.map((change) => change.landed)
  const paid = paidDebts(book.state).map(({ recorded }) => recorded)
  const debts =
    paid.length === 0 ? text`${denial('no debt paid')}` : text`${counted(paid, 'debt')} ${word('paid', paid)}`
  const takeovers = eventsOf(book, 'takeover.happened').filter(({ fact }) => book.state.landed.has(fact.task))
  const helped = takeovers.length === 0 ? [] : text`, ${count(takeovers)} after a takeover`
  return text`${counted(landed, 'change')} ${word('landed', landed)}${helped}; ${debts}.`
}

function line(change: LandedChange): Text {
  const { landed, changesNothing } = change
  const same = changesNothing ? text`; the same tree as the change before it` : []
  const what = text`${payment(change)}${titleOf(change)}`
  return text`${shortCommit(change)} ${what} (task ${said(landed.fact.task, landed.seq)}${people(change)}${same})`
}

function payment({ landed: { fact } }: LandedChange): Text {
  const debts = fact.debts ?? []
  return debts.length === 0 ? [] : text`pays ${listed(debts.map((debt) => text`${id(debt)}`))}: `
}

function people({ author, reviewer, approval }: LandedChange): Text {
  const by = author === null ? [] : text`; by ${said(author.fact.actor.name, author.seq)}`
  if (reviewer === null || approval === null) return text`${by}; no approval is recorded`
  return text`${by}, ${word('approved', [approval])} by ${said(reviewer.fact.actor.name, reviewer.seq)}`
}

function grouped(changes: readonly LandedChange[]): readonly Text[] {
  const byPlace = Map.groupBy(
    changes,
    ({ task }) => `${task?.queued.fact.phase ?? ''}\n${task?.queued.fact.owner ?? ''}`,
  )
  return [...byPlace.values()].map((some) => {
    const landed = some.map((change) => change.landed)
    const queued = some[0]?.task?.queued
    const who =
      queued === undefined
        ? text`Of no known task`
        : text`Phase ${id(queued.fact.phase)}, ${said(queued.fact.owner, queued.seq)}`
    return text`${who}: ${counted(landed, 'change')} ${word('landed', landed)}; each has its row in ${id('PR_LEDGER.md')}.`
  })
}
