import { layerTitles } from '../../domain/layer.ts'
import type { TaskRecord } from '../../domain/state.ts'
import { type Book, eventsOf, nameOf, type Seen } from './book.ts'
import { code, denial, id, reason, said } from './cite.ts'
import { standings } from './layer-scores.ts'
import { listed, type Text, text, words } from './text.ts'

/** What the run set out to do and did not: tasks, phases and inspectors, each with its reason. */
export function unfinished(book: Book): readonly Text[] {
  return [...phases(book), ...orders(book), ...tasks(book), ...notRun(book).map(inspector), ...scoreless(book)]
}

/** Tasks that ended otherwise than done, and those that never ended. */
export function openTasks({ state }: Book): readonly TaskRecord[] {
  return [...state.tasks.values()].filter((task) => task.state !== 'done')
}

/** Inspectors that could not look, in ledger order. */
export function notRun(book: Book): readonly Seen<'inspection.ended'>[] {
  return eventsOf(book, 'inspection.ended').filter(({ fact }) => fact.status === 'notRun')
}

function phases(book: Book): readonly Text[] {
  const held = eventsOf(book, 'phase.held').map(
    ({ seq, fact }) => text`Phase ${id(fact.phase)} was held: ${reason(fact.reason, seq)}.`,
  )
  const waiting = [...book.state.phases.values()].filter(({ state }) => state === 'waiting' || state === 'running')
  return [
    ...held,
    ...waiting.map(({ name, state }) =>
      state === 'waiting' ? text`Phase ${id(name)} never started.` : text`Phase ${id(name)} was still at work.`,
    ),
  ]
}

function orders(book: Book): readonly Text[] {
  return eventsOf(book, 'order.failed').map(
    ({ seq, fact }) =>
      text`The order of phase ${id(fact.phase)} to ${said(nameOf(book.state, fact.to), seq)} failed: ${reason(fact.reason, seq)}.`,
  )
}

function tasks(book: Book): readonly Text[] {
  return openTasks(book).map((task) => {
    const { seq, fact } = task.queued
    const name = text`Task ${said(fact.task, seq)} (${said(fact.title, seq)})`
    if (task.end === null) return text`${name} is ${denial('not done')}: it was still ${words(task.state)}.`
    const why = task.end.fact.reason
    return why === ''
      ? text`${name} ended ${words(task.state)}, without a reason.`
      : text`${name} ended ${words(task.state)}: ${reason(why, task.end.seq)}.`
  })
}

/** Layers without a score, those with the same reason together. */
function scoreless(book: Book): readonly Text[] {
  const blind = standings(book).flatMap(({ kind, layer, seen }) =>
    kind === 'scored' || seen === null ? [] : [{ layer, seq: seen.seq, why: seen.fact.score.why }],
  )
  const byReason = Map.groupBy(blind, ({ why }) => why)
  return [...byReason].map(([why, some]) => {
    const titles = listed(some.map(({ layer }) => words(layerTitles[layer])))
    return text`Without a score: ${titles} (${reason(why, some[0]?.seq ?? 0)}).`
  })
}

function inspector({ seq, fact }: Seen<'inspection.ended'>): Text {
  return text`Inspector ${code(fact.inspector, seq)} was not run: ${reason(fact.reason, seq)}.`
}
