import type { Fact } from '../event.ts'
import type { Chronicle, Placed, Queued, Span } from './chronicle.ts'

/** Which tasks could work at this instant, and who works. */
export interface Readiness {
  /** Queued, everything before them ended, nobody at work on them. */
  readonly ready: Map<string, Queued>
  /** Specialists at work, by span. */
  readonly working: Set<Span>
  /** Superiors who hold an order that they have not turned into tasks or orders yet. */
  readonly planning: Set<string>
}

interface Books extends Readiness {
  readonly run: Chronicle
  /** Tasks that have not ended, with how many they wait for. */
  readonly waiting: Map<string, number>
  readonly dependents: Map<string, string[]>
  readonly endedTasks: Set<string>
  readonly workersOf: Map<string, number>
}

/** Follows the ledger: call `step` with each event in order, and read the books before or after it. */
export function followReadiness(run: Chronicle): { readonly now: Readiness; step(placed: Placed): void } {
  const books: Books = {
    run,
    ready: new Map(),
    working: new Set(),
    planning: new Set(),
    waiting: new Map(),
    dependents: new Map(),
    endedTasks: new Set(),
    workersOf: new Map(),
  }
  return { now: books, step: (placed) => step(books, placed) }
}

function step(books: Books, { fact, closes, opens }: Placed): void {
  for (const span of closes) leave(books, span)
  follow(books, fact)
  if (opens !== null) enter(books, opens)
}

function follow(books: Books, fact: Fact): void {
  if (fact.type === 'task.queued') queue(books, fact)
  else if (fact.type === 'task.ended') endTask(books, fact.task)
  else if (fact.type === 'agent.spawned' && fact.actor.role !== 'specialist') books.planning.add(fact.actor.id)
  else if (fact.type === 'agent.ended') books.planning.delete(fact.actor)
  else if (fact.type === 'order.given') books.planning.delete(fact.from)
}

function queue(books: Books, fact: Queued): void {
  books.planning.delete(fact.owner)
  const before = fact.after.filter((id) => !books.endedTasks.has(id))
  for (const id of before) {
    const dependents = books.dependents.get(id)
    if (dependents === undefined) books.dependents.set(id, [fact.task])
    else dependents.push(fact.task)
  }
  books.waiting.set(fact.task, before.length)
  if (before.length === 0) books.ready.set(fact.task, fact)
}

/** However a task ended, those behind it wait for it no longer. */
function endTask(books: Books, id: string): void {
  books.endedTasks.add(id)
  books.waiting.delete(id)
  books.ready.delete(id)
  for (const dependent of books.dependents.get(id) ?? []) {
    const left = books.waiting.get(dependent)
    if (left === undefined) continue
    books.waiting.set(dependent, left - 1)
    if (left === 1) makeReady(books, dependent)
  }
  books.dependents.delete(id)
}

function enter(books: Books, span: Span): void {
  books.working.add(span)
  if (span.task === null) return
  books.workersOf.set(span.task, (books.workersOf.get(span.task) ?? 0) + 1)
  books.ready.delete(span.task)
}

function leave(books: Books, span: Span): void {
  books.working.delete(span)
  if (span.task === null) return
  const left = (books.workersOf.get(span.task) ?? 1) - 1
  books.workersOf.set(span.task, left)
  if (left === 0 && books.waiting.get(span.task) === 0) makeReady(books, span.task)
}

function makeReady(books: Books, id: string): void {
  const task = books.run.tasks.get(id)
  if (task !== undefined) books.ready.set(id, task)
}
