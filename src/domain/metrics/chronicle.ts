import type { Fact, FactOf, LedgerEvent } from '../event.ts'
import type { Actor } from '../hierarchy.ts'

/** Where in the hierarchy something happened. The coordinator's name, not its actor id: it may serve in several phases. */
export interface Home {
  readonly phase: string | null
  readonly coordinator: string | null
}

/** One stretch of a specialist at work, from its spawn to its end or to the death of its process. */
export interface Span extends Home {
  readonly actor: Actor
  readonly task: string | null
  readonly attempt: number
  readonly memoryMb: number
  readonly caps: FactOf<'agent.spawned'>['caps']
  readonly startSeq: number
  /** Running time, milliseconds. */
  readonly start: number
  end: number
  /** The event that ended it; Infinity while it works. */
  endSeq: number
}

/** An event at its running time and in its place in the hierarchy. Spans it closed had ended when it happened. */
export interface Placed extends Home {
  readonly seq: number
  readonly boot: number
  /** Running time, milliseconds: downtime between boots left out. */
  readonly at: number
  readonly fact: Fact
  readonly closes: readonly Span[]
  readonly opens: Span | null
}

export type Queued = FactOf<'task.queued'>

/** The whole ledger, read once. */
export interface Chronicle {
  readonly events: readonly Placed[]
  readonly spans: readonly Span[]
  readonly actors: ReadonlyMap<string, Actor>
  readonly tasks: ReadonlyMap<string, Queued>
  /** Paths beyond its coordinator's domain that the orchestrator granted a task. */
  readonly granted: ReadonlyMap<string, readonly string[]>
  readonly started: FactOf<'run.started'> | null
  /** Running time at which its work was over. What follows is the writing of its documents. */
  readonly concluded: number | null
}

/** Reads the ledger once, in order. Specialists still at work are at work until its last event. */
export function chronicle(events: Iterable<LedgerEvent>): Chronicle {
  const reading = newReading()
  for (const event of events) read(reading, event)
  for (const span of reading.open.values()) span.end = reading.now
  return reading
}

const noSpans: readonly Span[] = []

interface Reading extends Chronicle {
  readonly events: Placed[]
  readonly spans: Span[]
  readonly actors: Map<string, Actor>
  readonly tasks: Map<string, Queued>
  readonly granted: Map<string, readonly string[]>
  readonly phaseOf: Map<string, string>
  readonly open: Map<string, Span>
  started: FactOf<'run.started'> | null
  concluded: number | null
  boot: number
  offset: number
  now: number
}

function newReading(): Reading {
  return {
    events: [],
    spans: [],
    actors: new Map(),
    tasks: new Map(),
    granted: new Map(),
    phaseOf: new Map(),
    open: new Map(),
    started: null,
    concluded: null,
    boot: 0,
    offset: 0,
    now: 0,
  }
}

function read(reading: Reading, event: LedgerEvent): void {
  const died = event.boot > reading.boot ? reboot(reading, event) : noSpans
  reading.now = Math.max(reading.now, reading.offset + event.mono)
  const { fact, seq, boot } = event
  learn(reading, fact)
  const ended = closedBy(reading, fact, seq)
  const home = homeOf(reading, fact)
  const opens = fact.type === 'agent.spawned' ? openSpan(reading, fact, seq, home) : null
  const closes = ended === null ? died : [...died, ended]
  reading.events.push({ seq, boot, at: reading.now, fact, closes, opens, ...home })
}

/** A process died or stopped: whoever was at work then is not at work now. */
function reboot(reading: Reading, { boot, seq }: LedgerEvent): readonly Span[] {
  reading.boot = boot
  reading.offset = reading.now
  if (reading.open.size === 0) return noSpans
  const died = [...reading.open.values()]
  for (const span of died) endSpan(reading, span, seq)
  return died
}

function learn(reading: Reading, fact: Fact): void {
  if (fact.type === 'run.started') reading.started = fact
  else if (fact.type === 'run.concluded') reading.concluded = reading.now
  else if (fact.type === 'run.finished') reading.concluded ??= reading.now
  else if (fact.type === 'task.queued') reading.tasks.set(fact.task, fact)
  else if (fact.type === 'scope.granted') grant(reading, fact)
  else if (fact.type === 'agent.spawned') {
    reading.actors.set(fact.actor.id, fact.actor)
    reading.phaseOf.set(fact.actor.id, fact.phase)
  }
}

/** Only the orchestrator stands above two domains: a grant by anybody else counts for nothing. */
function grant({ granted, actors }: Reading, { by, task, paths }: FactOf<'scope.granted'>): void {
  if (actors.get(by)?.role === 'orchestrator') granted.set(task, [...(granted.get(task) ?? []), ...paths])
}

/** The span that this fact ends. A second spawn of one actor ends what it did before. */
function closedBy(reading: Reading, fact: Fact, seq: number): Span | null {
  const id = endedActor(fact)
  const span = id === null ? undefined : reading.open.get(id)
  if (span === undefined) return null
  endSpan(reading, span, seq)
  return span
}

function endSpan(reading: Reading, span: Span, seq: number): void {
  span.end = reading.now
  span.endSeq = seq
  reading.open.delete(span.actor.id)
}

function endedActor(fact: Fact): string | null {
  if (fact.type === 'attempt.ended' || fact.type === 'agent.ended') return fact.actor
  return fact.type === 'agent.spawned' ? fact.actor.id : null
}

function openSpan(reading: Reading, fact: FactOf<'agent.spawned'>, seq: number, home: Home): Span | null {
  if (fact.actor.role !== 'specialist') return null
  const { actor, task, attempt, memoryMb, caps } = fact
  const [start, end, endSeq] = [reading.now, reading.now, Number.POSITIVE_INFINITY]
  const span: Span = { actor, task, attempt, memoryMb, caps, startSeq: seq, start, end, endSeq, ...home }
  reading.open.set(actor.id, span)
  reading.spans.push(span)
  return span
}

/** The orchestrator serves in no phase; its facts name the empty one. */
function homeOf(reading: Reading, fact: Fact): Home {
  const { phase, coordinator } = placeOf(reading, fact)
  return { phase: phase === '' ? null : phase, coordinator }
}

function placeOf(reading: Reading, fact: Fact): Home {
  if (fact.type === 'agent.spawned') return { phase: fact.phase, coordinator: commandOf(reading, fact.actor.id) }
  const task = 'task' in fact && fact.task != null ? reading.tasks.get(fact.task) : undefined
  if (task !== undefined) return { phase: task.phase, coordinator: commandOf(reading, task.owner) }
  const actor = actorIn(fact)
  const phase = 'phase' in fact ? fact.phase : actor === null ? null : (reading.phaseOf.get(actor) ?? null)
  return { phase, coordinator: actor === null ? null : commandOf(reading, actor) }
}

function actorIn(fact: Fact): string | null {
  if (fact.type === 'agent.spawned') return fact.actor.id
  if ('actor' in fact) return fact.actor
  if (fact.type === 'order.given') return fact.to
  if (fact.type === 'spawn.refused') return fact.parent
  return 'by' in fact ? fact.by : null
}

/** The name of the coordinator that an actor is or works under. Bounded, because a planted parent may form a ring. */
function commandOf(reading: Reading, id: string): string | null {
  let actor = reading.actors.get(id)
  for (let level = 0; level < 8 && actor !== undefined; level += 1) {
    if (actor.role === 'coordinator') return actor.name
    actor = actor.parent === null ? undefined : reading.actors.get(actor.parent)
  }
  return null
}
