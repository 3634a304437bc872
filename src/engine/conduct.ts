import { EchelonError } from '../domain/errors.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import { covers } from '../domain/scope.ts'
import { isReadOnly, type Specialist } from '../domain/specialist.ts'
import { addCost, addUsage, type Cost, noCost, noUsage, type Usage } from '../domain/usage.ts'
import type { AgentEvent, Permission } from '../ports/agent-backend.ts'
import type { AgentCtx } from '../ports/runtime.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

const allowed: Permission = { ok: true }

/** Watches one attempt: counts its turns, grants or denies what it wants to do, and records each of them. */
export class Conduct {
  readonly #running: Running
  readonly #ctx: AgentCtx
  readonly #attempt: Attempt
  readonly #specialist: Specialist
  readonly #actor: Actor
  readonly #limits: ResolvedLimits
  readonly #overLimit: (reason: string) => void
  readonly granted = new Set<string>()
  turns = 0
  usage: Usage = noUsage
  cost: Cost = noCost
  #characters = 0
  #cut = false

  constructor(
    running: Running,
    { ctx, attempt }: { readonly ctx: AgentCtx; readonly attempt: Attempt },
    who: { readonly specialist: Specialist; readonly actor: Actor; readonly limits: ResolvedLimits },
    overLimit: (reason: string) => void,
  ) {
    this.#running = running
    this.#ctx = ctx
    this.#attempt = attempt
    this.#specialist = who.specialist
    this.#actor = who.actor
    this.#limits = who.limits
    this.#overLimit = overLimit
  }

  readonly on = async (event: AgentEvent): Promise<Permission> => {
    switch (event.type) {
      case 'turn':
        return this.#turn(event)
      case 'edit':
        return this.#edit(event.path)
      case 'spawn':
        return this.#spawn(event)
      case 'note':
        return this.#note(event.text)
      case 'text':
        return this.#text(event.text)
    }
  }

  async #turn(event: Extract<AgentEvent, { type: 'turn' }>): Promise<Permission> {
    this.turns += 1
    this.usage = addUsage(this.usage, event.usage)
    this.cost = addCost(this.cost, event.cost)
    const { task, attempt } = this.#attempt
    await this.#ctx.emit({
      type: 'turn.ended',
      actor: this.#actor.id,
      task: task.id,
      attempt,
      turn: this.turns,
      tools: event.tools.map(({ name, class: of }) => ({ name, class: of })),
      usage: event.usage,
      cost: event.cost,
      milliseconds: event.milliseconds,
    })
    if (this.turns < this.#limits.turns) return allowed
    const reason = `${this.turns} turns are all it may take`
    this.#overLimit(reason)
    return { ok: false, reason }
  }

  async #edit(path: string): Promise<Permission> {
    if (isReadOnly(this.#specialist)) return this.#deny('tool', path, `${this.#specialist.name} is read-only`)
    if (!covers(this.#attempt.task.scope, path))
      return this.#deny('scope', path, `outside the task's scope (${this.#attempt.task.scope.join(', ') || 'nothing'})`)
    this.granted.add(path)
    return allowed
  }

  /** The wish goes through the same door as every other; the door knows that a specialist spawns nobody. */
  async #spawn({ name, role }: Extract<AgentEvent, { type: 'spawn' }>): Promise<Permission> {
    const { phase, id: task } = this.#attempt.task
    const wished: Actor = { id: `${this.#actor.id}/${name}`, role, name, parent: this.#actor.id }
    const answer = this.#running.door.enter({
      parent: this.#actor,
      actor: wished,
      phase,
      roster: [],
      explorerIsReadOnly: false,
      memoryMb: 0,
      caps: { run: 0, phase: 0, coordinator: 0 },
      money: { usd: 0, tokens: 0 },
    })
    if (answer.ok) throw new EchelonError('internal', `The door let ${wished.id} in under a specialist`)
    const { code, detail } = answer.refusal
    await this.#ctx.emit({ type: 'spawn.refused', parent: this.#actor.id, role, name, phase, task, code, detail })
    return { ok: false, reason: detail }
  }

  async #note(text: string): Promise<Permission> {
    const room = await this.#room(text)
    if (!room.ok) return room
    await this.#ctx.emit({
      type: 'note.added',
      by: this.#actor.id,
      task: this.#attempt.task.id,
      text: text.slice(0, 4_000),
    })
    return allowed
  }

  #text(text: string): Promise<Permission> {
    return this.#room(text)
  }

  /** Output beyond the limit is cut; the cut is recorded once. */
  async #room(text: string): Promise<Permission> {
    this.#characters += text.length
    if (this.#characters <= this.#limits.outputKb * 1_024) return allowed
    const reason = `more than ${this.#limits.outputKb} KB of output`
    if (this.#cut) return { ok: false, reason }
    this.#cut = true
    return this.#deny('output', 'output', `${reason}; the rest is cut`)
  }

  async #deny(what: 'tool' | 'scope' | 'output', target: string, reason: string): Promise<Permission> {
    await this.#ctx.emit({
      type: 'action.denied',
      actor: this.#actor.id,
      task: this.#attempt.task.id,
      what,
      target: target.slice(0, 1_024),
      reason,
    })
    return { ok: false, reason }
  }
}
