import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { EchelonError, OrderError } from '../../domain/errors.ts'
import type { Fact, LedgerEvent } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Redactor } from '../../ports/redactor.ts'
import type {
  AgentCtx,
  AgentUnit,
  MissionUnit,
  Ref,
  Runtime,
  Settled,
  StartOptions,
  Units,
} from '../../ports/runtime.ts'
import { Admission } from './admission.ts'
import { Blobs } from './blobs.ts'
import { Handle } from './handle.ts'
import { type History, readHistory } from './history.ts'
import { Journal } from './journal.ts'
import { Lock } from './lock.ts'
import { Cancelled, type Host, MissionCtx } from './mission-ctx.ts'
import { readEvents } from './read.ts'
import { openTables } from './schema.ts'
import { Signals } from './signals.ts'
import { Writer } from './writer.ts'

export interface EmbeddedOptions {
  /** Folder of the run's ledger. Null: in memory, for tests and measurements; nothing survives. */
  readonly folder: string | null
  /** Folder that only one process at a time may work on, and who we are. Null: no lock. */
  readonly lock: { readonly folder: string; readonly holder: string } | null
  readonly clock: Clock
  readonly redactor: Redactor
}

/** Opens the embedded runtime: one process, SQLite on disc, every fact flushed before it is acknowledged. */
export async function openEmbedded(units: Units, options: EmbeddedOptions): Promise<Runtime> {
  const lock = options.lock === null ? null : Lock.take(options.lock.folder, options.lock.holder)
  try {
    if (options.folder !== null) mkdirSync(options.folder, { recursive: true, mode: 0o700 })
    const db = openTables(options.folder === null ? null : join(options.folder, 'ledger.db'))
    return new Embedded(units, options, db, lock)
  } catch (cause) {
    lock?.release()
    throw cause
  }
}

class Embedded implements Runtime {
  readonly #units: Units
  readonly #options: EmbeddedOptions
  readonly #db: DatabaseSync
  readonly #lock: Lock | null
  readonly #journal: Journal
  readonly #history: History
  readonly #writer: Writer
  readonly #admission = new Admission()
  readonly #handles = new Map<string, Handle>()
  readonly #signals: Signals
  #draining = false
  #closed: EchelonError | null = null
  #onClosed: ((cause: EchelonError) => void)[] = []

  constructor(units: Units, options: EmbeddedOptions, db: DatabaseSync, lock: Lock | null) {
    this.#units = units
    this.#options = options
    this.#db = db
    this.#lock = lock
    const blobs = new Blobs(options.folder === null ? null : join(options.folder, 'blobs'))
    this.#journal = new Journal(options.redactor, blobs)
    this.#history = readHistory(db, blobs)
    this.#signals = new Signals(this.#history.signals, options.clock)
    this.#writer = new Writer({ db, clock: options.clock, boot: this.#history.boot, journal: this.#journal })
  }

  get boot(): number {
    return this.#history.boot
  }

