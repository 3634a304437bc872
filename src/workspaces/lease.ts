import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EchelonError } from '../domain/errors.ts'
import { tryHold } from './owner.ts'

/** The longest wait for another process: a first fetch of a large repository takes minutes. */
const patienceMs = 15 * 60_000
const askAgainMs = 25

/** Lets one at a time work on what all share, in this process and among processes. */
export class Lease {
  readonly #file: string
  #last: Promise<unknown> = Promise.resolve()
  constructor(folder: string) {
    this.#file = join(folder, 'lease.db')
  }

  /** Runs the work alone. */
  hold<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#last.then(
      () => this.#alone(work, signal),
      () => this.#alone(work, signal),
    )
    // Whoever comes next waits for the end of this one, not for its success.
    this.#last = turn.catch(() => {})
    return turn
  }

  async #alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const until = performance.now() + patienceMs
    for (;;) {
      signal.throwIfAborted()
      const lock = tryHold(this.#file)
      if (lock !== null) {
        try {
          return await work()
        } finally {
          lock.release()
        }
      }
      if (performance.now() > until)
        throw new EchelonError(
          'locked',
          `${this.#file} has been held by another process for too long; end that process.`,
        )
      await sleep(askAgainMs, undefined, { signal })
    }
  }
}
