import PQueue from 'p-queue'
import type { Cap } from '../../ports/runtime.ts'

/** Lets agents work under their caps. Caps are named, so that all units that hold one share it. */
export class Admission {
  readonly #queues = new Map<string, PQueue>()
  readonly #gates = new Map<string, Gate>()
  readonly #entry: PQueue
  #paused = false
  #working = 0
  #idle: (() => void)[] = []

  constructor() {
    this.#entry = new PQueue({ concurrency: Number.POSITIVE_INFINITY })
  }

  /** Runs `work` as soon as every cap has room. Caps are given from the innermost level to the outermost. */
  async run(caps: readonly Cap[], work: () => Promise<void>): Promise<void> {
    const slots = binding(caps.filter((cap) => cap.weight === undefined))
    const weights = caps.filter((cap) => cap.weight !== undefined)
    const counted = async (): Promise<void> => {
      this.#working += 1
      try {
        await work()
      } finally {
        this.#working -= 1
        if (this.#working === 0) for (const resolve of this.#idle.splice(0)) resolve()
      }
    }
    const weighed = weights.reduceRight<() => Promise<void>>(
      (inner, cap) => () => this.#gate(cap).hold(cap.weight ?? 1, inner),
      counted,
    )
    const slotted = slots.reduceRight<() => Promise<void>>((inner, cap) => () => this.#queue(cap).add(inner), weighed)
    if (slots.length === 0) return this.#entry.add(slotted)
    return slotted()
  }

  /** Takes in nobody new. Those at work go on. */
  pause(): void {
    this.#paused = true
    for (const queue of [this.#entry, ...this.#queues.values()]) queue.pause()
  }

  /** Resolves when nobody works. */
  idle(): Promise<void> {
    if (this.#working === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Forgets everybody who waits. */
  clear(): void {
    for (const queue of [this.#entry, ...this.#queues.values()]) queue.clear()
  }

  #queue({ name, limit }: Cap): PQueue {
    const known = this.#queues.get(name)
    if (known !== undefined) return known
    const made = new PQueue({ concurrency: limit, autoStart: !this.#paused })
    this.#queues.set(name, made)
    return made
  }

  #gate({ name, limit }: Cap): Gate {
    const known = this.#gates.get(name) ?? new Gate(limit)
    this.#gates.set(name, known)
    return known
  }
}

/** A cap that an outer, enclosing cap already keeps costs a queue and decides nothing. */
function binding(caps: readonly Cap[]): readonly Cap[] {
  return caps.filter((cap, index) => caps.slice(index + 1).every((outer) => outer.limit > cap.limit))
}

/** A cap by weight, first come first served: a heavy unit is not overtaken for ever by light ones. */
class Gate {
  readonly #limit: number
  #used = 0
  readonly #waiting: { readonly weight: number; readonly enter: () => void }[] = []
  constructor(limit: number) {
    this.#limit = limit
  }

  async hold(weight: number, work: () => Promise<void>): Promise<void> {
    // A unit heavier than the whole gate would wait for ever; it enters alone and its door refuses it.
    const share = Math.min(weight, this.#limit)
    if (this.#waiting.length > 0 || this.#used + share > this.#limit)
      await new Promise<void>((enter) => this.#waiting.push({ weight: share, enter }))
    else this.#used += share
    try {
      await work()
    } finally {
      this.#used -= share
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#used + next.weight > this.#limit) return
      this.#used += next.weight
      this.#waiting.shift()
      next.enter()
    }
  }
}
