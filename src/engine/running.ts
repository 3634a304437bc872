import type { Fact, LedgerEvent } from '../domain/event.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import type { RunState } from '../domain/state.ts'
import type { Provenance } from '../ports/library.ts'
import type { Site } from '../ports/site.ts'
import type { Door } from './door.ts'
import type { Landing } from './landing.ts'

/** One run at work: what its orchestrator, coordinators and specialists share. */
export interface Running {
  readonly site: Site
  readonly run: string
  readonly goal: string
  readonly mission: Mission
  readonly limits: ResolvedLimits
  /** When somebody wakes up, milliseconds since 1970. Null: nobody said. */
  readonly until: number | null
  /** The definitions this run uses, with their hashes. */
  readonly definitions: readonly Provenance[]
  readonly door: Door
  /** The fold of the ledger up to now. Mission code reads it inside `record` only: it differs on replay. */
  readonly state: RunState
  /** Facts from outside any unit: the merge lane serves many tasks at once. */
  append(...facts: readonly Fact[]): Promise<void>
  /** How changes land. Null when nothing lands in this run. */
  readonly landing: Landing | null
  /** Aborted when the run ends or is stopped; what many tasks share ends with it and not with one of them. */
  readonly stopped: AbortSignal
  /** The ledger so far. */
  events(): readonly LedgerEvent[]
}
