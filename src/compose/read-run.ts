import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { unlessMissing } from '../archive/unless-missing.ts'
import { EchelonError } from '../domain/errors.ts'
import { LedgerEvent, ledgerSchema } from '../domain/event.ts'
import { type Metrics, measure } from '../domain/metrics.ts'
import { fold } from '../domain/fold.ts'
import type { RunState } from '../domain/state.ts'
import { type Verification, verifyChain } from '../runtimes/chain.ts'
import { readEvents, readLinks, type StoredEvent } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'

/** A run as its ledger tells it, finished or not. */
export interface RunRecord {
  readonly events: readonly LedgerEvent[]
  readonly state: RunState
  readonly metrics: Metrics
  /** Whether every event still hashes to what was written. */
  readonly verification: Verification
}

/**
 * Reads a run from its folder (`.echelon/runs/<id>`), or from an exported `ledger.jsonl`. Works while the run goes on.
 * Throws `not-found` when there is no ledger and `ledger` when it cannot be read.
 */
export async function readRun(path: string): Promise<RunRecord> {
  const { events, links } = await readEither(path)
  return { events, state: fold(events), metrics: measure(events), verification: verifyChain(links) }
}

interface Read {
  readonly events: readonly LedgerEvent[]
  readonly links: readonly StoredEvent[]
}

async function readEither(path: string): Promise<Read> {
  const found = await stat(path).catch(unlessMissing(null))
  if (found === null)
    throw new EchelonError('not-found', `${path} does not exist. Give a run's folder or a ledger.jsonl.`)
  if (found.isFile()) return readLines(await readFile(path, 'utf8'), path)
  const database = join(path, 'ledger.db')
  if (existsSync(database)) return readDatabase(database)
  const lines = join(path, 'ledger.jsonl')
  if (existsSync(lines)) return readLines(await readFile(lines, 'utf8'), lines)
  throw new EchelonError('not-found', `${path} holds no ledger.db and no ledger.jsonl. Give a run's folder.`)
}

function readDatabase(file: string): Read {
  const db = openForReading(file)
  try {
    return { events: [...readEvents(db, 0)], links: [...readLinks(db, 0)] }
  } finally {
    db.close()
  }
}

function readLines(text: string, file: string): Read {
  const events: LedgerEvent[] = []
  const links: StoredEvent[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const { event, body } = parseLine(line, `${file}:${index + 1}`)
    events.push(event)
    links.push({ ...event, body })
  }
  return { events, links }
}

function parseLine(line: string, place: string): { readonly event: LedgerEvent; readonly body: string } {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch (cause) {
    throw new EchelonError('ledger', `${place}  is not JSON; export the ledger again`, { cause })
  }
  const schema = z.object({ schema: z.number(), fact: z.unknown() }).safeParse(raw)
  if (schema.success && schema.data.schema > ledgerSchema)
    throw new EchelonError(
      'ledger',
      `${place}  was written by a newer Echelon (schema ${schema.data.schema}); update to read it`,
    )
  const parsed = LedgerEvent.safeParse(raw)
  if (!parsed.success)
    throw new EchelonError('ledger', `${place}  is no event: ${z.prettifyError(parsed.error).split('\n')[0]}`)
  return { event: parsed.data, body: JSON.stringify(schema.data?.fact) }
}
