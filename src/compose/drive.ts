import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import { spending } from '../domain/spending.ts'
import type { Fact } from '../domain/event.ts'
import { apply } from '../domain/fold.ts'
import { emptyState, type RunState } from '../domain/state.ts'
import { Door } from '../engine/door.ts'
import { type Landing, openLanding } from '../engine/landing.ts'
import { needsGrounds } from '../engine/needs.ts'
import type { Running } from '../engine/running.ts'
import { rootUnit, unitsOf } from '../engine/units.ts'
import type { ResolvedMission } from '../library/resolve.ts'
import type { Runtime } from '../ports/runtime.ts'
import { openEmbedded } from '../runtimes/embedded/embedded.ts'
import { type OpenedGrounds, openGrounds } from './grounds.ts'
import type { Prepared } from './prepare.ts'

export interface DriveOptions {
  readonly prepared: Prepared
  readonly resolved: ResolvedMission
  readonly limits: ResolvedLimits
  readonly run: string
  readonly goal: string
  /** When somebody wakes up, milliseconds since 1970. */
  readonly until: number | null
  readonly documents: string
}

/** A run with its runtime open, before it starts or goes on. */
export interface Driven {
  readonly runtime: Runtime
  readonly running: Running
  readonly state: RunState
  /** Starts the run, or goes on with it. Resolves when its root unit ended. */
  go(): Promise<{ readonly outcome: string; readonly reason: string }>
  /** Ends everything at once: agents, checks, workspaces, and the lock. What has not ended can be resumed. */
  close(): Promise<void>
}

/** Puts a run together: runtime and lock, the state folded from its ledger, the engine's units over both. */
export async function drive({
  prepared,
  resolved,
  limits,
  run,
  goal,
  until,
  documents,
}: DriveOptions): Promise<Driven> {
  const state = emptyState()
  const door = new Door(limits)
  let opened: Runtime | null = null
  let grounds: OpenedGrounds | null = null
  let landing: Landing | null = null
  const stopping = new AbortController()
  const site = prepared.site(documents, () => grounds)
  const append = async (...facts: readonly Fact[]): Promise<void> => opened?.append(...facts)
  const running: Running = {
    site,
    append,
    stopped: stopping.signal,
    get landing() {
      return landing
    },
    run,
    goal,
    mission: resolved.mission,
    definitions: resolved.provenance,
    limits,
    until,
    door,
    state,
    events: () => [...(opened?.events() ?? [])],
  }
  const holder = `process ${process.pid}, run ${run}`
  const { clock, redactor } = prepared
  const runtime = await openEmbedded(unitsOf(running), {
    folder: join(prepared.folders.runs, run),
    lock: { folder: prepared.folders.state, holder },
    clock,
    redactor,
  })
  opened = runtime
  const close = async (): Promise<void> => {
    // The runtime first: whatever breaks off now is unfinished, and must not be written down as failed.
    const closed = runtime.close()
    stopping.abort(new EchelonError('aborted', 'The run is being stopped.'))
    await closed
    await grounds?.close()
  }
  try {
    const before = [...runtime.events()]
    for (const event of before) apply(state, event)
    checkDefinitions(running)
    door.recall({ spawned: specialistsOf(state), ...spending(before) })
    runtime.follow((event) => apply(state, event))
    const { versioned, below } = prepared.repository
    if (needsGrounds(resolved.mission.phases) && versioned && below === '') {
      const { repository, work: folder, env } = prepared
      grounds = await openGrounds({ repository, folder, run, holder, env, clock, signal: stopping.signal })
      landing = openLanding({ site, append, stopped: stopping.signal })
    }
    return { runtime, running, state, go: () => go(runtime, state), close }
  } catch (cause) {
    await close()
    throw cause
  }
}

async function go(runtime: Runtime, state: RunState): Promise<{ outcome: string; reason: string }> {
  if (state.started !== null && state.outcome === null) await resumeFacts(runtime, state)
  const { id } = await runtime.start('orchestrator', rootUnit, null)
  const settled = await runtime.result(id)
  switch (settled.status) {
    case 'done':
      return { outcome: state.outcome ?? 'failed', reason: state.reason }
    case 'failed':
      throw new EchelonError(
        'internal',
        `The orchestrator broke: ${settled.message}. This is a fault of Echelon; the ledger is kept.`,
      )
    case 'cancelled':
      return { outcome: 'aborted', reason: 'the run was cancelled' }
  }
}

/** Whoever worked when the process died works no longer. */
async function resumeFacts(runtime: Runtime, state: RunState): Promise<void> {
  const atWork = [...state.agents.values()].filter(({ actor, ended }) => actor.role === 'specialist' && ended === null)
  await runtime.append({
    type: 'run.resumed',
    boot: runtime.boot,
    interrupted: atWork.map(({ actor }) => actor.id),
  })
}

/** A run ends with the definitions it began with: changed orders are a new run. */
function checkDefinitions({ state, definitions }: Running): void {
  if (state.started === null) return
  const now = new Map(definitions.map((one) => [`${one.kind} ${one.name}`, one]))
  for (const { kind, name, file, sha256 } of state.started.fact.definitions) {
    if (now.get(`${kind} ${name}`)?.sha256 === sha256) continue
    throw new EchelonError(
      'input',
      `${file}:1  the ${kind} "${name}" has changed since this run began; restore it to resume, or start a new run`,
    )
  }
}

function specialistsOf(state: RunState): number {
  return [...state.agents.values()].filter(({ actor }) => actor.role === 'specialist').length
}
