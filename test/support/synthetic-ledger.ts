import type { Fact, LedgerEvent } from '../../src/domain/event.ts'

/** When every made-up run begins. */
const startWall = Date.UTC(2026, 0, 30, 22, 14, 5)

/** A ledger being written: facts are given with a moment and put in order later. */
export interface Ledger {
  readonly events: LedgerEvent[]
  /** Facts that happen at a moment, milliseconds since the start; `settle` puts them in order. */
  readonly pending: { at: number; facts: Fact[] }[]
  now: number
}

export function newLedger(): Ledger {
  return { events: [], pending: [], now: 0 }
}

export function at(ledger: Ledger, moment: number, ...facts: Fact[]): void {
  ledger.pending.push({ at: moment, facts })
}

export function settle(ledger: Ledger): void {
  const ordered = ledger.pending.splice(0).sort((a, b) => a.at - b.at)
  for (const { at: mono, facts } of ordered) {
    ledger.now = Math.max(ledger.now, mono)
    for (const fact of facts) {
      const seq = ledger.events.length + 1
      ledger.events.push({ seq, schema: 1, boot: 1, wall: startWall + mono, mono, unit: 'mission', fact, hash: '' })
    }
  }
}
