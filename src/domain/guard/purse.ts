/** Counts things that went, so that each of them pays for one that came: what is only moved is nothing new. */
export class Purse {
  readonly #counts = new Map<string, number>()

  constructor(keys: Iterable<string>) {
    for (const key of keys) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** Whether there was one left, which is now spent. */
  spend(key: string): boolean {
    const count = this.#counts.get(key) ?? 0
    if (count > 0) this.#counts.set(key, count - 1)
    return count > 0
  }
}

/** A line in its own words, whatever its indentation. */
export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
