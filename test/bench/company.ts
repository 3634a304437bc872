import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/compose/clock.ts'
import type { Coordinator } from '../../src/domain/coordinator.ts'
import { defaultLimits, type ResolvedLimits } from '../../src/domain/limits.ts'
import type { Mission } from '../../src/domain/mission.ts'
import { apply, emptyState } from '../../src/domain/state.ts'
import { Door } from '../../src/engine/door.ts'
import type { Running } from '../../src/engine/running.ts'
import { rootUnit, unitsOf } from '../../src/engine/units.ts'
import { defineCoordinator, defineMission, defineSpecialist } from '../../src/index.ts'
import type { Site } from '../../src/ports/site.ts'
import { openEmbedded } from '../../src/runtimes/embedded/embedded.ts'
import { type Script, scriptedBackend } from '../../src/testing/index.ts'

export interface Company {
  readonly teams: number
  readonly specialists: number
  readonly turns: number
  /** Latency of one model call, milliseconds. */
  readonly latency: number
  readonly limits: Partial<ResolvedLimits>
  readonly teamCap?: number
}

export interface Worked {
  readonly wallMs: number
  readonly cpuMs: number
  readonly events: number
  readonly folder: string
}

/** Runs a whole hierarchy with scripted agents through the real engine and the real ledger on disc. */
export async function work(company: Company): Promise<Worked> {
  const { running, state } = runningFor(company)
  const folder = mkdtempSync(join(tmpdir(), 'echelon-bench-'))
  const runtime = await openEmbedded(unitsOf(running), {
    folder,
    lock: null,
    clock: systemClock,
    redactor: { text: (text) => text, json: (value) => value },
  })
  runtime.follow((event) => apply(state, event))
  const cpu = process.cpuUsage()
  const started = performance.now()
  await runtime.start('orchestrator', rootUnit, null)
  const settled = await runtime.result(rootUnit)
  const wallMs = performance.now() - started
  const used = process.cpuUsage(cpu)
  await runtime.close()
  if (settled.status !== 'done') throw new Error(JSON.stringify(settled))
  return { wallMs, cpuMs: (used.user + used.system) / 1_000, events: state.events, folder }
}

export function discard({ folder }: Pick<Worked, 'folder'>): void {
  rmSync(folder, { recursive: true, force: true })
}

function runningFor(company: Company): { running: Running; state: ReturnType<typeof emptyState> } {
  const limits = { ...defaultLimits, ...company.limits }
  const state = emptyState()
  const names = Array.from({ length: company.teams }, (_, n) => `team-${n}`)
  const mission: Mission = defineMission({
    name: 'bench',
    description: 'A measurement.',
    phases: [{ name: 'work', coordinators: names }],
  })
  const coordinators = names.map((name) => teamOf(name, company))
  const running: Running = {
    site: siteFor(coordinators, company),
    run: 'bench',
    goal: '',
    mission,
    definitions: [],
    limits,
    door: new Door(limits),
    state,
    events: () => [],
  }
  return { running, state }
}

function teamOf(name: string, { specialists, teamCap }: Company): Coordinator {
  return defineCoordinator({
    name,
    description: name,
    specialists: ['worker'],
    ...(teamCap === undefined ? {} : { limits: { agents: teamCap } }),
    decompose: () =>
      Array.from({ length: specialists }, (_, n) => ({ key: `t${n}`, title: `Task ${n}`, specialist: 'worker' })),
  })
}

function siteFor(coordinators: readonly Coordinator[], { turns, latency }: Company): Site {
  const worker = defineSpecialist({ name: 'worker', description: 'Works.', tools: ['Read'], memoryMb: 1 })
  const turn: Script = Array.from({ length: turns }, () => ({
    do: 'turn',
    ms: latency,
    tools: [{ name: 'read', class: 'read' }],
  }))
  const script: Script = [...turn, { do: 'report', report: { outcome: 'done', summary: 'worked' } }]
  const nothing = async (): Promise<never> => {
    throw new Error('a measurement audits nothing')
  }
  return {
    clock: systemClock,
    library: {
      specialists: new Map([['worker', worker]]),
      coordinators: new Map(coordinators.map((one) => [one.name, one])),
      missions: new Map(),
      provenance: [],
      problems: [],
    },
    repository: { name: 'bench', root: '/', commit: 'none', branch: 'none', dirty: false, files: [] },
    auditor: {
      survey: nothing,
      inspect: nothing,
      verify: nothing,
      suppressions: nothing,
      renames: nothing,
    },
    archive: {
      place: '',
      readRegister: nothing,
      readHistory: async () => [],
      hasDocument: async () => true,
      writeDocument: async () => {},
      appendHistory: async () => {},
      writeRegister: async () => {},
    },
    backends: new Map([['scripted', scriptedBackend(() => script, { clock: systemClock })]]),
    defaultBackend: 'scripted',
    version: 'bench',
  }
}
