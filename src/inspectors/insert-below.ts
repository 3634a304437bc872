import type { Edit } from '../domain/edit.ts'
import { linesOf } from './cite.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Lines put in below a line that is written again with them: in a file that has changed since, the edit is refused
 * instead of landing somewhere else.
 */
export function insertBelow(snapshot: Snapshot, file: string, line: number, lines: readonly string[]): Edit | null {
  const anchor = linesOf(snapshot, file)[line - 1]
  return anchor === undefined ? null : { file, line, remove: [anchor], insert: [anchor, ...lines] }
}
