import type { RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'

/** Below this share of the work, the pace so far says nothing about the rest. */
const enough = 0.25

/** What is left of the plan's estimate; when that is used up or there is none, the pace so far; else unknown. */
export function etaWords(state: RunState, elapsed: number, estimateMs: number | null): string {
  if (estimateMs !== null && elapsed < estimateMs) return `ETA ${clock(estimateMs - elapsed)}`
  const share = progress(state)
  if (share < enough) return 'ETA unknown'
  return `ETA ${clock((elapsed * (1 - share)) / share)}`
}

/** Share of the phases that is behind: a running one counts by its ended tasks. */
export function progress(state: RunState): number {
  const runnable = [...state.phases.values()].filter((phase) => phase.state !== 'held')
  if (runnable.length === 0) return 0
  const tasks = new Map<string, { all: number; ended: number }>()
  for (const { queued, end } of state.tasks.values()) {
    const counts = tasks.get(queued.fact.phase) ?? { all: 0, ended: 0 }
    tasks.set(queued.fact.phase, { all: counts.all + 1, ended: counts.ended + (end === null ? 0 : 1) })
  }
  const shares = runnable.map((phase): number => {
    if (phase.state === 'finished') return 1
    const { all, ended } = tasks.get(phase.name) ?? { all: 0, ended: 0 }
    return all === 0 ? 0 : ended / all
  })
  return shares.reduce((sum, share) => sum + share, 0) / runnable.length
}
