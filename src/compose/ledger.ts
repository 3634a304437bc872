import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Verification } from '../runtimes/chain.ts'
import { readLinks } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'
import { ledgerLine } from './export-ledger.ts'
import { readRun } from './read-run.ts'

/** The lines of a ledger, from a run's folder or from an export. */
export async function ledgerLines(path: string): Promise<Iterable<string>> {
  const database = join(path, 'ledger.db')
  if (existsSync(database)) return linesOf(database)
  const file = (await stat(path)).isDirectory() ? join(path, 'ledger.jsonl') : path
  const text = await readFile(file, 'utf8')
  return text.split('\n').filter((line) => line !== '')
}

/** Whether every event of a ledger still hashes to what was written. */
export async function verifyLedger(path: string): Promise<Verification> {
  return (await readRun(path)).verification
}

function* linesOf(database: string): Iterable<string> {
  const db = openForReading(database)
  try {
    for (const link of readLinks(db, 0)) yield ledgerLine(link)
  } finally {
    db.close()
  }
}
