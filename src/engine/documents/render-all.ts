import type { Book } from './book.ts'

export interface Rendered {
  /** File name → text, in the order in which they are written. */
  readonly files: ReadonlyMap<string, string>
  /** Sentences that say more than the ledger does; with any of them the run does not close. */
  readonly problems: readonly string[]
}

export function renderAll(_book: Book): Rendered {
  return { files: new Map(), problems: [] }
}
