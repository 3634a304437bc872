import { hash } from 'node:crypto'
import { type LedgerEvent, ledgerSchema } from '../domain/event.ts'

/** The hash before the first event. */
export const genesis = '0'.repeat(64)

export interface Link {
  readonly seq: number
  readonly boot: number
  readonly wall: number
  readonly mono: number
  readonly unit: string
  /** The fact as it was written, byte for byte. */
  readonly body: string
}

/** The hash of one event: SHA-256 over the hash before it, its place, and its text. */
export function chain(before: string, link: Link): string {
  const { seq, boot, wall, mono, unit, body } = link
  return hash('sha256', `${before}\n${seq} ${ledgerSchema} ${boot} ${wall} ${mono} ${unit}\n${body}`, 'hex')
}

export type Verification =
  | { readonly intact: true; readonly events: number; readonly head: string }
  | { readonly intact: false; readonly seq: number; readonly problem: string }

/** Recomputes a chain. The first event that does not fit ends it. */
export function verifyChain(
  events: Iterable<Pick<LedgerEvent, 'seq' | 'boot' | 'wall' | 'mono' | 'unit' | 'hash'> & { body: string }>,
): Verification {
  let [before, expected] = [genesis, 1]
  for (const event of events) {
    if (event.seq !== expected) return { intact: false, seq: event.seq, problem: `event ${expected} is missing` }
    const recomputed = chain(before, event)
    if (recomputed !== event.hash) return { intact: false, seq: event.seq, problem: 'its text does not match its hash' }
    before = recomputed
    expected += 1
  }
  return { intact: true, events: expected - 1, head: before }
}
