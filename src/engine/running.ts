import type { LedgerEvent } from '../domain/event.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import type { RunState } from '../domain/state.ts'
import type { Provenance } from '../ports/library.ts'
import type { Site } from '../ports/site.ts'
import type { Door } from './door.ts'

/** One run at work: what its orchestrator, coordinators and specialists share. */
export interface Running {
  readonly site: Site
  readonly run: string
  readonly goal: string
  readonly mission: Mission
  readonly limits: ResolvedLimits
  /** The definitions this run uses, with their hashes. */
  readonly definitions: readonly Provenance[]
  readonly door: Door
  /** The fold of the ledger up to now. Mission code reads it inside `record` only: it differs on replay. */
  readonly state: RunState
  /** The ledger so far. */
  events(): readonly LedgerEvent[]
}
