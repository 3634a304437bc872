import type { FactOf } from '../../domain/event.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { counted, id, many, reason, stands, word } from './cite.ts'
import { type Text, text } from './text.ts'

/** Work beyond what was asked for: begun by which order, with what budget and what came of it; or why it was not begun. */
export function expansions(book: Book): readonly Text[] {
  const ends = eventsOf(book, 'expansion.ended')
  const began = eventsOf(book, 'expansion.started').map((start) => {
    const end = ends.find(({ seq }) => seq > start.seq)
    return text`${beginning(start)}; ${end === undefined ? text`it was still at work` : outcome(book, start.fact, end)}.`
  })
  // A phase that was held for the same reason stands among the phases already.
  const held = new Set(eventsOf(book, 'phase.held').map(({ fact }) => fact.reason))
  const declined = eventsOf(book, 'expansion.declined')
    .filter(({ fact }) => !held.has(fact.reason))
    .map(({ seq, fact }) => text`No expansion was begun: ${reason(fact.reason, seq)}.`)
  return [...began, ...declined]
}

function beginning({ seq, fact: { what, order, budget } }: Seen<'expansion.started'>): Text {
  const limits = text`${many(stands(budget.spawns, seq), 'spawn')}, ${stands(budget.minutes, seq, 'decimal')} minutes and ${stands(budget.usd, seq, 'usd')}`
  return text`Expansion ${id(what)} was begun by the standing order "${reason(order, seq)}" with at most ${limits}`
}

function outcome({ state }: Book, { what }: FactOf<'expansion.started'>, { seq, fact }: Seen<'expansion.ended'>): Text {
  const landed = [...state.landed.values()].filter((one) => state.tasks.get(one.fact.task)?.queued.fact.phase === what)
  const came =
    landed.length === 0 ? text`nothing came of it` : text`${counted(landed, 'change')} ${word('landed', landed)}`
  return text`${came}: ${reason(fact.reason, seq)}`
}
