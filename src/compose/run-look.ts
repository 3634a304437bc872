import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import type { LedgerEvent } from '../domain/event.ts'
import { apply } from '../domain/fold.ts'
import { emptyState, type RunState } from '../domain/state.ts'
import { lockHolder } from '../runtimes/embedded/lock.ts'
import { readEvents } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'
import { type Folders, findRun, runsIn } from './folders.ts'

/**
 * How a run stands: `running` in a living process; `finished`; `stopped` by a wish; `interrupted` when its process died;
 * `empty` when it died before it wrote anything. All but the finished and the empty can be resumed.
 */
export type Standing = 'running' | 'finished' | 'stopped' | 'interrupted' | 'empty'

/** A run seen from outside, without touching it. */
export interface RunLook {
  readonly run: string
  readonly folder: string
  readonly standing: Standing
  readonly state: RunState
  /** When its last event was written, milliseconds since 1970. Null: it has none. */
  readonly lastWall: number | null
  /** Who works on it, for a running one. */
  readonly holder: string | null
}

/** Looks at one run: the one named, or the running one, or the latest. `on` sees each event as it is folded. */
export async function lookAtRun(
  folders: Folders,
  wanted: string | undefined,
  on: (event: LedgerEvent) => void = () => {},
): Promise<RunLook> {
  const holder = lockHolder(folders.state)
  const run = await findRun(folders, wanted ?? runOf(holder))
  return look(folders, { run, holder, on })
}

/** Looks at the latest runs, oldest first. */
export async function lookAtRuns(folders: Folders, latest: number): Promise<readonly RunLook[]> {
  const holder = lockHolder(folders.state)
  const runs = (await runsIn(folders)).slice(-latest)
  return runs.map((run) => look(folders, { run, holder, on: () => {} }))
}

/** The run that a process works on at this moment. Throws `not-found` when there is none, or when it is not the one named. */
export async function runningRun(folders: Folders, wanted: string | undefined): Promise<RunLook> {
  const running = runOf(lockHolder(folders.state))
  if (running === undefined) throw new EchelonError('not-found', `No run is at work in ${folders.state}.`)
  if (wanted === undefined || running.includes(wanted)) return lookAtRun(folders, running)
  const named = await findRun(folders, wanted)
  throw new EchelonError('not-found', `${named} is not at work; ${running} is.`)
}

/** Holders sign as `process 4711, run 20260102-030405-small-a1b2`. */
function runOf(holder: string | null): string | undefined {
  return holder?.match(/, run (\S+)$/)?.[1]
}

interface Glance {
  readonly run: string
  readonly holder: string | null
  readonly on: (event: LedgerEvent) => void
}

function look(folders: Folders, { run, holder, on }: Glance): RunLook {
  const folder = join(folders.runs, run)
  const isHeld = runOf(holder) === run
  const state = emptyState()
  let last: LedgerEvent | null = null
  let stoppedIn = 0
  for (const event of eventsIn(join(folder, 'ledger.db'))) {
    apply(state, event)
    on(event)
    last = event
    if (event.fact.type === 'run.stopping') stoppedIn = event.boot
  }
  const standing = standingOf({ last, stoppedIn, isHeld })
  if (standing !== 'running') dismiss(state)
  return { run, folder, state, standing, lastWall: last?.wall ?? null, holder: isHeld ? holder : null }
}

/** A run that died very early left a folder without a ledger, or one without its tables. */
function* eventsIn(file: string): Iterable<LedgerEvent> {
  if (!existsSync(file)) return
  const db = openForReading(file)
  try {
    if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'facts'").get() !== undefined) yield* readEvents(db, 0)
  } finally {
    db.close()
  }
}

interface Traces {
  readonly last: LedgerEvent | null
  /** The boot in which somebody asked it to stop; 0 for none. */
  readonly stoppedIn: number
  readonly isHeld: boolean
}

function standingOf({ last, stoppedIn, isHeld }: Traces): Standing {
  if (last?.fact.type === 'run.finished') return 'finished'
  if (isHeld) return 'running'
  if (last === null) return 'empty'
  return stoppedIn === last.boot ? 'stopped' : 'interrupted'
}

/** Nobody works in a run without a process, whatever its ledger could still tell. */
function dismiss(state: RunState): void {
  for (const agent of state.agents.values()) {
    if (agent.ended !== null) continue
    agent.ended = state.now
    agent.interrupted = true
    const task = agent.task === null ? undefined : state.tasks.get(agent.task)
    if (task !== undefined) task.state = 'queued'
  }
}
