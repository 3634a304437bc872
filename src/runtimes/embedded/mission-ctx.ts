import { EchelonError, OrderError } from '../../domain/errors.ts'
import type { Fact } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'
import type { Ctx, Ref, Settled, StartOptions } from '../../ports/runtime.ts'
import type { Handle } from './handle.ts'
import { emitCall, type RecordedCall, startCall } from './history.ts'
import type { Journal } from './journal.ts'
import type { Signals } from './signals.ts'
import type { Writer } from './writer.ts'

/** Ends mission code whose run was cancelled. Mission code lets it pass. */
export class Cancelled extends EchelonError {
  constructor(unit: string) {
    super('aborted', `${unit} was cancelled`)
    this.name = 'Cancelled'
  }
}

/** What a mission unit needs from its runtime. */
export interface Host {
  readonly writer: Writer
  /** Recorded calls of this unit, by position. */
  readonly recorded: ReadonlyMap<number, RecordedCall>
  readonly journal: Journal
  readonly signals: Signals
  start(parent: Handle, unit: string, key: string, input: Json, options: StartOptions, pos: number): Promise<Handle>
  handle(id: string): Handle
  now(): number
}

/**
 * The calls of one mission unit. Each call takes the next position; on replay a call that was recorded there is
 * answered from the record, and a different call at that position ends the run with an OrderError.
 */
export class MissionCtx implements Ctx {
  readonly id: string
  readonly #handle: Handle
  readonly #host: Host
  #position = 0

  constructor(handle: Handle, host: Host) {
    this.id = handle.id
    this.#handle = handle
    this.#host = host
  }

  async record<T extends Json>(key: string, f: () => T | Promise<T>): Promise<T> {
    const { pos, answer } = this.#next(`record ${key}`)
    // The journal holds what this very call returned: T by construction.
    if (answer !== null) return this.#host.journal.read(answer) as T
    const value = await f()
    return (await this.#keep(pos, `record ${key}`, value)) as T
  }

  async start<O extends Json>(unit: string, key: string, input: Json, options: StartOptions = {}): Promise<Ref<O>> {
    const { pos } = this.#next(startCall(unit, key))
    const child = await this.#host.start(this.#handle, unit, key, input, options, pos)
    return { id: child.id }
  }

  async all<O extends Json>(refs: readonly Ref<O>[]): Promise<readonly Settled<O>[]> {
    this.#guard()
    const settled = await this.#handle.unlessAborted(Promise.all(refs.map((ref) => this.#host.handle(ref.id).end())))
    for (const ref of refs) this.#handle.ended.delete(ref.id)
    // A unit's answer has the type its Ref carries: both come from the same start().
    return settled as readonly Settled<O>[]
  }

  async first<O extends Json>(refs: ReadonlyMap<string, Ref<O>>): Promise<Ref<O>> {
    if (refs.size === 0) throw new EchelonError('internal', `${this.id}: first() of nothing would wait for ever`)
    const { pos, answer } = this.#next('first')
    if (answer !== null) return this.#winner(refs, String(this.#host.journal.read(answer)))
    for (;;) {
      const id = this.#firstEnded(refs)
      if (id !== null) {
        await this.#keep(pos, 'first', id)
        return this.#winner(refs, id)
      }
      await this.#handle.unlessAborted(this.#handle.nextEnd())
    }
  }

  async wait<T extends Json>(name: string, timeoutMs: number): Promise<T | null> {
    const deadline = Number(await this.record(`deadline ${name}`, () => this.#host.now() + timeoutMs))
    const { pos, answer } = this.#next(`wait ${name}`)
    // A signal's data is whatever its sender gave; the caller states what it expects.
    if (answer !== null) return this.#host.journal.read(answer) as T | null
    for (;;) {
      const signal = this.#host.signals.take(this.id, name)
      if (signal !== null) return (await this.#keep(pos, `wait ${name}`, JSON.parse(signal.body), signal.id)) as T
      const left = deadline - this.#host.now()
      if (left <= 0) return (await this.#keep(pos, `wait ${name}`, null)) as T | null
      await this.#handle.unlessAborted(this.#host.signals.arrived(this.id, name, left, this.#handle.signal))
    }
  }

  async emit(...facts: readonly Fact[]): Promise<void> {
    const { pos, known } = this.#next(emitCall)
    if (known || facts.length === 0) return
    await this.#host.writer.write({ unit: this.id, pos, facts })
  }

  /** Takes the next position and reads what was recorded there. */
  #next(call: string): { readonly pos: number; readonly answer: string | null; readonly known: boolean } {
    this.#guard()
    const pos = this.#position++
    const recorded = this.#host.recorded.get(pos)
    if (recorded === undefined) return { pos, answer: null, known: false }
    if (recorded.call !== call) throw new OrderError(this.id, pos, recorded.call, call)
    return { pos, answer: recorded.answer, known: true }
  }

  async #keep(pos: number, call: string, given: Json, signal?: number): Promise<Json> {
    const { value, text } = this.#host.journal.keep(given)
    await this.#host.writer.write({
      unit: this.id,
      pos,
      facts: [],
      rows: (statements) => {
        statements.step.run(this.id, pos, call, text)
        if (signal !== undefined) statements.take.run(pos, signal)
      },
    })
    return value
  }

  #firstEnded(refs: ReadonlyMap<string, Ref>): string | null {
    for (const id of this.#handle.ended) if (refs.has(id)) return id
    return null
  }

  #winner<O extends Json>(refs: ReadonlyMap<string, Ref<O>>, id: string): Ref<O> {
    this.#handle.ended.delete(id)
    const ref = refs.get(id)
    if (ref === undefined) throw new OrderError(this.id, this.#position - 1, `first → ${id}`, 'first of other units')
    return ref
  }

  #guard(): void {
    if (this.#handle.aborted !== null) throw this.#handle.aborted
  }
}
