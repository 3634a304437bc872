import type { Register } from '../domain/debt.ts'
import type { Quirk } from '../domain/quirk.ts'

/** One finished run in the history of a repository: what trends compare with. */
export interface HistoryRow {
  readonly run: string
  readonly mission: string
  readonly finishedWall: number
  readonly outcome: string
  readonly commit: string
  /** Minutes the run worked. */
  readonly minutes: number
  readonly metrics: { readonly [name: string]: number | null }
}

/** What outlives a run: its documents, the register and the history. Every write is keyed, so that it happens once. */
export interface Archive {
  readRegister(): Promise<Register>
  readHistory(): Promise<readonly HistoryRow[]>
  /** Whether the document is there with exactly this text. */
  hasDocument(name: string, text: string): Promise<boolean>
  /** Writes a document whole: temporary file, flush, rename. */
  writeDocument(name: string, text: string): Promise<void>
  /** Takes away a document that an earlier run left and this one did not earn. */
  removeDocument(name: string): Promise<void>
  /** Adds a row unless the run has one. */
  appendHistory(row: HistoryRow): Promise<void>
  writeRegister(register: Register): Promise<void>
  /** Lessons of earlier runs. */
  readQuirks(): Promise<readonly Quirk[]>
  writeQuirks(quirks: readonly Quirk[]): Promise<void>
  /** Where documents go, for the summary. */
  readonly place: string
}
