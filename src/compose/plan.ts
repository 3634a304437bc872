import type { Detected } from '../checks/detect.ts'
import type { Mission } from '../domain/mission.ts'
import { needsGrounds } from '../engine/needs.ts'
import { type Plan, planRun } from '../engine/plan.ts'
import { declaredChecks, settingsOf } from './grounds.ts'
import { limitsFor, prepare } from './prepare.ts'
import type { OpenedRepository } from './repository.ts'
import type { MissionOptions } from './start.ts'

/** What a mission would do here: phases, rosters, caps, checks, time and cost. Spends nothing and writes nothing. */
export async function planMission(options: Omit<MissionOptions, 'on'>): Promise<Plan> {
  const signal = options.signal ?? new AbortController().signal
  const missions = typeof options.mission === 'string' ? [] : [options.mission]
  const prepared = await prepare(options, signal, { missions })
  const { mission, warnings } = prepared.resolve(options.mission)
  const site = prepared.site(prepared.folders.state, () => null)
  const limits = limitsFor(mission, options.limits)
  const found = await checksOf(prepared.repository, mission, signal)
  const [checks, checksLeftOut] = [found?.checks ?? null, found?.leftOut ?? []]
  return planRun(site, { mission, limits, warnings, checks, checksLeftOut })
}

/** Only what lands is checked. Mistakes in the settings stop the plan as they would stop the run. */
async function checksOf(
  repository: OpenedRepository,
  { phases }: Mission,
  signal: AbortSignal,
): Promise<Detected | null> {
  const { versioned, below, root } = repository
  if (!needsGrounds(phases) || !versioned || below !== '') return null
  return declaredChecks(repository, await settingsOf(root), signal)
}
