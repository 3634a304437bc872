import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EventEmitter } from 'eventemitter3'
import type { LedgerEvent, RunOutcome } from '../domain/event.ts'
import type { Limits } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import { emptyState, type RunState } from '../domain/state.ts'
import { bookOf } from '../engine/handoff.ts'
import { renderAll } from '../engine/documents/render-all.ts'
import { Inbox } from '../runtimes/embedded/inbox.ts'
import { readEvents, readLinks } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'
import { systemClock } from './clock.ts'
import { type Driven, drive } from './drive.ts'
import { exportLedger } from './export-ledger.ts'
import { findRun, prepareFolders } from './folders.ts'
import { openLog, type RunLog } from './log.ts'
import { readManifest, writeManifest } from './manifest.ts'
import { limitsFor, locate, type Place, prepare } from './prepare.ts'

/** Between two looks into the inbox. */
const inboxMs = 250
/** How long agents may work on after a graceful stop. */
const drainMs = 30_000

export interface MissionOptions extends Place {
  /** Name of a mission, or one made with `defineMission`. */
  readonly mission: string | Mission
  /** What the person wants, in their words. */
  readonly goal?: string
  /** Folder for the documents. Default: the run's folder below `.echelon/runs/`. */
  readonly out?: string | undefined
  /** Tightens the mission's limits. */
  readonly limits?: Limits
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

export interface RunResult {
  readonly run: string
  /** `stopped`: it was interrupted and can be resumed. */
  readonly outcome: RunOutcome | 'stopped'
  readonly reason: string
  /** Folder of the documents. */
  readonly documents: string
  readonly state: RunState
  /** 0 accomplished · 1 failed · 3 partial · 4 aborted, stopped or over a limit. */
  readonly exitCode: 0 | 1 | 3 | 4
}

interface RunEvents {
  event: [LedgerEvent]
  /** The run has its id and is about to start. */
  begun: [string]
}

/** A run at work: events by callback and by `for await`, its result as a promise, and the way to stop it. */
export class Run extends EventEmitter<RunEvents> implements AsyncIterable<LedgerEvent> {
  readonly result: Promise<RunResult>
  /** The state folded so far. */
  state: RunState = emptyState()
  #driven: Driven | null = null
  #ledger: string | null = null
  #stopping: 'graceful' | 'now' | null = null
  #stopReason = ''
  #ended = false
  #wake: (() => void)[] = []

