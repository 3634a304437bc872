import type { Fact, LedgerEvent } from '../domain/event.ts'
import type { Json } from '../domain/json.ts'

/** A started unit. */
export interface Ref<O extends Json = Json> {
  readonly id: string
  /** Never set; carries the answer's type from `start` to `all` and `first`. */
  readonly answer?: O
}

/** How a unit ended. `cancelled` and `failed` are answers, not exceptions: the parent decides. */
export type Settled<O extends Json = Json> =
  | { readonly status: 'done'; readonly value: O }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'cancelled' }

/** A cap that an agent unit holds while it works. The same name always carries the same limit within a run. */
export interface Cap {
  readonly name: string
  readonly limit: number
  /** How much of the limit one unit takes. Default 1; memory caps take megabytes. */
  readonly weight?: number
}

export interface StartOptions {
  /** Held while the unit works, taken in this order. Waiting for one is queueing, never refusal. */
  readonly caps?: readonly Cap[]
}

/**
 * What mission code (orchestrator, coordinators, tasks) may ask of the runtime. Mission code is replayed after a crash:
 * it makes the same calls in the same order, and everything that could differ goes through `record`.
 */
export interface Ctx {
  readonly id: string
  /** Runs `f` once and keeps its answer; on replay the answer is read back. For plans, clocks and outside reads. */
  record<T extends Json>(key: string, f: () => T | Promise<T>): Promise<T>
  /** Starts a child unit with the id `parent/key`. */
  start<O extends Json>(unit: string, key: string, input: Json, options?: StartOptions): Promise<Ref<O>>
  /** Waits for every one of them; the answers come in the order asked. */
  all<O extends Json>(refs: readonly Ref<O>[]): Promise<readonly Settled<O>[]>
  /** Waits for whichever of the set ends next; which one it was is recorded. The caller removes it from the set. */
  first<O extends Json>(refs: ReadonlyMap<string, Ref<O>>): Promise<Ref<O>>
  /** Waits for a signal. One sent early is kept. Null when the time is over. */
  wait<T extends Json>(name: string, timeoutMs: number): Promise<T | null>
  /** Appends facts to the ledger, once, however often the code is replayed. Resolves when they are on disc. */
  emit(...facts: readonly Fact[]): Promise<void>
}

/** What an agent (seconds to an hour, run at least once) may ask. */
export interface AgentCtx {
  readonly id: string
  /** Aborted when the run is cancelled, and by `abort`. */
  readonly signal: AbortSignal
  /** Tells the agent's own work to stop: a limit was reached. */
  abort(why: Error): void
  /** Which process life of the run this is, from 1. */
  readonly boot: number
  /** True when an earlier life of the process queued or began this unit and did not finish it. */
  readonly interrupted: boolean
  /** Appends facts at once. Resolves when they are on disc. */
  emit(...facts: readonly Fact[]): Promise<void>
}

/** An agent's answer, and the facts that become true in the same transaction. */
export interface Ended<O extends Json = Json> {
  readonly value: O
  readonly facts: readonly Fact[]
}

export type MissionUnit = (ctx: Ctx, input: Json) => Promise<Json>
export type AgentUnit = (ctx: AgentCtx, input: Json) => Promise<Ended>

/** The code of a run by unit name: `missions` are replayed, `agents` are run again. */
export interface Units {
  readonly missions: Readonly<Record<string, MissionUnit>>
  readonly agents: Readonly<Record<string, AgentUnit>>
}

/** A durable engine for one run. */
export interface Runtime {
  /** Starts a root unit, or finds it when it was started before. */
  start(unit: string, id: string, input: Json): Promise<Ref>
  /** Which process life of the run this is, from 1. */
  readonly boot: number
  result(id: string): Promise<Settled>
  /** Keeps a signal for a unit, whether or not it waits yet. `origin` makes a repeated delivery count once. */
  signal(id: string, name: string, data: Json, origin?: string | null): Promise<void>
  /** Aborts every agent and ends every unit below `id` as cancelled. */
  cancel(id: string): Promise<void>
  /** Takes no new agents; those at work go on. Waiting units stay queued for a later `recover`. */
  drain(): Promise<void>
  /** Appends facts from outside any unit. */
  append(...facts: readonly Fact[]): Promise<void>
  /** The ledger after `seq`, in order. */
  events(after?: number): Iterable<LedgerEvent>
  /** Calls back for each event once it is on disc. Returns the way to stop. */
  follow(listener: (event: LedgerEvent) => void): () => void
  /** Stops without ending anything: agents are aborted, units stay as they are for `recover`. Releases the lock. */
  close(): Promise<void>
}
