import { Priority } from '../../domain/finding.ts'
import { layerTitles } from '../../domain/layer.ts'
import type { Book } from './book.ts'
import { count, counted, denial, fold, id, many, metric, said, stands } from './cite.ts'
import { openDebts } from './debts.ts'
import { isUnpriced } from './folds.ts'
import { inspectedLayers, lowest } from './layer-scores.ts'
import { type Document, documentOf, listed, type Text, text, words } from './text.ts'
import { notRun, openTasks } from './unfinished.ts'
import { verdict } from './verdict.ts'

const columns = 100

/** The end of a run on a terminal: at most ten lines of at most 100 columns. Paths of the documents are the caller's. */
export function summary(book: Book): Document {
  const { name, parts, medium, text: whole } = documentOf('summary', summaryLines(book), 'plain')
  return { name, parts, medium, text: whole.split('\n').map(fit).join('\n') }
}

function summaryLines(book: Book): readonly Text[] {
  return [
    title(book),
    verdict(book),
    text`Team      ${many(fold(book, 'coordinators'), 'coordinator')}, ${many(fold(book, 'agents', 'specialist'), 'specialist')}, at most ${fold(book, 'peak')} at work, parallel factor ${metric(book, 'mission', 'parallelFactor', 'decimal')}`,
    text`Findings  ${counted([...book.state.findings.values()], 'draft')}, ${count(rejected(book))} rejected by the evidence check`,
    text`Debts     ${debts(book)}`,
    worst(book),
    text`Left      ${undone(book)}`,
    text`Refused   ${counted(book.state.refusals, 'spawn')}, ${counted(book.state.denials, 'action')}`,
    isUnpriced(book) ? text`Cost      none: no model was called` : text`Cost      ${fold(book, 'cost', '', 'usd')}`,
  ]
}

function title(book: Book): Text {
  const { started } = book.state
  if (started === null) return text`The ledger has no start of a run.`
  const { fact, seq } = started
  return text`${said(fact.mission, seq)} on ${said(fact.repository.name, seq)} at ${said(fact.repository.commit.slice(0, 12), seq)}, ${fold(book, 'running-time', '', 'milliseconds')}`
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
  const rest =
    one === null
      ? text`none with a score`
      : text`worst: ${words(layerTitles[one.layer])} with ${stands(one.score, one.seen.seq, 'decimal')}`
  return text`Layers    ${inspectedLayers(book)}; ${rest}`
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