  constructor(open: (run: Run) => Promise<Opened>, { on, signal }: Pick<MissionOptions, 'on' | 'signal'>) {
    super()
    if (on !== undefined) this.on('event', on)
    this.result = Promise.resolve()
      .then(() => open(this))
      .then((opened) => this.#live(opened, signal))
      .finally(() => this.#end())
    // Whoever only follows the events is not punished for the result; whoever awaits it still sees the error.
    this.result.catch(() => {})
  }

  /** Graceful: takes in no new work, lets agents end within 30 s, keeps the run resumable. Asked twice, or `now`: at once. */
  async stop(how: 'graceful' | 'now' = 'graceful', by = 'the caller'): Promise<void> {
    const driven = this.#driven
    if (driven === null || this.#stopping === 'now') return
    const wish = this.#stopping === null ? how : 'now'
    this.#stopping = wish
    this.#stopReason = by
    await driven.runtime.append({ type: 'run.stopping', how: wish, by })
    if (wish === 'graceful') await within(drainMs, driven.runtime.drain())
    await driven.runtime.close()
  }

  /** The events from the first one on, until the run ends. */
  async *[Symbol.asyncIterator](): AsyncIterator<LedgerEvent> {
    let after = 0
    for (;;) {
      const ended = this.#ended
      for (const event of this.#since(after)) {
        after = event.seq
        yield event
      }
      if (ended) break
      if (!this.#ended) await new Promise<void>((wake) => this.#wake.push(wake))
    }
    await this.result
  }

  #since(after: number): readonly LedgerEvent[] {
    if (this.#ledger === null) return []
    const db = openForReading(this.#ledger)
    try {
      return [...readEvents(db, after)]
    } finally {
      db.close()
    }
  }

  async #live({ driven, manifest, folder, log }: Opened, signal: AbortSignal | undefined): Promise<RunResult> {
    this.#driven = driven
    this.state = driven.state
    this.#ledger = join(folder, 'ledger.db')
    this.emit('begun', manifest.run)
    log.logger.info({ ...manifest, node: process.version }, 'the run begins')
    const unfollow = driven.runtime.follow((event) => {
      log.see(event)
      this.emit('event', event)
      this.#wakeAll()
    })
    const watch = this.#watch(folder, driven, signal)
    try {
      const result = await this.#finish(driven, manifest)
      await driven.runtime.close()
      await exportFrom(join(folder, 'ledger.db'), manifest.documents)
      return result
    } catch (cause) {
      log.logger.error({ err: cause }, 'the run broke')
      throw cause
    } finally {
      watch()
      unfollow()
      await driven.runtime.close()
      await log.close()
    }
  }

  async #finish({ go, state, running }: Driven, { run, documents }: Opened['manifest']): Promise<RunResult> {
    try {
      const { outcome, reason } = await go()
      return { run, outcome: outcomeOf(outcome), reason, documents, state, exitCode: exitCodes[outcomeOf(outcome)] }
    } catch (cause) {
      if (this.#stopping === null) throw cause
      await this.#writeInterim(running, documents)
      const reason = `stopped by ${this.#stopReason}; "echelon resume" goes on with it`
      return { run, outcome: 'stopped', reason, documents, state, exitCode: 4 }
    }
  }

  /** A stopped run has documents too: what is known so far. */
  async #writeInterim({ site }: Driven['running'], documents: string): Promise<void> {
    await mkdir(documents, { recursive: true })
    const book = await bookOf({ site, events: () => this.#since(0) })
    for (const [name, text] of renderAll(book).files) await site.archive.writeDocument(name, text)
  }

  /** Looks after the outside of the run: commands of other processes, its deadline, the caller's signal. */
  #watch(folder: string, { running, state }: Driven, signal: AbortSignal | undefined): () => void {
    const inbox = new Inbox(folder)
    let seen = inbox.newest()
    const look = (): void => {
      for (const { id, command } of inbox.after(seen)) {
        seen = id
        if (command.kind === 'stop') void this.stop(command.how, command.by)
        else void this.#driven?.runtime.signal(command.unit, command.name, command.data, `inbox ${id}`)
      }
      callOffLook = systemClock.after(inboxMs, look)
    }
    let callOffLook = systemClock.after(inboxMs, look)
    const left = Math.max(0, running.limits.runMinutes * 60_000 - state.now)
    const callOffDeadline = systemClock.after(left, () => void this.stop('graceful', 'its limit of running time'))
    const abort = (): void => void this.stop('now', 'the caller')
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted === true) abort()
    return () => {
      callOffLook()
      callOffDeadline()
      signal?.removeEventListener('abort', abort)
      inbox.close()
    }
  }

  #end(): void {
    this.#ended = true
    this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

interface Opened {
  readonly driven: Driven
  readonly manifest: { readonly run: string; readonly documents: string }
  readonly folder: string
  readonly log: RunLog
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
  const run = runId(resolved.mission.name)
  const folder = join(prepared.folders.runs, run)
  const documents = options.out === undefined ? folder : resolve(options.out)
  const goal = options.goal ?? ''
  const asked = options.limits ?? {}
  await prepareFolders(prepared.folders)
  const driven = await drive({ prepared, resolved, limits: limitsFor(resolved.mission, asked), run, goal, documents })
  const { commit } = prepared.repository
  const manifest = {
    run,
    mission: resolved.mission.name,
    goal,
    limits: asked,
    commit,
    documents,
    backend: prepared.defaultBackend,
  }
  await writeManifest(folder, manifest, prepared.redactor)
  return { driven, manifest, folder, log: openLog(folder, prepared.redactor) }
}

async function openAgain(options: ResumeOptions): Promise<Opened> {
  const signal = options.signal ?? new AbortController().signal
  const { folders } = await locate(options, signal)
  const run = await findRun(folders, options.run)
  const folder = join(folders.runs, run)
  const manifest = await readManifest(folder)
  const prepared = await prepare({ backend: manifest.backend, ...options }, signal, {
    missions: options.missions ?? [],
    commit: manifest.commit,
  })
  const resolved = prepared.resolve(manifest.mission)
  const limits = limitsFor(resolved.mission, manifest.limits)
  const driven = await drive({ prepared, resolved, limits, run, goal: manifest.goal, documents: manifest.documents })
  return { driven, manifest, folder, log: openLog(folder, prepared.redactor) }
}

async function exportFrom(ledger: string, documents: string): Promise<void> {
  await mkdir(documents, { recursive: true })
  const db = openForReading(ledger)
  try {
    await exportLedger(readLinks(db, 0), join(documents, 'ledger.jsonl'))
  } finally {
    db.close()
  }
}

/** Sorts by time; says which mission; four digits keep two runs of one second apart. */
function runId(mission: string): string {
  const time = new Date(systemClock.wall())
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '')
    .replace('T', '-')
  return `${time}-${mission}-${randomBytes(2).toString('hex')}`
}

const exitCodes = { accomplished: 0, failed: 1, partial: 3, aborted: 4, stopped: 4 } as const

function outcomeOf(text: string): RunOutcome {
  switch (text) {
    case 'accomplished':
    case 'partial':
    case 'aborted':
      return text
    default:
      return 'failed'
  }
}

function within(milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((done, fail) => {
    const callOff = systemClock.after(milliseconds, done)
    work.then(
      () => {
        callOff()
        done()
      },
      (cause) => {
        callOff()
        fail(cause)
      },
    )
  })
}
