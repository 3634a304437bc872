import type { DatabaseSync } from 'node:sqlite'
import { type Fact, type LedgerEvent, ledgerSchema } from '../../domain/event.ts'

/** The events of an open ledger after `seq`, in order, without holding them all. */
export function* readEvents(db: DatabaseSync, after: number): Iterable<LedgerEvent> {
  for (const { seq, boot, wall, mono, unit, body, hash } of readLinks(db, after)) {
    // The body was written by our own writer from a Fact; the hash chain is what vouches for it.
    const fact = JSON.parse(body) as Fact
    yield { seq, schema: ledgerSchema, boot, wall, mono, unit, fact, hash }
  }
}

export interface StoredEvent {
  readonly seq: number
  readonly boot: number
  readonly wall: number
  readonly mono: number
  readonly unit: string
  readonly body: string
  readonly hash: string
}

/** The events with their facts as text, for verification and export. */
export function* readLinks(db: DatabaseSync, after: number): Iterable<StoredEvent> {
  const rows = db.prepare('SELECT seq, boot, wall, mono, unit, body, hash FROM facts WHERE seq > ? ORDER BY seq')
  for (const row of rows.iterate(after)) {
    yield {
      seq: Number(row.seq),
      boot: Number(row.boot),
      wall: Number(row.wall),
      mono: Number(row.mono),
      unit: String(row.unit),
      body: String(row.body),
      hash: String(row.hash),
    }
  }
}
