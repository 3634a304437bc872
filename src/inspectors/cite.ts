import type { Evidence } from '../domain/finding.ts'
import type { Snapshot } from './snapshot.ts'

export type CodeEvidence = Extract<Evidence, { kind: 'code' }>

/** Evidence that quotes a line (or a few) of the snapshot as it stands. */
export function cite(
  snapshot: Snapshot,
  file: string,
  line: number,
  options: { readonly endLine?: number; readonly role?: CodeEvidence['role'] } = {},
): CodeEvidence {
  const endLine = options.endLine ?? line
  const lines = linesOf(snapshot, file).slice(line - 1, endLine)
  const quote = lines.join('\n').trim().slice(0, 400) || '(empty line)'
  return { kind: 'code', file, startLine: line, endLine, quote, role: options.role ?? 'primary' }
}

const splits = new WeakMap<Snapshot, Map<string, readonly string[]>>()

/** The lines of a file, split once. */
export function linesOf(snapshot: Snapshot, file: string): readonly string[] {
  const known = splits.get(snapshot) ?? new Map<string, readonly string[]>()
  splits.set(snapshot, known)
  const lines = known.get(file) ?? (snapshot.byPath.get(file)?.text ?? '').split(/\r?\n/)
  known.set(file, lines)
  return lines
}
