import { readdir } from 'node:fs/promises'

/** What a run may leave for people and pipelines, in the order in which they are worth reading. */
const names = [
  'HANDOFF.md',
  'PR_LEDGER.md',
  'TECHNICAL_DEBT.md',
  'report.html',
  'MVP_STATUS_REPORT.md',
  'METRICS.md',
  'TASKS.md',
  'SCRATCHPAD.md',
  'HISTORIAN.md',
  'quirks.md',
  'audit.json',
  'audit.sarif',
  'register.json',
  'metrics.json',
  'ledger.jsonl',
]

/** The documents of a run that are in this folder, whatever else a person keeps there. */
export async function documentsIn(folder: string): Promise<readonly string[]> {
  const there = new Set(await readdir(folder).catch(none))
  return names.filter((name) => there.has(name))
}

/** A run that has just begun has no folder for its documents yet. */
function none(cause: unknown): readonly string[] {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
  throw cause
}
