import type { Settled } from '../../ports/runtime.ts'

/** A unit of this process life, running or ended. */
export class Handle {
  readonly id: string
  readonly parent: Handle | null
  readonly children = new Set<Handle>()
  /** Ended children that `first` has not handed out, in the order in which they ended. */
  readonly ended = new Set<string>()
  /** Aborts the agent, or ends the waiting of the mission code. */
  readonly abort = new AbortController()
  settled: Settled | null = null
  #waiters: ((settled: Settled) => void)[] = []
  #wake: (() => void) | null = null

  constructor(id: string, parent: Handle | null) {
    this.id = id
    this.parent = parent
    parent?.children.add(this)
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
    this.parent.wake()
  }

  wake(): void {
    this.#wake?.()
    this.#wake = null
  }

  /** Resolves when another child has ended. One caller at a time: mission code waits for one thing at a time. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
