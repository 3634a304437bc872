import type { Placed } from './store.ts'

/** A file that its parser refused. */
export interface UnparsableFact extends Placed {
  readonly language: string
  readonly message: string
}

/**
 * Every kind of fact by its singular name. A group of facts is declared beside the collector that finds it and is
 * listed here, so that a query can name it.
 */
export interface FactTables {
  unparsable: UnparsableFact
}
