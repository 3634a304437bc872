import type { Settled } from '../../ports/runtime.ts'

/** Shared by all units without ended children; never added to. */
const nothing = new Set<string>()

/** A unit of this process life, running or ended. There may be tens of thousands: it holds nothing before it is needed. */
export class Handle {
  readonly id: string
  readonly parent: Handle | null
  /** Ended children that `first` has not handed out, in the order in which they ended. */
  ended: Set<string>
  settled: Settled | null = null
  /** Why the unit must end. Null: it may go on. */
  aborted: Error | null = null
  #children: Set<Handle> | null = null
  #waiters: ((settled: Settled) => void)[] | null = null
  #wake: (() => void) | null = null
  #onAbort: (() => void) | null = null
  #controller: AbortController | null = null

  constructor(id: string, parent: Handle | null) {
    this.id = id
    this.parent = parent
    this.ended = nothing
    if (parent === null) return
    parent.#children ??= new Set()
    parent.#children.add(this)
  }

  get children(): Iterable<Handle> {
    return this.#children ?? []
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
    return new Promise((resolve) => {
      this.#waiters ??= []
      this.#waiters.push(resolve)
    })
  }

  settle(settled: Settled): void {
    this.settled = settled
    for (const resolve of this.#waiters ?? []) resolve(settled)
    this.#waiters = null
    if (this.parent !== null) this.parent.#childEnded(this)
  }

  #childEnded(child: Handle): void {
    this.#children?.delete(child)
    if (this.ended === nothing) this.ended = new Set()
    this.ended.add(child.id)
    this.#wake?.()
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
