/** Answers to questions whose answers never change; those used last are kept, up to a weight. */
export class Remembered<T> {
  readonly #most: number
  readonly #weigh: (answer: T) => number
  readonly #answers = new Map<string, { readonly answer: T; readonly weight: number }>()
  readonly #asked = new Map<string, Promise<T>>()
  #weight = 0
  constructor(most: number, weigh: (answer: T) => number) {
    this.#most = most
    this.#weigh = weigh
  }

  /** The answer; it is asked for once, however many want it at the same time. */
  async get(key: string, ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const known = this.#answers.get(key)
    if (known !== undefined) {
      this.#answers.delete(key)
      this.#answers.set(key, known)
      return known.answer
    }
    const asked = this.#asked.get(key)
    if (asked === undefined) return this.#ask(key, ask)
    try {
      return await asked
    } catch {
      // Whoever asked may have been called off, and we were not.
      signal.throwIfAborted()
      return this.get(key, ask, signal)
    }
  }

  async #ask(key: string, ask: () => Promise<T>): Promise<T> {
    const asking = ask()
    this.#asked.set(key, asking)
    try {
      const answer = await asking
      this.#keep(key, answer)
      return answer
    } finally {
      this.#asked.delete(key)
    }
  }

  #keep(key: string, answer: T): void {
    const weight = this.#weigh(answer)
    if (weight > this.#most) return
    this.#answers.set(key, { answer, weight })
    this.#weight += weight
    for (const [oldest, one] of this.#answers) {
      if (this.#weight <= this.#most) return
      this.#answers.delete(oldest)
      this.#weight -= one.weight
    }
  }
}
