import type { Fact } from '../domain/event.ts'
import type { Site } from '../ports/site.ts'
import { Checking } from './checking.ts'
import { Gate } from './gate.ts'
import { MergeLane } from './lane.ts'

/** What a change passes on its way to the mission branch, shared by all tasks of a run. */
export interface Landing {
  readonly checking: Checking
  readonly gate: Gate
  readonly lane: MergeLane
}

export interface LandingOptions {
  readonly site: Site
  readonly append: (...facts: readonly Fact[]) => Promise<void>
  readonly stopped: AbortSignal
}

/** Null when the run has no ground to land on. */
export function openLanding({ site, append, stopped }: LandingOptions): Landing | null {
  if (site.grounds === null) return null
  const { checks, trunk } = site.grounds
  const checking = new Checking({ checks, base: trunk.base, append, stopped })
  const gate = new Gate((commit) => site.auditAt(commit))
  const lane = new MergeLane({ trunk, checking, gate, clock: site.clock, append, stopped })
  return { checking, gate, lane }
}
