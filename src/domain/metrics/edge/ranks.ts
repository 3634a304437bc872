import type { FactOf } from '../../event.ts'
import type { Actor } from '../../hierarchy.ts'
import type { Span } from '../chronicle.ts'

/** Who stands where at this instant of the ledger. */
export interface Ranks {
  /** Actors as they were last spawned. */
  readonly posts: Map<string, { readonly actor: Actor; readonly phase: string }>
  /** The orchestrator's id, once there is one. */
  root: string | null
  readonly ended: Set<string>
  readonly endedTasks: Set<string>
  /** Actors that did a task, by task; reviewers are not among them. */
  readonly doers: Map<string, Set<string>>
  /** Attempts spawned. One run again after a crash is the same attempt. */
  readonly attempts: Set<string>
  /** Specialists at work: in all, and by phase and superior. */
  working: number
  readonly workingIn: Map<string, number>
  memoryMb: number
}

export function newRanks(): Ranks {
  return {
    posts: new Map(),
    root: null,
    ended: new Set(),
    endedTasks: new Set(),
    doers: new Map(),
    attempts: new Set(),
    working: 0,
    workingIn: new Map(),
    memoryMb: 0,
  }
}

export const phaseSeat = (phase: string | null): string => `phase ${phase}`
export const superiorSeat = (parent: string | null): string => `superior ${parent}`

/** Writes a spawn into the ranks, after it was judged. */
export function occupy(ranks: Ranks, fact: FactOf<'agent.spawned'>, span: Span | null): void {
  ranks.posts.set(fact.actor.id, { actor: fact.actor, phase: fact.phase })
  ranks.ended.delete(fact.actor.id)
  if (fact.actor.role === 'orchestrator') ranks.root ??= fact.actor.id
  if (span === null) return
  ranks.attempts.add(attemptKey(fact))
  ranks.working += 1
  ranks.memoryMb += span.memoryMb
  move(ranks, phaseSeat(span.phase), 1)
  move(ranks, superiorSeat(span.actor.parent), 1)
}

/** Takes a specialist that stopped working out of the counts. */
export function release(ranks: Ranks, span: Span): void {
  ranks.ended.add(span.actor.id)
  ranks.working -= 1
  ranks.memoryMb -= span.memoryMb
  move(ranks, phaseSeat(span.phase), -1)
  move(ranks, superiorSeat(span.actor.parent), -1)
}

export function attemptKey({ actor, attempt }: FactOf<'agent.spawned'>): string {
  return `${actor.id} ${attempt}`
}

function move(ranks: Ranks, seat: string, by: number): void {
  ranks.workingIn.set(seat, (ranks.workingIn.get(seat) ?? 0) + by)
}
