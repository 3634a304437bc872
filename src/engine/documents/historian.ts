import { type Book, endOf, eventsOf } from './book.ts'
import { count, counted, date, fold, id, many, metric, said, word } from './cite.ts'
import { openDebts } from './debts.ts'
import { worstLayer } from './layer-scores.ts'
import { record } from './metrics-md.ts'
import { type Significance, significance } from './significance.ts'
import { bullets, type Document, documentOf, listed, type Text, text, words } from './text.ts'
import { verdict } from './verdict.ts'

/** HISTORIAN.md: a short narrative of a run worth remembering, with the reasons. Null for an ordinary run. */
export function historian(book: Book): Document | null {
  const reasons = significance(book)
  const { started } = book.state
  if (reasons.length === 0 || started === null) return null
  const { fact, seq, wall } = started
  return documentOf('HISTORIAN.md', [
    text`# ${said(fact.repository.name, seq)}, ${date(wall, 'day')}: ${said(fact.mission, seq)}`,
    text`## Why this run is remembered`,
    bullets(reasons.map((one) => reason(book, one))),
    text`## What happened`,
    beginning(book),
    ...phases(book),
    obstacles(book),
    text`## How it ended`,
    verdict(book),
    remains(book),
    ...worstLayer(book),
  ])
}

function reason(book: Book, one: Significance): Text {
  switch (one.kind) {
    case 'record':
      return text`${record(book, one.metric)}.`
    case 'last P0 gone': {
      return text`Turning point: no ${id('P0')} debt is open any more; ${listed(one.debts.map(({ debt }) => text`${id(debt.id)}`))} ${word('gone', one.debts)}.`
    }
    case 'accomplished at last':
      return text`Turning point: the mission is ${accomplished(book)}, and the run before it was not.`
    case 'first of this size':
      return text`First: never before did ${fold(book, 'agents')} agents work on this repository.`
    case 'first debts paid':
      return text`First: ${counted(one.debts, 'debt')} ${word('paid', one.debts)}, and the register knows of none before.`
    case 'most debts paid':
      return text`Record: ${counted(one.debts, 'debt')} ${word('paid', one.debts)}, more than on any branch before.`
    case 'first expansion':
      return text`First: the goal was reached with capacity left, and ${counted(one.landed, 'change')} beyond the order ${word('landed', one.landed)}.`
    case 'first takeover':
      return text`First: ${counted(one.takeovers, 'task')} had to be taken over by somebody stronger.`
  }
}

function accomplished(book: Book): Text {
  const end = endOf(book)
  return end === null ? [] : text`${word('accomplished', [end])}`
}

function beginning(book: Book): Text {
  const { started } = book.state
  const goal =
    started === null || started.fact.goal === '' ? [] : text`"${said(started.fact.goal, started.seq)}" was the goal. `
  return text`${goal}${many(fold(book, 'coordinators'), 'coordinator')} and ${many(fold(book, 'agents', 'specialist'), 'specialist')} worked for ${fold(book, 'running-time', '', 'milliseconds')}, at most ${fold(book, 'peak')} of them at the same instant and ${metric(book, 'mission', 'parallelFactor', 'decimal')} on average.`
}

function phases(book: Book): readonly Text[] {
  return [...book.state.phases.values()]
    .filter(({ started }) => started !== null)
    .map(({ name, state }) => {
      const tasks = [...book.state.tasks.values()].filter(({ queued }) => queued.fact.phase === name)
      const ends = tasks.flatMap(({ end }) => (end?.fact.state === 'done' ? [end] : []))
      const took = text`Phase ${id(name)} took ${fold(book, 'phase-time', name, 'milliseconds')}`
      if (tasks.length === 0) return text`${took} and needed no task${state === 'held' ? text`; it was held` : []}.`
      const share = ends.length === 0 ? text`none of` : text`${count(ends)} ${word('done', ends)} of`
      return text`${took}: ${share} ${counted(
        tasks.map(({ queued }) => queued),
        'task',
      )}.`
    })
}

function obstacles({ state }: Book): Text {
  if (state.refusals.length + state.denials.length === 0) return text`Nobody asked for more than was granted.`
  return text`The hierarchy held against ${counted(state.refusals, 'refused spawn')} and ${counted(state.denials, 'denied action')}.`
}

function remains(book: Book): Text {
  const open = openDebts(book.state)
  const added = eventsOf(book, 'debt.recorded').filter(({ fact }) => fact.change === 'added')
  const landed = [...book.state.landed.values()]
  const came = landed.length === 0 ? [] : text`${counted(landed, 'change')} ${word('landed', landed)}. `
  return text`${came}${counted(added, 'debt')} entered the register, and ${count(open)} stand ${words('open')} in it.`
}
