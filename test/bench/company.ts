import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/compose/clock.ts'
import type { LedgerEvent } from '../../src/domain/event.ts'
import { defaultLimits, type ResolvedLimits } from '../../src/domain/limits.ts'
import { apply } from '../../src/domain/fold.ts'
import { emptyState, type RunState } from '../../src/domain/state.ts'
import { Door } from '../../src/engine/door.ts'
import type { Running } from '../../src/engine/running.ts'
import { rootUnit, unitsOf } from '../../src/engine/units.ts'
import {
  type AgentBackend,
  type Coordinator,
  defineCoordinator,
  defineMission,
  defineSpecialist,
  type Mission,
  type Specialist,
} from '../../src/index.ts'
import type { Runtime } from '../../src/ports/runtime.ts'
import { openEmbedded } from '../../src/runtimes/embedded/embedded.ts'
import { type Script, scriptedBackend } from '../../src/testing/index.ts'
import { type Spent, stopwatch } from './meter.ts'
import { siteFor } from './site.ts'

/** The shape of a measured run: one phase, some teams, some specialists in each, some turns for each of them. */
export interface Company {
  readonly teams: number
  readonly specialists: number
  readonly turns: number
  /** Latency of one model call, milliseconds. */
  readonly latency: number
  /** Specialists of one team that work at the same instant. */
  readonly teamCap: number
  /** What a specialist does instead of its plain turns. */
  readonly script?: (job: { readonly task: string; readonly attempt: number }) => Script
}

export interface Worked {
  /** From the start of the run to the end of its phase. */
  readonly work: Spent
  /** From there to the end of the run: criteria, claims, documents. */
  readonly closing: Spent
  readonly events: number
  /** Bytes of all facts as they were written. */
  readonly payload: number
  readonly folder: string
}

export interface Watch {
  /** Folder of the ledger. Default: a new temporary one. */
  readonly folder?: string
  readonly on?: (event: LedgerEvent) => void
  /** Called when the run has ended and all of it is still in memory. */
  readonly atEnd?: () => void
}

/** Runs a whole hierarchy with scripted agents through the real engine and the real ledger on disc, or goes on with it. */
export async function work(company: Company, { folder, on, atEnd }: Watch = {}): Promise<Worked> {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'company-'))
  const { running, state } = runningFor(company)
  const runtime = await open(running, place)
  await recall(running, runtime)
  let readWork = stopwatch()
  let readClosing = stopwatch()
  let done: Spent = readWork()
  runtime.follow((event) => {
    apply(state, event)
    on?.(event)
    if (event.fact.type !== 'phase.finished') return
    done = readWork()
    readClosing = stopwatch()
  })
  readWork = stopwatch()
  await runtime.start('orchestrator', rootUnit, null)
  const settled = await runtime.result(rootUnit)
  const closing = readClosing()
  atEnd?.()
  if (state.outcome !== 'accomplished') throw new Error(`the company ended badly: ${JSON.stringify(settled)}`)
  const payload = payloadOf(runtime)
  await runtime.close()
  return { work: done, closing, events: state.events, payload, folder: place }
}

export function discard({ folder }: Pick<Worked, 'folder'>): void {
  rmSync(folder, { recursive: true, force: true })
}

/** The people of a company, for a run through the public door. */
export function cast(company: Company): {
  readonly mission: Mission
  readonly coordinators: readonly Coordinator[]
  readonly specialists: readonly Specialist[]
  readonly backends: readonly AgentBackend[]
} {
  const names = Array.from({ length: company.teams }, (_, n) => `team-${n}`)
  return {
    mission: defineMission({
      name: 'bench',
      description: 'A measurement.',
      limits: limitsFor(company),
      phases: [{ name: 'work', coordinators: names }],
    }),
    coordinators: names.map((name) => teamOf(name, company)),
    specialists: [defineSpecialist({ name: 'worker', description: 'Works.', tools: ['Read'], memoryMb: 1 })],
    backends: [scriptedBackend((job) => scriptOf(company, job), { clock: systemClock })],
  }
}

function runningFor(company: Company): { readonly running: Running; readonly state: RunState } {
  const { mission, ...people } = cast(company)
  const limits: ResolvedLimits = { ...defaultLimits, ...limitsFor(company) }
  const state = emptyState()
  const running: Running = {
    site: siteFor(people),
    run: 'bench',
    goal: '',
    mission,
    definitions: [],
    limits,
    door: new Door(limits),
    state,
    events: () => [],
    until: null,
    append: async () => {},
    landing: null,
    stopped: new AbortController().signal,
  }
  return { running, state }
}

function open(running: Running, folder: string): Promise<Runtime> {
  let opened: Runtime | null = null
  const units = unitsOf({ ...running, events: () => [...(opened?.events() ?? [])] })
  const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
  return openEmbedded(units, { folder, lock: null, clock: systemClock, redactor }).then((runtime) => {
    opened = runtime
    return runtime
  })
}

/** What an earlier life of the run left: its state, its spawns, and whoever was at work when it died. */
async function recall({ state, door }: Running, runtime: Runtime): Promise<void> {
  for (const event of runtime.events()) apply(state, event)
  if (state.started === null) return
  const specialists = [...state.agents.values()].filter(({ actor }) => actor.role === 'specialist')
  door.recall({ spawned: specialists.length, usd: 0, tokens: 0 })
  const interrupted = specialists.filter(({ ended }) => ended === null).map(({ actor }) => actor.id)
  const resumed = { type: 'run.resumed', boot: runtime.boot, interrupted } as const
  apply(state, { seq: 0, schema: 1, boot: runtime.boot, wall: 0, mono: 0, unit: 'engine', fact: resumed, hash: '' })
  await runtime.append(resumed)
}

function payloadOf(runtime: Runtime): number {
  let bytes = 0
  for (const { fact } of runtime.events()) bytes += Buffer.byteLength(JSON.stringify(fact))
  return bytes
}

function limitsFor({ teams, specialists, turns, teamCap }: Company): Partial<ResolvedLimits> {
  return {
    agents: teams * teamCap,
    spawns: Math.min(100_000, 4 * teams * specialists),
    turns: turns + 1,
    memoryMb: 100_000,
  }
}

function teamOf(name: string, { specialists, teamCap }: Company): Coordinator {
  const drafts = Array.from({ length: specialists }, (_, n) => ({
    key: `t${n}`,
    title: `Task ${n}`,
    specialist: 'worker',
  }))
  return defineCoordinator({
    name,
    description: name,
    specialists: ['worker'],
    limits: { agents: teamCap },
    decompose: () => drafts,
  })
}

function scriptOf(
  { script, turns, latency }: Company,
  job: { readonly task: string; readonly attempt: number },
): Script {
  if (script !== undefined) return script(job)
  const turn = { do: 'turn', ms: latency, tools: [{ name: 'read', class: 'read' }] } as const
  return [...Array.from({ length: turns }, () => turn), report]
}

/** How a scripted specialist says that it is done. */
export const report = { do: 'report', report: { outcome: 'done', summary: 'worked' } } as const
