import type { AgentBackend } from './agent-backend.ts'
import type { Archive } from './archive.ts'
import type { Auditor } from './auditor.ts'
import type { Clock } from './clock.ts'
import type { Library } from './library.ts'

/** What a run knows of the repository it works on. */
export interface Repository {
  /** Folder name, for people. */
  readonly name: string
  readonly root: string
  readonly commit: string
  readonly branch: string
  readonly dirty: boolean
  readonly files: readonly string[]
}

/** The world, passed in. The engine reaches nothing that is not here. */
export interface Site {
  readonly clock: Clock
  readonly library: Library
  readonly repository: Repository
  readonly auditor: Auditor
  readonly archive: Archive
  /** By id; the first is the default. */
  readonly backends: ReadonlyMap<string, AgentBackend>
  readonly defaultBackend: string
  /** Version of Echelon, for the ledger. */
  readonly version: string
}
