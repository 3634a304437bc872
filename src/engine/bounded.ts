import { EchelonError } from '../domain/errors.ts'
import type { Failure } from '../domain/fact/words.ts'
import type { Clock } from '../ports/clock.ts'

/** How long an agent may take to stop after it was told to. Then it is given up and its answer ignored. */
const graceMs = 10_000

export interface Stop {
  readonly failure: Failure
  readonly detail: string
}

export type Bounded<T> =
  | { readonly ended: true; readonly value: T; readonly stop: Stop | null }
  | { readonly ended: false; readonly stop: Stop }

export interface Bounds {
  readonly clock: Clock
  readonly milliseconds: number
  /** Aborts `signal`. */
  readonly abort: (why: Error) => void
  /** Aborted by the run, or by `abort`. */
  readonly signal: AbortSignal
}

/** Runs work that ends for certain: at its own end, at its limit, at the run's end, or ten seconds after it was told to stop. */
export function bounded<T>(
  { clock, milliseconds, signal, abort }: Bounds,
  work: (stop: (why: Stop) => void) => Promise<T>,
): Promise<Bounded<T>> {
  return new Promise((resolve, reject) => {
    let stopped: Stop | null = null
    let callOffGrace = (): void => {}
    const stop = (why: Stop): void => {
      if (stopped !== null) return
      stopped = why
      callOffGrace = clock.after(graceMs, () => settle(() => resolve({ ended: false, stop: why })))
      abort(new EchelonError('aborted', why.detail))
    }
    const onAbort = (): void => stop({ failure: 'aborted', detail: 'the run was stopped' })
    const callOffLimit = clock.after(milliseconds, () =>
      stop({ failure: 'timeout', detail: `no answer within ${milliseconds / 60_000} minutes` }),
    )
    const settle = (answer: () => void): void => {
      callOffLimit()
      callOffGrace()
      signal.removeEventListener('abort', onAbort)
      answer()
    }
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    work(stop).then(
      (value) => settle(() => resolve({ ended: true, value, stop: stopped })),
      (cause) => settle(() => (stopped === null ? reject(cause) : resolve({ ended: false, stop: stopped }))),
    )
  })
}
