import type { Settled } from '../../ports/runtime.ts'

/** A unit of this process life, running or ended. There may be tens of thousands: it holds nothing before it is needed. */
export class Handle {
  readonly id: string
  readonly parent: Handle | null
  readonly children = new Set<Handle>()
  /** Ended children that `first` has not handed out, in the order in which they ended. */
  readonly ended = new Set<string>()
  settled: Settled | null = null
  /** Why the unit must end. Null: it may go on. */
  aborted: Error | null = null
  #waiters: ((settled: Settled) => void)[] = []
  #wake: (() => void) | null = null
  #onAbort: (() => void) | null = null
  #controller: AbortController | null = null

  constructor(id: string, parent: Handle | null) {
    this.id = id
    this.parent = parent
    parent?.children.add(this)
  }

  /** Aborted with the unit; for agents. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.aborted !== null) this.#controller.abort(this.aborted)
    }
    return this.#controller.signal
  }

  abort(why: Error): void {
    if (this.aborted !== null) return
    this.aborted = why
    this.#controller?.abort(why)
    this.#onAbort?.()
  }

  /** Resolves when the unit has ended. */
  end(): Promise<Settled> {
    if (this.settled !== null) return Promise.resolve(this.settled)
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  settle(settled: Settled): void {
    this.settled = settled
    for (const resolve of this.#waiters.splice(0)) resolve(settled)
    if (this.parent === null) return
    this.parent.children.delete(this)
    this.parent.ended.add(this.id)
    this.parent.#wake?.()
  }

  /** Resolves when another child has ended. One caller at a time: mission code waits for one thing at a time. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null
        resolve()
      }
    })
  }

  /** The same, but rejects as soon as the unit is aborted. One at a time. */
  unlessAborted<T>(waiting: Promise<T>): Promise<T> {
    if (this.aborted !== null) return Promise.reject(this.aborted)
    return new Promise((resolve, reject) => {
      this.#onAbort = () => reject(this.aborted)
      waiting.then(resolve, reject)
    })
  }
}
