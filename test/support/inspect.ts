import type { Collector } from '../../src/inspectors/facts/collector.ts'
import type { FactStore } from '../../src/inspectors/facts/store.ts'
import { survey } from '../../src/inspectors/facts/survey.ts'
import type { Inspection, Inspector } from '../../src/inspectors/inspector.ts'
import { snapshotOf } from '../../src/inspectors/snapshot.ts'

/** Runs collectors over a small repository written down as path → text. */
export async function factsOf(files: Record<string, string>, collectors: readonly Collector[]): Promise<FactStore> {
  const { facts } = await survey(snapshotOf('test', Object.entries(files)), collectors, new AbortController().signal)
  return facts
}

/** Runs one inspector over a small repository. */
export async function inspect(
  inspector: Inspector,
  collectors: readonly Collector[],
  files: Record<string, string>,
): Promise<Inspection> {
  const snapshot = snapshotOf('test', Object.entries(files))
  const { signal } = new AbortController()
  const { facts } = await survey(snapshot, collectors, signal)
  return inspector.inspect({ facts, snapshot }, signal)
}
