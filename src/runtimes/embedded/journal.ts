import type { Fact } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'
import type { Redactor } from '../../ports/redactor.ts'
import type { Blobs } from './blobs.ts'

/**
 * How values become text on disc. Everything passes the redactor, and the code gets back what was kept: a replay, which
 * reads only what was kept, must not differ from the first time.
 */
export class Journal {
  readonly #redactor: Redactor
  readonly #blobs: Blobs
  constructor(redactor: Redactor, blobs: Blobs) {
    this.#redactor = redactor
    this.#blobs = blobs
  }

  keep(given: Json): { readonly value: Json; readonly text: string } {
    const plain = JSON.stringify(given ?? null)
    if (this.#redactor.text(plain) === plain) return { value: given, text: this.#blobs.put(plain) }
    const value = this.#redactor.json(given)
    return { value, text: this.#blobs.put(JSON.stringify(value)) }
  }

  keepFact(given: Fact): { readonly fact: Fact; readonly body: string } {
    const plain = JSON.stringify(given)
    if (this.#redactor.text(plain) === plain) return { fact: given, body: plain }
    const fact = this.#redactor.json(given)
    return { fact, body: JSON.stringify(fact) }
  }

  read(text: string): Json {
    return JSON.parse(this.#blobs.get(text))
  }
}
