import { performance } from 'node:perf_hooks'
import type { RunState } from '../../domain/state.ts'

/** The running time of a run at this instant: the ledger's, and what has gone by since its last event. */
export class RunningTime {
  #lastMs = 0
  #seenAt = performance.now()

  see({ now }: Pick<RunState, 'now'>): void {
    this.#lastMs = now
    this.#seenAt = performance.now()
  }

  get now(): number {
    return this.#lastMs + (performance.now() - this.#seenAt)
  }
}
