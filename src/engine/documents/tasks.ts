import type { TaskRecord } from '../../domain/state.ts'
import type { Book } from './book.ts'
import { count, counted, fold, id, said, word } from './cite.ts'
import { type Ways, wayOf, waysOf } from './way.ts'
import { type Document, documentOf, type Text, table, text, words } from './text.ts'

/** TASKS.md: every task, phase by phase, with its state, attempts, running time and why it ended so. */
export function tasks(book: Book): Document {
  const all = [...book.state.tasks.values()]
  const ways = waysOf(book)
  const phases = new Set([...book.state.phases.keys(), ...all.map((task) => task.queued.fact.phase)])
  return documentOf('TASKS.md', [
    text`# Tasks`,
    summary(all),
    ...[...phases].flatMap((phase) =>
      section(
        book,
        phase,
        all.filter((task) => task.queued.fact.phase === phase),
        ways,
      ),
    ),
  ])
}

function summary(all: readonly TaskRecord[]): Text {
  const ends = all.flatMap(({ end }) => (end?.fact.state === 'done' ? [end] : []))
  if (ends.length === 0)
    return text`${counted(
      all.map(({ queued }) => queued),
      'task',
    )} queued.`
  return text`${counted(
    all.map(({ queued }) => queued),
    'task',
  )} queued, ${count(ends)} ${word('done', ends)}.`
}

function section(book: Book, phase: string, all: readonly TaskRecord[], ways: Ways): readonly Text[] {
  const title = text`## Phase ${id(phase)}`
  if (all.length === 0) return [title, text`It has no tasks.`]
  const heads = ['Task', 'Title', 'Specialist', 'Owner', 'State', 'Attempts', 'At work', 'Reason']
  if (!ways.landing) {
    return [
      title,
      table(
        heads,
        all.map((task) => row(book, task)),
      ),
    ]
  }
  return [
    title,
    table(
      [...heads, 'Way'],
      all.map((task) => [...row(book, task), wayOf(task, ways)]),
    ),
  ]
}

function row(book: Book, task: TaskRecord): readonly Text[] {
  const { fact, seq } = task.queued
  return [
    text`${said(fact.task, seq)}`,
    text`${said(fact.title, seq)}`,
    text`${said(fact.specialist, seq)}`,
    text`${said(fact.owner, seq)}`,
    state(task),
    text`${count(task.attempts)}`,
    text`${fold(book, 'task-time', fact.task, 'milliseconds')}`,
    task.end === null ? [] : text`${said(task.end.fact.reason, task.end.seq)}`,
  ]
}

function state({ state, end }: TaskRecord): Text {
  return state === 'done' && end !== null ? text`${word('done', [end])}` : words(state)
}
