import type { FactOf, FactType, LedgerEvent } from '../../domain/event.ts'
import type { Metrics } from '../../domain/metrics.ts'
import type { RunState } from '../../domain/state.ts'
import type { HistoryRow } from '../../ports/archive.ts'

/** Everything the documents of one run are written from. Nothing else may enter them. */
export interface Book {
  readonly state: RunState
  readonly events: readonly LedgerEvent[]
  readonly metrics: Metrics
  /** Finished runs of the same repository, oldest first. This run's own row, if it is there, is not compared with. */
  readonly history: readonly HistoryRow[]
}

export interface Seen<T extends FactType> {
  readonly seq: number
  readonly wall: number
  readonly fact: FactOf<T>
}

/** All facts of one type, in ledger order. */
export function eventsOf<T extends FactType>(book: Book, type: T): readonly Seen<T>[] {
  const isOfType = (fact: LedgerEvent['fact']): fact is FactOf<T> => fact.type === type
  const seen: Seen<T>[] = []
  for (const { seq, wall, fact } of book.events) if (isOfType(fact)) seen.push({ seq, wall, fact })
  return seen
}

/** The last fact of one type, or null. */
export function lastOf<T extends FactType>(book: Book, type: T): Seen<T> | null {
  return eventsOf(book, type).at(-1) ?? null
}

/** How the run ended: the verdict stands in the ledger before the documents are written. Null while it works. */
export function endOf(book: Book): Seen<'run.finished'> | Seen<'run.concluded'> | null {
  return lastOf(book, 'run.finished') ?? lastOf(book, 'run.concluded')
}

/** What people call an actor: its name where its id ends with it, else its id. */
export function nameOf({ agents }: RunState, actor: string): string {
  const name = agents.get(actor)?.actor.name
  return name !== undefined && actor.endsWith(name) ? name : actor
}

/** Earlier runs of the same repository: the history without this run. */
export function earlierRuns(book: Book): readonly HistoryRow[] {
  const run = book.state.started?.fact.run
  return book.history.filter((row) => row.run !== run)
}
