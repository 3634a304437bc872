import type { SourceFile } from '../snapshot.ts'
import type { FactName } from './store.ts'
import type { FactTables } from './tables.ts'
import type { Trees } from './trees.ts'

export type Emit = <N extends FactName>(name: N, fact: FactTables[N]) => void

/**
 * Takes facts out of one file. The survey calls every collector that wants a file while the file's tree is in memory
 * and then lets the tree go, so that a large repository costs the memory of its facts, not of its trees.
 */
export interface Collector {
  readonly id: string
  wants(file: SourceFile): boolean
  /** A promise is awaited before the next collector sees the file. */
  collect(file: SourceFile, trees: Trees, emit: Emit): void | Promise<void>
}
