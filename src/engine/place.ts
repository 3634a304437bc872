import { EchelonError } from '../domain/errors.ts'
import type { Actor } from '../domain/hierarchy.ts'
import { type ResolvedLimits, tighten } from '../domain/limits.ts'
import type { Phase } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { Running } from './running.ts'

/** What holds at one place of the hierarchy: whom the superior may spawn, and the caps and limits on the way down to it. */
export interface Place {
  readonly phase: Phase
  readonly roster: readonly string[]
  readonly caps: { readonly run: number; readonly phase: number; readonly coordinator: number }
  readonly limits: ResolvedLimits
}

const places = new WeakMap<Running, Map<string, Place>>()

/** The place under a superior: the orchestrator with a phase's explorers, or a coordinator with its roster. */
export function placeUnder(running: Running, phaseName: string, superior: Pick<Actor, 'role' | 'name'>): Place {
  const known = places.get(running) ?? new Map<string, Place>()
  places.set(running, known)
  const key = `${phaseName} ${superior.role} ${superior.name}`
  const place = known.get(key) ?? findPlace(running, phaseName, superior)
  known.set(key, place)
  return place
}

function findPlace(running: Running, phaseName: string, superior: Pick<Actor, 'role' | 'name'>): Place {
  const phase = phaseOf(running, phaseName)
  const inPhase = tighten(running.limits, phase.limits)
  const coordinator = superior.role === 'coordinator' ? running.site.library.coordinators.get(superior.name) : undefined
  const limits = coordinator === undefined ? inPhase : tighten(inPhase, coordinator.limits)
  return {
    phase,
    roster: coordinator?.specialists ?? phase.explorers,
    caps: { run: running.limits.agents, phase: inPhase.agents, coordinator: limits.agents },
    limits,
  }
}

export function phaseOf({ mission }: Pick<Running, 'mission'>, name: string): Phase {
  const phase = mission.phases.find((candidate) => candidate.name === name)
  if (phase === undefined) throw new EchelonError('internal', `The mission "${mission.name}" has no phase "${name}"`)
  return phase
}

/** Memory a specialist reserves; a name without a definition reserves nothing and is refused at the door. */
export function memoryOf(specialist: Specialist | undefined): number {
  return specialist?.memoryMb ?? 0
}
