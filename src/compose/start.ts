import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { LedgerEvent } from '../domain/event.ts'
import type { Limits } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import type { Clock } from '../ports/clock.ts'
import { Inbox } from '../runtimes/embedded/inbox.ts'
import { type DriveOptions, drive } from './drive.ts'
import { findRun, prepareFolders } from './folders.ts'
import { locate } from './locate.ts'
import { openLog } from './log.ts'
import { type Manifest, readManifest, writeManifest } from './manifest.ts'
import { limitsFor, type Place, type Prepared, prepare } from './prepare.ts'
import { type Opened, Run } from './run.ts'

export interface MissionOptions extends Place {
  /** Name of a mission, or one made with `defineMission`. */
  readonly mission: string | Mission
  /** What the person wants, in their words. */
  readonly goal?: string
  /** Folder for the documents. Default: the run's folder below `.echelon/runs/`. */
  readonly out?: string | undefined
  /** Tightens the mission's limits. */
  readonly limits?: Limits
  /** When somebody wakes up, milliseconds since 1970: nothing is begun that could not be handed over by then. */
  readonly until?: number | undefined
  readonly on?: (event: LedgerEvent) => void
  /** Aborting it stops the run as `stop('now')` does. */
  readonly signal?: AbortSignal
}

export interface ResumeOptions extends Place {
  /** Id of the run or a unique part of it. Default: the latest. */
  readonly run?: string | undefined
  /** Missions made in code, if the run used one. */
  readonly missions?: readonly Mission[]
  readonly on?: (event: LedgerEvent) => void
  readonly signal?: AbortSignal
}

/** Starts a mission. The run begins at once; follow it or await its result. */
export function runMission(options: MissionOptions): Run {
  return new Run(() => openNew(options), options)
}

/** Goes on with a run that was stopped or whose process died. Finished attempts are not run again. */
export function resumeMission(options: ResumeOptions = {}): Run {
  return new Run(() => openAgain(options), options)
}

async function openNew(options: MissionOptions): Promise<Opened> {
  const signal = options.signal ?? new AbortController().signal
  const missions = typeof options.mission === 'string' ? [] : [options.mission]
  const prepared = await prepare(options, signal, { missions })
  const resolved = prepared.resolve(options.mission)
  const run = runId(resolved.mission.name, prepared.clock)
  const folder = join(prepared.folders.runs, run)
  const documents = options.out === undefined ? folder : resolve(options.out)
  const goal = options.goal ?? ''
  const until = options.until ?? null
  const asked = options.limits ?? {}
  await prepareFolders(prepared.folders)
  const { commit } = prepared.repository
  const manifest: Manifest = {
    run,
    mission: resolved.mission.name,
    goal,
    limits: asked,
    commit,
    documents,
    backend: prepared.defaultBackend,
    work: prepared.work,
    until,
  }
  const limits = limitsFor(resolved.mission, asked)
  const opened = await open({ prepared, resolved, limits, run, goal, until, documents }, manifest)
  await writeManifest(folder, manifest, prepared.redactor)
  return opened
}

async function openAgain(options: ResumeOptions): Promise<Opened> {
  const signal = options.signal ?? new AbortController().signal
  const { folders } = await locate(options, signal)
  const run = await findRun(folders, options.run)
  const manifest = await readManifest(join(folders.runs, run))
  const also = { missions: options.missions ?? [], commit: manifest.commit }
  const prepared: Prepared = await prepare(
    { backend: manifest.backend, ...options, work: options.work ?? manifest.work },
    signal,
    also,
  )
  const resolved = prepared.resolve(manifest.mission)
  const { goal, until, documents } = manifest
  return open(
    { prepared, resolved, limits: limitsFor(resolved.mission, manifest.limits), run, goal, until, documents },
    manifest,
  )
}

/** Takes the lock and opens what a run at work needs. Commands count from the moment the lock was taken. */
async function open(options: DriveOptions, manifest: Manifest): Promise<Opened> {
  const { folders, redactor } = options.prepared
  const folder = join(folders.runs, options.run)
  await checkArchive(options)
  const driven = await drive(options)
  const inbox = new Inbox(folder)
  return { driven, manifest, folder, inbox, commandsSeen: inbox.newest(), log: openLog(folder, redactor) }
}

/** What people may have broken by hand is said before the run begins, not at its end. */
async function checkArchive({ prepared, documents }: DriveOptions): Promise<void> {
  const { archive } = prepared.site(documents, () => null)
  await archive.readRegister()
  await archive.readHistory()
}

/** Sorts by time, to the millisecond; says which mission; four digits keep runs of different machines apart. */
function runId(mission: string, clock: Clock): string {
  const time = new Date(clock.wall())
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .replace('T', '-')
  return `${time}-${mission}-${randomBytes(2).toString('hex')}`
}