  async start(unit: string, id: string, input: Json): Promise<Ref> {
    if (!this.#handles.has(id)) await this.#begin(new Handle(id, null), unit, input, {}, null)
    return { id }
  }

  result(id: string): Promise<Settled> {
    const handle = this.#handle(id)
    if (this.#closed !== null) return Promise.reject(this.#closed)
    return new Promise((resolve, reject) => {
      this.#onClosed.push(reject)
      handle.end().then(resolve)
    })
  }

  async signal(id: string, name: string, given: Json, origin: string | null = null): Promise<void> {
    if (this.#closed !== null) throw this.#closed
    const { text } = this.#journal.keep(given)
    await this.#writer.write({
      unit: id,
      pos: null,
      facts: [],
      rows: (statements) => {
        const { changes, lastInsertRowid } = statements.signal.run(id, name, text, origin)
        if (Number(changes) > 0) this.#signals.keep(id, name, { id: Number(lastInsertRowid), body: text })
      },
    })
    this.#signals.wake(id, name)
  }

  async cancel(id: string): Promise<void> {
    const root = this.#handles.get(id)
    if (root === undefined || root.settled !== null) return
    abortTree(root, new Cancelled(id))
    await root.end()
  }

  async drain(): Promise<void> {
    this.#draining = true
    this.#admission.pause()
    await this.#admission.idle()
    await this.#writer.idle()
  }

  append(...facts: readonly Fact[]): Promise<void> {
    if (this.#closed !== null) return Promise.reject(this.#closed)
    return this.#writer.write({ unit: 'engine', pos: null, facts })
  }

  events(after = 0): Iterable<LedgerEvent> {
    return readEvents(this.#db, after)
  }

  follow(listener: (event: LedgerEvent) => void): () => void {
    return this.#writer.follow(listener)
  }

  async close(): Promise<void> {
    if (this.#closed !== null) return
    await this.#end(new EchelonError('aborted', 'The run was stopped; "echelon resume" goes on with it.'))
  }

  async #end(cause: EchelonError): Promise<void> {
    this.#closed = cause
    this.#admission.pause()
    this.#admission.clear()
    for (const handle of this.#handles.values()) if (handle.settled === null) handle.abort(cause)
    await this.#admission.idle()
    await this.#writer.idle()
    this.#db.close()
    this.#lock?.release()
    for (const reject of this.#onClosed.splice(0)) reject(cause)
  }

  /** Starts a unit's code, or answers from the record when it ended in an earlier life. */
  async #begin(handle: Handle, unit: string, input: Json, options: StartOptions, pos: number | null): Promise<void> {
    this.#handles.set(handle.id, handle)
    const recorded = this.#history.units.get(handle.id)
    if (recorded !== undefined && recorded.settled !== null) return handle.settle(recorded.settled)
    if (recorded === undefined)
      await this.#writer.write({
        unit: handle.id,
        pos: null,
        facts: [],
        rows: ({ unit: insert }) => insert.run(handle.id, unit, handle.parent?.id ?? null, pos),
      })
    this.#launch(handle, unit, input, options, recorded !== undefined)
  }

  #launch(handle: Handle, unit: string, input: Json, options: StartOptions, again: boolean): void {
    const agent = this.#units.agents[unit]
    const mission = this.#units.missions[unit]
    if (agent !== undefined) void this.#runAgent(handle, agent, input, options, again).catch(this.#fatal)
    else if (mission !== undefined) void this.#runMission(handle, mission, input).catch(this.#fatal)
    else throw new EchelonError('internal', `No code is registered for the unit "${unit}"`)
  }

  async #runMission(handle: Handle, code: MissionUnit, input: Json): Promise<void> {
    const ctx = new MissionCtx(handle, this.#host(handle.id))
    try {
      const { value, text } = this.#journal.keep(await code(ctx, input))
      await this.#settle(handle, { status: 'done', value }, text, [])
    } catch (cause) {
      if (this.#closed !== null) return
      if (cause instanceof OrderError) throw cause
      if (cause instanceof EchelonError && cause.code === 'ledger') throw cause
      if (cause instanceof Cancelled) return await this.#settle(handle, { status: 'cancelled' }, null, [])
      await this.#fail(handle, cause)
    }
  }

  async #runAgent(handle: Handle, code: AgentUnit, input: Json, options: StartOptions, again: boolean): Promise<void> {
    await this.#admission.run(options.caps ?? [], async () => {
      if (this.#draining || this.#closed !== null) return
      if (handle.aborted !== null) return await this.#settle(handle, { status: 'cancelled' }, null, [])
      try {
        const { value: given, facts } = await code(this.#agentCtx(handle, again), input)
        if (this.#closed !== null) return
        const { value, text } = this.#journal.keep(given)
        await this.#settle(handle, { status: 'done', value }, text, facts)
      } catch (cause) {
        if (this.#closed !== null) return
        await this.#fail(handle, cause)
      }
    })
  }

  #agentCtx(handle: Handle, interrupted: boolean): AgentCtx {
    return {
      id: handle.id,
      get signal() {
        return handle.signal
      },
      abort: (why) => handle.abort(why),
      boot: this.#history.boot,
      interrupted,
      emit: (...facts) => this.#writer.write({ unit: handle.id, pos: null, facts }),
    }
  }

  #fail(handle: Handle, cause: unknown): Promise<void> {
    const message = cause instanceof Error ? cause.message : String(cause)
    return this.#settle(handle, { status: 'failed', message }, message, [])
  }

  /** The unit's end, its answer and the facts that come with it: one transaction. */
  async #settle(handle: Handle, settled: Settled, answer: string | null, facts: readonly Fact[]): Promise<void> {
    await this.#writer.write({
      unit: handle.id,
      pos: null,
      facts,
      rows: ({ end }) => end.run(handle.id, settled.status, answer),
    })
    handle.settle(settled)
  }

  /** The ledger broke or mission code left its recorded path: nothing may go on. */
  readonly #fatal = (cause: unknown): void => {
    if (this.#closed !== null) return
    const error = cause instanceof EchelonError ? cause : new EchelonError('internal', String(cause), { cause })
    void this.#end(error)
  }

  #host(id: string): Host {
    const writer = this.#writer
    return {
      writer,
      recorded: this.#history.calls.get(id) ?? new Map(),
      journal: this.#journal,
      start: (parent, unit, key, input, options, pos) => this.#startChild(parent, unit, key, { input, options, pos }),
      handle: (child) => this.#handle(child),
      signals: this.#signals,
      now: () => this.#options.clock.wall(),
    }
  }

  async #startChild(
    parent: Handle,
    unit: string,
    key: string,
    { input, options, pos }: { input: Json; options: StartOptions; pos: number },
  ): Promise<Handle> {
    const id = `${parent.id}/${key}`
    if (this.#handles.has(id)) throw new EchelonError('internal', `${parent.id} starts "${key}" twice`)
    const handle = new Handle(id, parent)
    await this.#begin(handle, unit, input, options, pos)
    return handle
  }

  #handle(id: string): Handle {
    const handle = this.#handles.get(id)
    if (handle === undefined) throw new EchelonError('internal', `No unit "${id}" was started`)
    return handle
  }
}

function abortTree(handle: Handle, cause: Cancelled): void {
  for (const child of handle.children) abortTree(child, cause)
  handle.abort(cause)
}
