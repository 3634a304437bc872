import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { EchelonError } from '../../domain/errors.ts'
import { type Fact, type LedgerEvent, ledgerSchema } from '../../domain/event.ts'
import type { Clock } from '../../ports/clock.ts'
import { chain, genesis } from '../chain.ts'
import type { Journal } from './journal.ts'

/** Rows one transaction may hold. Larger ones would keep the event loop from breathing. */
const rowsPerCommit = 600

/** One thing to be written. What belongs together is one entry and lands in one transaction. */
export interface Entry {
  readonly unit: string
  /** Position in a mission unit's calls; null for facts of agents. */
  readonly pos: number | null
  readonly facts: readonly Fact[]
  /** Other rows of the same transaction. */
  readonly rows?: (statements: Statements) => void
}

export interface Statements {
  readonly unit: StatementSync
  readonly end: StatementSync
  readonly step: StatementSync
  readonly signal: StatementSync
  readonly take: StatementSync
}

interface Waiting {
  readonly entry: Entry
  readonly resolve: () => void
  readonly reject: (cause: unknown) => void
}

export interface WriterOptions {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly boot: number
  readonly journal: Journal
}

/**
 * The only writer of the ledger. Entries that arrive in the same turn of the event loop share one transaction and one
 * flush to disc; nobody is told "done" before that flush returned.
 */
export class Writer {
  readonly #options: WriterOptions
  readonly #statements: Statements
  readonly #insertFact: StatementSync
  readonly #start: number
  readonly #listeners = new Set<(event: LedgerEvent) => void>()
  #queue: Waiting[] = []
  #scheduled = false
  #seq: number
  #hash: string
  #broken: EchelonError | null = null
  #idle: (() => void)[] = []

  constructor(options: WriterOptions) {
    this.#options = options
    const { db, clock } = options
    const last = db.prepare('SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1').get()
    this.#seq = Number(last?.seq ?? 0)
    this.#hash = String(last?.hash ?? genesis)
    this.#start = clock.mono()
    this.#insertFact = db.prepare('INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#statements = {
      unit: db.prepare('INSERT INTO units (id, name, parent, pos) VALUES (?, ?, ?, ?)'),
      end: db.prepare('INSERT INTO ends (unit, status, answer) VALUES (?, ?, ?)'),
      step: db.prepare('INSERT INTO steps (unit, pos, call, answer) VALUES (?, ?, ?, ?)'),
      signal: db.prepare('INSERT OR IGNORE INTO signals (unit, name, body, origin) VALUES (?, ?, ?, ?)'),
      take: db.prepare('UPDATE signals SET taken = ? WHERE id = ?'),
    }
  }

  /** Resolves when the entry is on disc. */
  write(entry: Entry): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry, resolve, reject })
      this.#schedule()
    })
  }

  follow(listener: (event: LedgerEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when nothing waits to be written. */
  idle(): Promise<void> {
    if (this.#queue.length === 0 || this.#broken !== null) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#commit()
      if (this.#queue.length > 0) this.#schedule()
      else for (const resolve of this.#idle.splice(0)) resolve()
    })
  }

  #commit(): void {
    const batch = this.#takeBatch()
    if (batch.length === 0) return
    const before = { seq: this.#seq, hash: this.#hash }
    const { db } = this.#options
    try {
      db.exec('BEGIN IMMEDIATE')
      const events = batch.flatMap(({ entry }) => this.#insert(entry))
      db.exec('COMMIT')
      for (const { resolve } of batch) resolve()
      for (const event of events) for (const listener of this.#listeners) listener(event)
    } catch (cause) {
      this.#seq = before.seq
      this.#hash = before.hash
      this.#break(batch, cause)
    }
  }

  /** As many entries, in order, as fit into one transaction; at least one. */
  #takeBatch(): readonly Waiting[] {
    let [rows, end] = [0, 0]
    for (const { entry } of this.#queue) {
      rows += entry.facts.length + 1
      if (end > 0 && rows > rowsPerCommit) break
      end += 1
    }
    if (end < this.#queue.length) return this.#queue.splice(0, end)
    return this.#queue.splice(0)
  }

  #insert(entry: Entry): LedgerEvent[] {
    entry.rows?.(this.#statements)
    return entry.facts.map((given) => this.#insertOne(entry, given))
  }

  #insertOne(entry: Entry, given: Fact): LedgerEvent {
    const { clock, boot, journal } = this.#options
    const { fact, body } = journal.keepFact(given)
    const seq = this.#seq + 1
    const wall = Math.round(clock.wall())
    const mono = Math.round((clock.mono() - this.#start) * 1_000) / 1_000
    const hash = chain(this.#hash, { seq, boot, wall, mono, unit: entry.unit, body })
    this.#insertFact.run(seq, boot, wall, mono, entry.unit, entry.pos, body, hash)
    this.#seq = seq
    this.#hash = hash
    return { seq, schema: ledgerSchema, boot, wall, mono, unit: entry.unit, fact, hash }
  }

  /** A ledger that cannot be written is the end of the run: going on would mean work without a record. */
  #break(batch: readonly Waiting[], cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause)
    this.#broken = new EchelonError(
      'ledger',
      `The ledger cannot be written (${reason}). Nothing was lost up to event ${this.#seq}; free disk space or mend the disk, then run "echelon resume".`,
      { cause },
    )
    try {
      this.#options.db.exec('ROLLBACK')
    } catch {
      // SQLite has already rolled back on a full disk or an I/O error.
    }
    for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(this.#broken)
  }
}
