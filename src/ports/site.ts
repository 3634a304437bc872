import type { AgentBackend } from './agent-backend.ts'
import type { Archive } from './archive.ts'
import type { Auditor } from './auditor.ts'
import type { Checks } from './checks.ts'
import type { Clock } from './clock.ts'
import type { Library } from './library.ts'
import type { Redactor } from './redactor.ts'
import type { Trunk } from './trunk.ts'
import type { Workspaces } from './workspaces.ts'

/** What a run knows of the repository it works on. */
export interface Repository {
  /** Folder name, for people. */
  readonly name: string
  readonly root: string
  readonly commit: string
  readonly branch: string
  readonly dirty: boolean
  readonly files: readonly string[]
  /** False: a plain folder; its commit is a hash of its contents, and nothing can land in it. */
  readonly versioned: boolean
  /** Where it lies below the root of a larger git repository, with a slash at the end. Empty: it is the root itself. */
  readonly below: string
}

/** Everything a change needs on its way from an agent to the mission branch. */
export interface Grounds {
  readonly workspaces: Workspaces
  readonly trunk: Trunk
  readonly checks: Checks
}

/** The world, passed in. The engine reaches nothing that is not here. */
export interface Site {
  readonly clock: Clock
  readonly library: Library
  readonly repository: Repository
  readonly auditor: Auditor
  readonly archive: Archive
  readonly redactor: Redactor
  /** By id; the first is the default. */
  readonly backends: ReadonlyMap<string, AgentBackend>
  readonly defaultBackend: string
  /** Where work is done and lands. Null: the mission changes nothing, or there is no git repository to land in. */
  readonly grounds: Grounds | null
  /** The auditor of another commit: what the inspectors say of a change. */
  auditAt(commit: string): Auditor
  /** Version of Echelon, for the ledger. */
  readonly version: string
}
