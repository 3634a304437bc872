import { applyEdits, type Edit } from '../domain/edit.ts'
import type { Collector } from './facts/collector.ts'
import { type FactName, FactStore, type Placed } from './facts/store.ts'
import type { FactTables } from './facts/tables.ts'
import { type Trees, treesOf } from './facts/trees.ts'
import type { View } from './inspector.ts'
import type { Snapshot, SourceFile } from './snapshot.ts'

/** What the facts of one name in the edited files should be, made from what they are. */
export interface Meant<N extends FactName> {
  readonly collector: Collector
  readonly fact: N
  readonly change: (before: readonly FactTables[N][]) => readonly FactTables[N][]
}

/** Whether the edited files still parse and say what was meant and nothing else. Lines may move; order does not count. */
export function comesOut<N extends FactName>(
  { facts, snapshot }: View,
  edits: readonly (Edit | null)[],
  { collector, fact, change }: Meant<N>,
): boolean {
  const files = editedFiles(snapshot, edits)
  if (files === null) return false
  const touched = new Set(files.map(({ path }) => path))
  const before = facts.all(fact).filter(({ file }) => touched.has(file))
  const after = reread(files, collector)
  return after !== null && sameFacts(change(before), after.all(fact))
}

/** The files as the edits leave them; null when an edit is missing or does not fit. */
export function editedFiles(snapshot: Snapshot, edits: readonly (Edit | null)[]): readonly SourceFile[] | null {
  const present = edits.filter((edit) => edit !== null)
  if (present.length !== edits.length) return null
  const files: SourceFile[] = []
  for (const [path, own] of Map.groupBy(present, ({ file }) => file)) {
    const file = snapshot.byPath.get(path)
    const edited = file === undefined ? null : applyEdits(file.text, own)
    if (file === undefined || edited?.ok !== true) return null
    files.push({ ...file, text: edited.text })
  }
  return files
}

/** The facts that one collector finds in these files alone; null when one of them does not parse as a whole. */
export function reread(files: readonly SourceFile[], collector: Collector): FactStore | null {
  const facts = new FactStore()
  for (const file of files) {
    const trees = treesOf(file)
    if (!parses(file, trees) || !collector.wants(file)) return null
    const pending = collector.collect(file, trees, (name, fact) => facts.add(name, fact))
    if (pending !== undefined) return null
  }
  return facts
}

function parses(file: SourceFile, trees: Trees): boolean {
  switch (file.language) {
    case 'typescript':
      return trees.typescript().error === null
    case 'yaml':
      return trees.yaml().error === null
    case 'python':
      return trees.python().isWhole
    default:
      return true
  }
}

function sameFacts(meant: readonly Placed[], found: readonly Placed[]): boolean {
  const [left, right] = [meant.map(unplaced).sort(), found.map(unplaced).sort()]
  return left.length === right.length && left.every((text, index) => text === right[index])
}

/** Messages of tools name lines too. */
function unplaced(fact: Placed): string {
  const kept = Object.entries(fact).filter(([key]) => !/[lL]ine$/.test(key))
  return JSON.stringify(kept).replace(/\bline \d+/g, 'line')
}
