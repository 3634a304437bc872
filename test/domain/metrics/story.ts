import { type Fact, type FactOf, type FactType, type LedgerEvent, ledgerSchema } from '../../../src/domain/event.ts'
import type { Actor } from '../../../src/domain/hierarchy.ts'
import { noUsage } from '../../../src/domain/usage.ts'

type Part<T extends FactType> = Partial<Omit<FactOf<T>, 'type'>>

/** Writes a ledger by hand: `at` sets the running minute, each verb adds the fact it names. */
export class Story {
  readonly events: LedgerEvent[] = []
  #mono = 0
  #boot = 1

  at(minutes: number): this {
    this.#mono = minutes * 60_000
    return this
  }

  /** The process died and another life of it begins. */
  reboot(): this {
    this.#boot += 1
    this.#mono = 0
    return this
  }

  tell(...facts: readonly Fact[]): this {
    for (const fact of facts) {
      const [seq, boot, mono] = [this.events.length + 1, this.#boot, this.#mono]
      this.events.push({ seq, schema: ledgerSchema, boot, wall: 1_000_000 + mono, mono, unit: 'run', fact, hash: '' })
    }
    return this
  }

  /** `seq` of the event told last. */
  get last(): number {
    return this.events.length
  }
}

export const chief: Actor = { id: 'chief', role: 'orchestrator', name: 'orchestrator', parent: null }
export const general = (name: string, phase = 'work'): Actor => ({
  id: `${phase}/${name}`,
  role: 'coordinator',
  name,
  parent: chief.id,
})
export const soldier = (id: string, parent: string, name = 'fixer'): Actor => ({
  id,
  role: 'specialist',
  name,
  parent,
})

/** A mission of one phase with two coordinators, and the chief at its post. */
export function mission(more: Part<'run.started'> = {}): Story {
  return new Story().tell(started(more), spawn(chief, { phase: '' }))
}

export function started(more: Part<'run.started'> = {}): Fact {
  return {
    type: 'run.started',
    run: 'r1',
    mission: 'night',
    goal: '',
    repository: { name: 'shop', commit: 'c0', branch: 'main', dirty: false },
    limits: { agents: 16, spawns: 1_000, depth: 3, memoryMb: 8_192 },
    delegationTarget: 0.85,
    engine: '0.0.0',
    definitions: [],
    phases: [{ name: 'work', coordinators: ['quality', 'platform'], explorers: 0 }],
    ...more,
  }
}

export function spawn(actor: Actor, more: Part<'agent.spawned'> = {}): Fact {
  const use = { working: 1, limit: 16 }
  return {
    type: 'agent.spawned',
    actor,
    phase: 'work',
    task: null,
    attempt: actor.role === 'specialist' ? 1 : 0,
    backend: null,
    model: null,
    caps: actor.role === 'specialist' ? { run: use, phase: use, coordinator: use } : null,
    memoryMb: 0,
    ...more,
  }
}

export function order(from: string, to: string): Fact {
  return { type: 'order.given', from, to, phase: 'work', intent: '', limits: {} }
}

export function queue(task: string, owner: string, more: Part<'task.queued'> = {}): Fact {
  return {
    type: 'task.queued',
    task,
    phase: 'work',
    owner,
    title: task,
    kind: 'simple',
    specialist: 'fixer',
    scope: [],
    after: [],
    wave: 0,
    ...more,
  }
}

export function turn(actor: string, task: string, more: Part<'turn.ended'> = {}): Fact {
  return {
    type: 'turn.ended',
    actor,
    task,
    attempt: 1,
    turn: 1,
    tools: [],
    usage: noUsage,
    cost: { usd: 0, basis: 'none' },
    milliseconds: 0,
    ...more,
  }
}

export function attempt(actor: string, task: string, more: Part<'attempt.ended'> = {}): Fact {
  return {
    type: 'attempt.ended',
    actor,
    task,
    attempt: 1,
    ok: true,
    failure: null,
    detail: '',
    usage: noUsage,
    cost: { usd: 0, basis: 'none' },
    turns: 1,
    milliseconds: 0,
    ...more,
  }
}

export function end(task: string, more: Part<'task.ended'> = {}): Fact {
  return { type: 'task.ended', task, state: 'done', attempts: 1, reason: '', ...more }
}

export function consume(by: string, task: string, milliseconds = 0): Fact {
  return { type: 'report.consumed', by, task, milliseconds }
}

export function direct(
  actor: string,
  task: string,
  milliseconds = 0,
  of: FactOf<'work.direct'>['class'] = 'mutate',
): Fact {
  return { type: 'work.direct', actor, task, class: of, target: 'a.ts', milliseconds }
}

export function land(
  task: string,
  author: string,
  paths: Readonly<Record<string, number>>,
  more: Part<'task.landed'> = {},
): Fact {
  return {
    type: 'task.landed',
    task,
    by: 'echelon',
    author,
    paths: Object.entries(paths).map(([path, lines]) => ({ path, lines })),
    reviewRounds: 1,
    ...more,
  }
}

export const finish: Fact = { type: 'run.finished', outcome: 'accomplished', reason: '' }
export const paid = (usd: number) => ({ usd, basis: 'reported' }) as const
