import { type Plan, planRun } from '../engine/plan.ts'
import { limitsFor, prepare } from './prepare.ts'
import type { MissionOptions } from './start.ts'

/** What a mission would do here: phases, rosters, caps, time and cost. Spends nothing and writes nothing. */
export async function planMission(options: Omit<MissionOptions, 'on'>): Promise<Plan> {
  const signal = options.signal ?? new AbortController().signal
  const missions = typeof options.mission === 'string' ? [] : [options.mission]
  const prepared = await prepare(options, signal, { missions })
  const { mission, warnings } = prepared.resolve(options.mission)
  return planRun(
    prepared.site(prepared.folders.state, () => null),
    mission,
    limitsFor(mission, options.limits),
    warnings,
  )
}
