import type { Check } from '../domain/check.ts'
import { type Problem, problemLine } from '../domain/errors.ts'
import { type Limits, type ResolvedLimits, tighten } from '../domain/limits.ts'
import type { Mission, Phase } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'
import { emptyState } from '../domain/state.ts'
import type { HistoryRow } from '../ports/archive.ts'
import type { Site } from '../ports/site.ts'
import { Door } from './door.ts'
import { doing } from './doing.ts'
import { missing } from './needs.ts'
import { placeUnder } from './place.ts'
import type { Running } from './running.ts'

/** Time of a first audit by size, measured on repositories of 250 to 5,000 files on two cores: 1.5 s to 10 s. */
const millisecondsAtLeast = 1_000
const millisecondsPerFile = 2

/** One superior's part of a phase. */
export interface PlannedOrder {
  /** A coordinator's name, or `orchestrator` for its own explorers. */
  readonly who: string
  readonly strategy: string
  /** Whom the strategy may send. */
  readonly roster: readonly string[]
  /** Specialists of this superior that may work at once. */
  readonly cap: number
}

export interface PlannedPhase {
  readonly name: string
  readonly after: readonly string[]
  readonly go: readonly string[]
  readonly cap: number
  readonly orders: readonly PlannedOrder[]
  /** What its superiors have done, in words. */
  readonly does: readonly string[]
  /** Whether it changes files and lands them. */
  readonly lands: boolean
  /** Work beyond the order: what allows it, and within which limits. Null: it is part of the order. */
  readonly expansion: PlannedExpansion | null
  /** Why it will not run in this version. Null: it will. */
  readonly held: string | null
}

export interface PlannedExpansion {
  /** The standing order that allows it. */
  readonly order: string
  readonly budget: { readonly agents: number; readonly spawns: number; readonly minutes: number; readonly usd: number }
}

export interface Estimate {
  /** Null: nobody can know. */
  readonly minutes: number | null
  readonly minutesFrom: 'earlier runs' | 'size of the repository' | 'unknown'
  readonly usd: number | null
  /** What the run may spend at most, whatever it costs. */
  readonly usdLimit: number
}

/** What a mission would do. Making one spends nothing and writes nothing. */
export interface Plan {
  readonly mission: string
  readonly description: string
  readonly repository: { readonly name: string; readonly commit: string; readonly files: number }
  readonly limits: ResolvedLimits
  readonly phases: readonly PlannedPhase[]
  /** The repository's own checks, in the order in which they run. Null: this mission runs none here. */
  readonly checks: readonly Check[] | null
  /** What the repository declares as well, and a night has no time for. */
  readonly checksLeftOut: readonly Check[]
  readonly success: readonly string[]
  readonly estimate: Estimate
  /** What a person should know before starting, as `file:line  problem`. */
  readonly warnings: readonly string[]
}

/** What is planned, before anybody has looked at the repository. */
export interface Planning {
  readonly mission: Mission
  readonly limits: ResolvedLimits
  readonly warnings: readonly Problem[]
  readonly checks: readonly Check[] | null
  readonly checksLeftOut: readonly Check[]
}

export async function planRun(site: Site, { mission, limits, warnings, ...checks }: Planning): Promise<Plan> {
  const { name, commit, files } = site.repository
  return {
    mission: mission.name,
    description: mission.description,
    repository: { name, commit, files: files.length },
    limits,
    phases: mission.phases.map((phase) => planPhase(site, mission, limits, phase)),
    ...checks,
    success: mission.success,
    estimate: estimate(site, mission, limits, await site.archive.readHistory()),
    warnings: warnings.map(problemLine),
  }
}

