import type { Clock } from '../../ports/clock.ts'
import { type EarlySignal, signalKey } from './history.ts'

/** Node's timers overflow beyond this; whoever waits longer is woken and asks again. */
const longestTimer = 2 ** 31 - 1

/** Signals that were delivered and not yet taken, and the units that wait for one. */
export class Signals {
  readonly #kept: Map<string, EarlySignal[]>
  readonly #waiters = new Map<string, (() => void)[]>()
  readonly #clock: Clock
  constructor(kept: Map<string, EarlySignal[]>, clock: Clock) {
    this.#kept = kept
    this.#clock = clock
  }

  keep(unit: string, name: string, signal: EarlySignal): void {
    const key = signalKey(unit, name)
    this.#kept.set(key, [...(this.#kept.get(key) ?? []), signal])
  }

  wake(unit: string, name: string): void {
    for (const wake of this.#waiters.get(signalKey(unit, name))?.splice(0) ?? []) wake()
  }

  take(unit: string, name: string): EarlySignal | null {
    return this.#kept.get(signalKey(unit, name))?.shift() ?? null
  }

  /** Resolves when such a signal arrives, when the time is over, or when the unit is cancelled. */
  arrived(unit: string, name: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    const key = signalKey(unit, name)
    const waiters = this.#waiters.get(key) ?? []
    this.#waiters.set(key, waiters)
    return new Promise((resolve) => {
      const callOff = this.#clock.after(Math.min(milliseconds, longestTimer), resolve)
      const end = (): void => {
        callOff()
        resolve()
      }
      waiters.push(end)
      signal.addEventListener('abort', end, { once: true })
    })
  }
}
