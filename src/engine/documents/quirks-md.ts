import type { Quirk } from '../../domain/quirk.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, counted, id, said, stands } from './cite.ts'
import { type Document, documentOf, listed, type Text, table, text, words } from './text.ts'

/** quirks.md: lessons of this night and earlier ones, where they apply and whether they helped. Null when there is none. */
export function quirksMd(book: Book): Document | null {
  const last = new Map(eventsOf(book, 'quirk.recorded').map((seen) => [seen.fact.quirk.id, seen]))
  if (last.size === 0) return null
  const all = [...last.values()]
  return documentOf('quirks.md', [
    text`# Quirks of this repository`,
    text`${counted(all, 'lesson')} from attempts that somebody stronger had to take over. A brief is told those that apply; one that does not help is retired.`,
    table(['Id', 'Lesson', 'Applies to', 'From', 'Told', 'Helped', 'State'], all.map(row)),
  ])
}

function row({ seq, fact: { quirk, change } }: Seen<'quirk.recorded'>): readonly Text[] {
  return [
    text`${id(quirk.id)}`,
    text`${said(quirk.lesson, seq)}`,
    where(quirk, seq),
    text`${said(quirk.from.task, seq)} of run ${said(quirk.from.run, seq)}`,
    text`${stands(quirk.applied, seq)}`,
    text`${stands(quirk.helped, seq)}`,
    change === 'proposed' ? text`new` : words(quirk.state),
  ]
}

function where({ when: { rules, layers, paths, reason } }: Quirk, seq: number): Text {
  const some = [
    ...rules.map((rule) => text`${code(rule, seq)}`),
    ...layers.map((layer) => text`layer ${said(layer, seq)}`),
    ...paths.map((path) => text`${code(path, seq)}`),
    ...(reason === null ? [] : [text`after ${words(reason)}`]),
  ]
  return some.length === 0 ? text`everything` : listed(some)
}
