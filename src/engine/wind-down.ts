import { parseCondition } from '../domain/condition.ts'
import { holds } from '../domain/measure-condition.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import { phaseOf } from './place.ts'
import type { Running } from './running.ts'

/** Share of the night that is kept for what must still land, the last checks and the handoff, and the most that is kept. */
const kept = { share: 0.1, minutesAtMost: 15 }

/** Why no new work is begun any more. Null: there is time. What is at work goes on; it has its own limits. */
export function windDown(running: Running, phase: string): string | null {
  return nightEnds(running) ?? phaseEnds(running, phase) ?? stopHolds(running)
}

/** What is kept of a night's minutes. */
export function reserveMinutes({ runMinutes }: Pick<ResolvedLimits, 'runMinutes'>): number {
  return keptOf(runMinutes)
}

function keptOf(minutes: number): number {
  return Math.min(kept.minutesAtMost, minutes * kept.share)
}

function nightEnds({ state, limits, until, site }: Running): string | null {
  const wall = site.clock.wall()
  const night = until === null ? 0 : (until - (state.started?.wall ?? wall)) / 60_000
  if (until !== null && wall >= until - keptOf(night) * 60_000)
    return `it is nearly ${new Date(until).toISOString().slice(11, 16)} UTC, when it is to be handed over`
  const minutes = state.now / 60_000
  if (minutes < limits.runMinutes - reserveMinutes(limits)) return null
  return `${minutes.toFixed(1)} of ${limits.runMinutes} minutes are over; the rest is kept for landing and the handoff`
}

function phaseEnds(running: Running, name: string): string | null {
  const { runMinutes } = phaseOf(running, name).limits
  const started = running.state.phases.get(name)?.started ?? null
  if (runMinutes === undefined || started === null) return null
  const minutes = (running.state.now - started) / 60_000
  return minutes < runMinutes ? null : `the ${runMinutes} minutes of phase "${name}" are over`
}

function stopHolds({ mission, state }: Running): string | null {
  for (const text of mission.stop) {
    const parsed = parseCondition(text)
    if (parsed.ok && holds(parsed.condition, state).holds) return `the stop condition "${text}" holds`
  }
  return null
}