function planPhase(site: Site, mission: Mission, limits: ResolvedLimits, phase: Phase): PlannedPhase {
  const running = idle(site, mission, limits)
  const own = placeUnder(running, phase.name, { role: 'orchestrator', name: 'orchestrator' })
  const explorers: readonly PlannedOrder[] =
    phase.explorers.length === 0
      ? []
      : [
          {
            who: 'orchestrator',
            strategy: phase.decompose ?? 'roster',
            roster: phase.explorers,
            cap: own.caps.coordinator,
          },
        ]
  const coordinators = phase.coordinators.map((who): PlannedOrder => {
    const place = placeUnder(running, phase.name, { role: 'coordinator', name: who })
    const chosen = phase.decompose ?? site.library.coordinators.get(who)?.decompose ?? 'roster'
    const strategy = typeof chosen === 'string' ? chosen : 'its own function'
    return {
      who,
      strategy,
      roster: workersOf(strategy, place.roster),
      cap: Math.min(place.caps.coordinator, place.caps.phase, place.caps.run),
    }
  })
  const { name, after, go, needs } = phase
  const orders = [...explorers, ...coordinators]
  return {
    name,
    after,
    go,
    cap: own.caps.phase,
    orders,
    does: [...new Set(orders.map(({ strategy }) => doing(strategy, phase)))],
    lands: needs.includes('workspaces'),
    expansion: expansionOf(limits, phase),
    held: missing(phase, site),
  }
}

/** What the ledger has when it begins may be less, never more. */
function expansionOf(limits: ResolvedLimits, { expansion, limits: own }: Phase): PlannedExpansion | null {
  if (expansion === null) return null
  const { agents, spawns, runMinutes, costUsd } = tighten(limits, own)
  return { order: expansion, budget: { agents, spawns, minutes: runMinutes, usd: costUsd } }
}

/** A run that never starts: enough of one to ask where everybody would stand. */
function idle(site: Site, mission: Mission, limits: ResolvedLimits): Running {
  const door = new Door(limits)
  return {
    site,
    run: '',
    goal: '',
    mission,
    definitions: [],
    limits,
    until: null,
    door,
    state: emptyState(),
    events: () => [],
    append: async () => {},
    landing: null,
    stopped: new AbortController().signal,
  }
}

function estimate(site: Site, mission: Mission, limits: ResolvedLimits, history: readonly HistoryRow[]): Estimate {
  const usd = costs(site, mission, limits)
  const common = { usd, usdLimit: limits.costUsd }
  const before = history.filter((row) => row.mission === mission.name).map((row) => row.minutes)
  if (before.length > 0) return { ...common, minutes: median(before), minutesFrom: 'earlier runs' }
  if (usd !== 0) return { ...common, minutes: null, minutesFrom: 'unknown' }
  const minutes = (millisecondsAtLeast + site.repository.files.length * millisecondsPerFile) / 60_000
  return { ...common, minutes, minutesFrom: 'size of the repository' }
}

/** Zero when nobody who could be spawned has a model; otherwise unknown before the plan is made. */
function costs(site: Site, mission: Mission, limits: Limits): number | null {
  const { library, backends, defaultBackend } = site
  const runnable = mission.phases.filter((phase) => missing(phase, site) === null)
  const used = runnable.flatMap(({ explorers, decompose, coordinators }) => [
    ...explorers,
    ...coordinators.flatMap((name) => workersOf(decompose, library.coordinators.get(name)?.specialists ?? [])),
  ])
  const hasModel = (specialist: Specialist | undefined): boolean =>
    backends.get(specialist?.backend ?? defaultBackend)?.capabilities.model ?? false
  return used.some((name) => hasModel(library.specialists.get(name))) && limits.costUsd !== 0 ? null : 0
}

/** Strategies that send certain specialists do not spawn the rest of the roster. */
function workersOf(strategy: string | null, roster: readonly string[]): readonly string[] {
  const only: Readonly<Record<string, readonly string[]>> = {
    survey: ['surveyor'],
    recon: ['surveyor', 'check-runner'],
    findings: ['evidence-checker'],
    consolidate: ['registrar'],
  }
  const some = strategy === null ? undefined : only[strategy]
  return some === undefined ? roster : roster.filter((name) => some.includes(name))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
