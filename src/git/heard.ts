/** The most that one command may print. */
const outputLimitBytes = 256 * 1024 * 1024
const errorLimitBytes = 64 * 1024

/** What a command printed, as far as it is wanted. */
export class Heard {
  readonly stdout: Pile
  readonly stderr = new Pile(errorLimitBytes, () => {})
  /** It printed more than was asked for, which is no fault. */
  cut = false
  /** Called when it prints more than it may. */
  onFlood: (why: string) => void = () => {}
  constructor(cutBytes: number | undefined) {
    this.stdout = new Pile(cutBytes ?? outputLimitBytes, () => {
      this.cut = cutBytes !== undefined
      this.onFlood(`printed more than ${outputLimitBytes} bytes`)
    })
  }
  hear(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    this[stream].add(bytes)
  }
}

class Pile {
  readonly #chunks: Buffer[] = []
  readonly #limit: number
  readonly #onFull: () => void
  #size = 0
  constructor(limit: number, onFull: () => void) {
    this.#limit = limit
    this.#onFull = onFull
  }
  add(chunk: Buffer): void {
    if (this.#size + chunk.length > this.#limit) return this.#onFull()
    this.#size += chunk.length
    this.#chunks.push(chunk)
  }
  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
