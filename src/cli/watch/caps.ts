import type { LedgerEvent } from '../../domain/event.ts'

/** How many specialists each superior may have at work at once, as the door last measured it. */
export class Caps {
  readonly #caps = new Map<string, number>()

  see({ fact }: LedgerEvent): void {
    if (fact.type !== 'agent.spawned' || fact.caps === null) return
    const { run, phase, coordinator } = fact.caps
    const cap = Math.min(run.limit, phase.limit, coordinator.limit)
    this.#caps.set(key(fact.phase, fact.actor.parent ?? ''), cap)
  }

  /** Null until its first specialist was spawned. */
  of(phase: string, superior: string): number | null {
    return this.#caps.get(key(phase, superior)) ?? null
  }
}

function key(phase: string, superior: string): string {
  return `${phase}\0${superior}`
}
