import type { LedgerEvent } from '../../domain/event.ts'
import type { AgentState, RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import { LaneWatch } from './lane.ts'

/** What a silent run waits for. No fact says that something runs, so it is what began and has not ended. */
export class Waiting {
  readonly #lane = new LaneWatch()
  #state: RunState | null = null
  /** What the lane waits for, and the running time since which it does. */
  #landing: { readonly what: string; readonly since: number } | null = null

  see(event: LedgerEvent, state: RunState): void {
    this.#state = state
    this.#lane.see(event)
    const what = this.#lane.awaited(state)
    if (what !== (this.#landing?.what ?? null)) this.#landing = what === null ? null : { what, since: state.now }
  }

  /** `waiting for check npm test on debts/platform/DEBT-001 since 1:30`, with the running time of its begin. */
  words(): string {
    const state = this.#state
    if (state === null) return `getting ready since ${clock(0)}`
    const [first, ...others] = working(state)
    if (first !== undefined) return `waiting for ${taskOf(state, first)}${beside(others.length)}`
    if (this.#landing !== null) return `waiting for ${this.#landing.what} since ${clock(this.#landing.since)}`
    const since = `since ${clock(state.now)}`
    return isBetween(state) ? `waiting for the checks on the mission branch ${since}` : `no news ${since}`
  }
}

/** Who is at work, the longest at it first: agents stand in the order of their spawns. */
function working({ agents }: RunState): readonly AgentState[] {
  return [...agents.values()].filter(({ actor, ended }) => actor.role === 'specialist' && ended === null)
}

function taskOf({ tasks }: RunState, { actor, task, spawned }: AgentState): string {
  const title = tasks.get(task ?? '')?.queued.fact.title
  const what = title === undefined ? actor.name : `"${title}" (${actor.name})`
  return `${what} since ${clock(spawned)}`
}

function beside(others: number): string {
  return others === 0 ? '' : `, and ${others} more`
}

/** When no phase of a night is at work and some have been, the checks run on the tip: before work beyond the order, or at the end. */
function isBetween({ detected, phases }: RunState): boolean {
  const all = [...phases.values()]
  return detected.length > 0 && all.some(({ ended }) => ended !== null) && all.every(({ state }) => state !== 'running')
}
