import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
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
import type { Auditor } from '../ports/auditor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Site } from '../ports/site.ts'
import { auditorFor } from './auditor.ts'
import { systemClock } from './clock.ts'
import { type Folders, foldersOf, readVersion } from './folders.ts'
import type { OpenedGrounds } from './grounds.ts'
import { redactorFor } from './redaction.ts'
import { type OpenedRepository, openRepository } from './repository.ts'

/** Where to work, and with which definitions. Everything but the repository has a default. */
export interface Place {
  /** Folder of the repository. Default: the repository around the current folder. */
  readonly repo?: string | undefined
  /** Folder for ledger, register and history. Default: `.echelon` in the repository. */
  readonly state?: string | undefined
  /**
   * Folder for workspaces, outside of the repository: what runs in them must not see it. Default: below the user's state
   * folder, one for each repository.
   */
  readonly work?: string | undefined
  readonly specialists?: readonly Specialist[]
  readonly coordinators?: readonly Coordinator[]
  /** Backends beside the built-in `static`. */
  readonly backends?: readonly AgentBackend[]
  /** Backend of specialists that name none. Default: the first of `backends`, else `static`. */
  readonly backend?: string | undefined
  /** Values that must never leave. Default: what looks like a secret in this process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Deadlines, limits and time stamps of the run go by it. Default: the machine's own. Programs are timed by the machine. */
  readonly clock?: Clock
}

/** A repository with its library, before any mission is chosen. Nothing has been written. */
export interface Prepared {
  readonly repository: OpenedRepository
  readonly folders: Folders
  readonly library: LoadedLibrary
  readonly redactor: Redactor
  readonly clock: Clock
  readonly backends: ReadonlyMap<string, AgentBackend>
  readonly defaultBackend: string
  readonly version: string
  /** The environment as given. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder for workspaces; made when it is needed. */
  readonly work: string
  /** The world of a run; the grounds are opened with it, if it needs them. */
  site(documents: string, grounds: () => OpenedGrounds | null): Site
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
  const env = place.env ?? process.env
  const redactor = redactorFor(env)
  const auditor = auditorFor(repository)
  // The grounds of the one run that this is prepared for; its static specialists run its checks.
  let groundsOf: () => OpenedGrounds | null = () => null
  const clock = place.clock ?? systemClock
  const staticWorld = { auditor, clock, redactor, checks: () => groundsOf()?.checks ?? null }
  const all = [...(place.backends ?? []), staticBackend(staticWorld)]
  const backends = new Map(all.map((backend) => [backend.id, backend]))
  const defaultBackend = place.backend ?? all[0]?.id ?? 'static'
  if (!backends.has(defaultBackend))
    throw new EchelonError(
      'input',
      `There is no backend "${defaultBackend}" here. Choose one of ${[...backends.keys()].join(', ')}.`,
    )
  const version = await readVersion(packageRoot())
  const common = { clock, redactor, library, repository, auditor, backends, defaultBackend, version }
  return {
    repository,
    folders,
    library,
    redactor,
    clock,
    backends,
    defaultBackend,
    version,
    env,
    work: place.work === undefined ? workFolder(repository.root, env) : resolve(place.work),
    site: (documents, grounds) => {
      groundsOf = grounds
      return {
        ...common,
        archive: openArchive({ state: folders.state, documents, redactor }),
        get grounds() {
          return grounds()
        },
        auditAt: (commit) => auditAt(repository, auditor, commit, grounds()),
      }
    },
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

/** Commits of the run are in its mirror; the commit that it began from has been read already. */
function auditAt(
  repository: OpenedRepository,
  auditor: Auditor,
  commit: string,
  grounds: OpenedGrounds | null,
): Auditor {
  if (commit === repository.commit || grounds === null) return auditor
  return auditorFor({ ...repository, root: grounds.mirror, commit })
}

/** One folder for each repository on this machine, named so that a person finds it. */
export function workFolder(root: string, env: Readonly<Record<string, string | undefined>>): string {
  const home = env.XDG_STATE_HOME ?? process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state')
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12)
  return join(home, 'echelon', `${basename(root).replace(/[^A-Za-z0-9._-]/g, '-')}-${digest}`)
}

function userFolder(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'echelon')
}
