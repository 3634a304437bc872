import type { AgentState, RunState } from '../../domain/state.ts'

export interface Step {
  readonly at: number
  readonly working: number
}

/** c(t): how many specialists were at work from each moment on. Whoever has not ended works until now. */
export function concurrency(state: RunState): readonly Step[] {
  const specialists = [...state.agents.values()].filter(({ actor }) => actor.role === 'specialist')
  return concurrencyOf(specialists, state.now)
}

/** c(t) of these agents only. */
export function concurrencyOf(agents: readonly AgentState[], now: number): readonly Step[] {
  const changes = new Map<number, number>()
  for (const { spawned, ended } of agents) {
    const end = ended ?? now
    changes.set(spawned, (changes.get(spawned) ?? 0) + 1)
    changes.set(end, (changes.get(end) ?? 0) - 1)
  }
  let working = 0
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      working += change
      return { at, working }
    })
}

/** The largest c(t). */
export function peakOf(state: RunState): number {
  return concurrency(state).reduce((peak, { working }) => Math.max(peak, working), 0)
}
