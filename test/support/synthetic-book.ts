import type { LedgerEvent } from '../../src/domain/event.ts'
import { measure } from '../../src/domain/metrics.ts'
import { fold } from '../../src/domain/fold.ts'
import type { Book } from '../../src/engine/documents/book.ts'
import type { HistoryRow } from '../../src/ports/archive.ts'
import { type SyntheticRun, syntheticRun } from './synthetic-run.ts'

/** The book of a made-up run. */
export function syntheticBook(shape: SyntheticRun = {}, history: readonly HistoryRow[] = []): Book {
  return bookOf(syntheticRun(shape), history)
}

export function bookOf(events: readonly LedgerEvent[], history: readonly HistoryRow[] = []): Book {
  return { state: fold(events), events, metrics: measure(events), history }
}

/** An earlier run of the same repository. */
export function earlier(
  run: string,
  metrics: Readonly<Record<string, number | null>>,
  outcome = 'partial',
): HistoryRow {
  return { run, mission: 'full-stack-audit', finishedWall: 0, outcome, commit: 'a1b2c3d4', minutes: 1, metrics }
}
