import { layerTitles } from '../../domain/layer.ts'
import type { TaskRecord } from '../../domain/state.ts'
import { type Book, eventsOf, nameOf } from './book.ts'
import { counted, denial, id, reason, said } from './cite.ts'
import { expansions } from './expansions.ts'
import { standings } from './layer-scores.ts'
import { openEscalations, stillDeferred } from './left.ts'
import { listed, type Text, text, words } from './text.ts'

/** What the run set out to do and did not: phases, orders, tasks, work that was put off, each with its reason. */
export function unfinished(book: Book): readonly Text[] {
  return [
    ...phases(book),
    ...orders(book),
    ...escalations(book),
    ...deferred(book),
    ...expansions(book),
    ...tasks(book),
    ...scoreless(book),
  ]
}

/** Tasks that ended otherwise than done, and those that never ended. */
export function openTasks({ state }: Book): readonly TaskRecord[] {
  return [...state.tasks.values()].filter((task) => task.state !== 'done')
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

/** Names that are listed of one group. */
const named = 12

/** What was handed upwards and nobody landed, by its reason. */
function escalations({ state }: Book): readonly Text[] {
  return [...Map.groupBy(openEscalations(state), ({ fact }) => fact.reason)].map(([why, some]) => {
    const tasks = some.slice(0, named).map(({ seq, fact }) => text`${said(fact.task, seq)}`)
    return text`Escalated for ${words(why)}: ${counted(some, 'task')} (${listed(tasks)}${others(some.length)}).`
  })
}

/** Work that was seen and put off, by its reason, each subject once. */
function deferred({ state }: Book): readonly Text[] {
  return [...Map.groupBy(stillDeferred(state), ({ fact }) => fact.reason)].map(([why, some]) => {
    const subjects = some
      .toSorted((a, b) => compareSubjects(a.fact.subject, b.fact.subject))
      .slice(0, named)
      .map(({ seq, fact }) => text`${said(fact.subject, seq)}`)
    return text`Put off, because ${reason(why, some[0]?.seq ?? 0)}: ${counted(some, 'piece')} of work (${listed(subjects)}${others(some.length)}).`
  })
}

/** Debts in the order of the register, which begins with the gravest; what is no debt stays as it came. */
function compareSubjects(a: string, b: string): number {
  const [one, other] = [a, b].map((subject) => /^DEBT-(\d{1,9})$/.exec(subject)?.[1])
  return one === undefined || other === undefined ? 0 : Number(one) - Number(other)
}

function others(count: number): Text {
  return count > named ? text` and others` : []
}

function tasks(book: Book): readonly Text[] {
  const refusals = Map.groupBy(book.state.refusedLandings, ({ fact }) => fact.task)
  return openTasks(book).map((task) => {
    const { seq, fact } = task.queued
    const name = text`Task ${said(fact.task, seq)} (${said(fact.title, seq)})`
    const back = refusals.get(fact.task) ?? []
    const sent =
      back.length === 0
        ? []
        : text` It was refused to land ${counted(back, 'time')}, first for ${words(back[0]?.fact.why ?? '')}.`
    if (task.end === null) return text`${name} is ${denial('not done')}: it was still ${words(task.state)}.${sent}`
    const why = task.end.fact.reason
    return why === ''
      ? text`${name} ended ${words(task.state)}, without a reason.${sent}`
      : text`${name} ended ${words(task.state)}: ${reason(why, task.end.seq)}.${sent}`
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
