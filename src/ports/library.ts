import type { Coordinator } from '../domain/coordinator.ts'
import type { Problem } from '../domain/errors.ts'
import type { Mission } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'

/** Where one definition came from and what it hashes to; the run's ledger records both. */
export interface Provenance {
  readonly kind: 'specialist' | 'coordinator' | 'mission'
  readonly name: string
  readonly file: string
  readonly sha256: string
}

/** All definitions of one run, the later root having won by name. Read once at the start and never again. */
export interface Library {
  readonly specialists: ReadonlyMap<string, Specialist>
  readonly coordinators: ReadonlyMap<string, Coordinator>
  readonly missions: ReadonlyMap<string, Mission>
  readonly provenance: readonly Provenance[]
  /** Everything wrong in the files read. An error in a definition that the run does not use does not stop it. */
  readonly problems: readonly Problem[]
}
