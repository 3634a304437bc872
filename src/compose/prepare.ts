import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { openArchive } from '../archive/folder.ts'
import { staticBackend } from '../backends/static.ts'
import type { Coordinator } from '../domain/coordinator.ts'
import { EchelonError } from '../domain/errors.ts'
import { defaultLimits, type Limits, override, type ResolvedLimits, tighten } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'
import { strategyNames } from '../engine/decompose.ts'
import { type LoadedLibrary, loadLibrary } from '../library/load.ts'
import { type ResolvedMission, resolveMission } from '../library/resolve.ts'
import { packageRoot, standardRoots } from '../library/roots.ts'
import type { AgentBackend } from '../ports/agent-backend.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Site } from '../ports/site.ts'
import { auditorFor } from './auditor.ts'
import { systemClock } from './clock.ts'
import { type Folders, foldersOf, readVersion } from './folders.ts'
import { redactorFor } from './redaction.ts'
import { type OpenedRepository, openRepository } from './repository.ts'

/** Where to work, and with which definitions. Everything but the repository has a default. */
export interface Place {
  /** Folder of the repository. Default: the repository around the current folder. */
  readonly repo?: string | undefined
  /** Folder for ledger, register and history. Default: `.echelon` in the repository. */
  readonly state?: string | undefined
  readonly specialists?: readonly Specialist[]
  readonly coordinators?: readonly Coordinator[]
  /** Backends beside the built-in `static`. */
  readonly backends?: readonly AgentBackend[]
  /** Backend of specialists that name none. Default: the first of `backends`, else `static`. */
  readonly backend?: string | undefined
  /** Values that must never leave. Default: what looks like a secret in this process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** A repository with its library, before any mission is chosen. Nothing has been written. */
export interface Prepared {
  readonly repository: OpenedRepository
  readonly folders: Folders
  readonly library: LoadedLibrary
  readonly redactor: Redactor
  readonly backends: ReadonlyMap<string, AgentBackend>
  readonly defaultBackend: string
  readonly version: string
  site(documents: string): Site
  resolve(mission: string | Mission): ResolvedMission
}

export interface Also {
  /** Missions made in code. */
  readonly missions?: readonly Mission[]
  /** The commit to work on. Default: the one that is checked out. */
  readonly commit?: string
}

export async function prepare(place: Place, signal: AbortSignal, also: Also = {}): Promise<Prepared> {
  const repository = await openRepository(place.repo, signal, also.commit)
  const folders = foldersOf(repository.root, place.state === undefined ? undefined : resolve(place.state))
  const given = {
    specialists: place.specialists ?? [],
    coordinators: place.coordinators ?? [],
    missions: also.missions ?? [],
  }
  const library = await loadLibrary({ roots: standardRoots(repository.root, userFolder()), given })
  const redactor = redactorFor(place.env ?? process.env)
  const auditor = auditorFor(repository)
  const all = [...(place.backends ?? []), staticBackend(auditor, systemClock)]
  const backends = new Map(all.map((backend) => [backend.id, backend]))
  const defaultBackend = place.backend ?? all[0]?.id ?? 'static'
  if (!backends.has(defaultBackend))
    throw new EchelonError(
      'input',
      `There is no backend "${defaultBackend}" here. Choose one of ${[...backends.keys()].join(', ')}.`,
    )
  const version = await readVersion(packageRoot())
  const common = { clock: systemClock, library, repository, auditor, backends, defaultBackend, version }
  return {
    repository,
    folders,
    library,
    redactor,
    backends,
    defaultBackend,
    version,
    site: (documents) => ({ ...common, archive: openArchive({ state: folders.state, documents, redactor }) }),
    resolve: (mission) =>
      resolveMission(
        library,
        typeof mission === 'string' ? mission : mission.name,
        [...backends.keys()],
        strategyNames,
      ),
  }
}

/** The mission's limits over the defaults, tightened by what the caller asks. */
export function limitsFor({ limits }: Mission, asked: Limits = {}): ResolvedLimits {
  return tighten(override(defaultLimits, limits), asked)
}

function userFolder(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'echelon')
}
