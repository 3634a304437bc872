import { atCommit, isCommit } from '../../domain/commit-name.ts'
import { proves } from '../../domain/claim.ts'
import { Priority } from '../../domain/finding.ts'
import { layerTitles } from '../../domain/layer.ts'
import type { Book } from './book.ts'
import { count, counted, denial, fold, headed, id, many, metric, said, stands, word } from './cite.ts'
import { openDebts } from './debts.ts'
import { isUnpriced } from './folds.ts'
import { branchOf, mayLand } from './landed.ts'
import { inspectedLayers, lowest, whole } from './layer-scores.ts'
import { stillDeferred } from './left.ts'
import { paidDebts } from './paid.ts'
import { type Check, suitesOf } from './suites.ts'
import { type Document, documentOf, listed, type Text, text, words } from './text.ts'
import { openTasks } from './unfinished.ts'
import { notRun } from './unverified.ts'
import { verdict } from './verdict.ts'

const columns = 100

/** The end of a run on a terminal: at most ten lines of at most 100 columns. Paths of the documents are the caller's. */
export function summary(book: Book): Document {
  const { name, parts, medium, text: whole } = documentOf('summary', summaryLines(book), 'plain')
  return { name, parts, medium, text: whole.split('\n').map(fit).join('\n') }
}

function summaryLines(book: Book): readonly Text[] {
  return mayLand(book) ? [...head(book), ...night(book), ...foot(book)] : [...head(book), ...audit(book), ...foot(book)]
}

function head(book: Book): readonly Text[] {
  return [
    title(book),
    verdict(book),
    text`Team      ${many(fold(book, 'coordinators'), 'coordinator')}, ${many(fold(book, 'agents', 'specialist'), 'specialist')}, at most ${fold(book, 'peak')} at work, parallel factor ${metric(book, 'mission', 'parallelFactor', 'decimal')}`,
  ]
}

function audit(book: Book): readonly Text[] {
  return [
    text`Findings  ${counted([...book.state.findings.values()], 'draft')}, ${count(rejected(book))} rejected by the evidence check`,
    text`Debts     ${debts(book)}`,
    worst(book),
    text`Left      ${undone(book)}`,
    text`Refused   ${counted(book.state.refusals, 'spawn')}, ${counted(book.state.denials, 'action')}`,
  ]
}

/** What came to the branch, in place of what an audit found. */
function night(book: Book): readonly Text[] {
  return [
    text`${headed('Landed')}    ${landed(book)}`,
    text`Branch    ${branch(book)}`,
    text`Checks    ${checks(book)}`,
    text`${headed('Paid')}      ${paid(book)}`,
    text`Debts     ${debts(book)}`,
    text`Left      ${undone(book)}${putOff(book)}`,
  ]
}

function foot(book: Book): readonly Text[] {
  return [
    isUnpriced(book) ? text`Cost      none: no model was called` : text`Cost      ${fold(book, 'cost', '', 'usd')}`,
  ]
}

function landed({ state }: Book): Text {
  const sentBack = new Set(state.refusedLandings.map(({ fact }) => fact.task))
  const never = [...state.tasks.values()].filter(
    ({ queued }) => sentBack.has(queued.fact.task) && !state.landed.has(queued.fact.task),
  )
  return text`${counted([...state.landed.values()], 'change')}, ${counted(
    never.map(({ queued }) => queued),
    'task',
  )} sent back for good`
}

function branch(book: Book): Text {
  const known = branchOf(book)
  if (known === null) return text`none: nothing came to it`
  const name = text`${said(known.name, known.seq)}`
  const { published } = book.state
  if (published === null || published.fact.reason !== '') return text`${name}, not shown in your repository`
  return text`${name}, ${word('published', [published])} in your repository`
}

function checks(book: Book): Text {
  const ended = suitesOf(book).flatMap(({ base, end }) => end ?? base ?? [])
  if (ended.length === 0) return text`none is known`
  const began = suitesOf(book).flatMap(({ base }) => base ?? [])
  return text`${outcomes(ended)}; at the base ${began.length === 0 ? text`none ran` : outcomes(began)}`
}

/** `2 passed, 1 red, 1 could not run`, without what is none. */
function outcomes(all: readonly Check[]): Text {
  const good = all.filter(({ fact }) => proves(fact, 'passed'))
  const blind = all.filter((check) => check.fact.outcome === 'unavailable')
  const red = all.filter((check) => !good.includes(check) && !blind.includes(check))
  return listed([
    ...(good.length === 0 ? [] : [text`${count(good)} ${word('passed', good)}`]),
    ...(red.length === 0 ? [] : [text`${count(red)} red`]),
    ...(blind.length === 0 ? [] : [text`${count(blind)} could not run`]),
  ])
}

function paid(book: Book): Text {
  const all = paidDebts(book.state).map(({ recorded }) => recorded)
  if (all.length === 0) return text`no debt`
  const bySeverity = Priority.options.flatMap((severity) => {
    const some = all.filter(({ debt }) => debt.severity === severity)
    return some.length === 0 ? [] : [text`${count(some)} ${id(severity)}`]
  })
  return text`${counted(all, 'debt')}: ${listed(bySeverity)}`
}

function putOff({ state }: Book): Text {
  const all = stillDeferred(state)
  return all.length === 0 ? [] : text`, ${counted(all, 'piece')} of work put off`
}

function title(book: Book): Text {
  const { started } = book.state
  if (started === null) return text`The ledger has no start of a run.`
  const { fact, seq } = started
  const known = fact.repository.commit
  const commit = isCommit(known) ? text` at ${said(known.slice(0, 12), seq)}` : words(atCommit(known))
  return text`${said(fact.mission, seq)} on ${said(fact.repository.name, seq)}${commit}, ${fold(book, 'running-time', '', 'milliseconds')}`
}

function rejected({ state }: Book): readonly { readonly seq: number }[] {
  return [...state.verdicts.values()].filter(({ verdict }) => verdict.verdict === 'rejected')
}

function debts({ state }: Book): Text {
  const bySeverity = Priority.options.map((severity) => text`${count(openDebts(state, [severity]))} ${id(severity)}`)
  return text`${count(openDebts(state))} open: ${listed(bySeverity)}`
}

function worst(book: Book): Text {
  const one = lowest(book)
  const line = text`Layers    ${inspectedLayers(book)}`
  if (one === null) return text`${line}; none with a score`
  if (one.score >= whole) return line
  return text`${line}; worst: ${words(layerTitles[one.layer])} with ${stands(one.score, one.seen.seq, 'decimal')}`
}

function undone(book: Book): Text {
  const open = openTasks(book).map(({ queued }) => queued)
  return text`${counted(open, 'task')} ${denial('not done')}, ${counted(notRun(book), 'inspector')} not run`
}

/** Ends a long line at a blank, so that no number is cut in two. */
function fit(line: string): string {
  if (line.length <= columns) return line
  const start = line.slice(0, columns - 2)
  const blank = start.lastIndexOf(' ')
  return `${start.slice(0, blank > 0 ? blank : start.length).toWellFormed()} …`
}
