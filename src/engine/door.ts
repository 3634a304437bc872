import { type Actor, type CapUse, judge, type Refusal, type Role } from '../domain/hierarchy.ts'
import type { ResolvedLimits } from '../domain/limits.ts'

/** A wish to spawn somebody, with the caps that apply to it. */
export interface Wish {
  readonly parent: Actor
  readonly actor: Actor
  readonly phase: string
  readonly roster: readonly string[]
  readonly explorerIsReadOnly: boolean
  readonly memoryMb: number
  readonly caps: { readonly run: number; readonly phase: number; readonly coordinator: number }
  /** Worst case of one attempt. Null: the price is unknown. A backend without a model asks for nothing. */
  readonly money: { readonly usd: number; readonly tokens: number } | null
}

export interface Use {
  readonly working: number
  readonly limit: number
}

export type Answer =
  | { readonly ok: true; readonly caps: { readonly run: Use; readonly phase: Use; readonly coordinator: Use } }
  | { readonly ok: false; readonly refusal: Refusal }

interface Inside {
  readonly role: Role
  readonly keys: readonly string[]
  readonly memoryMb: number
  readonly usd: number
  readonly tokens: number
}

/** The only way into a run. Every spawn is judged here, against what is true at that instant. */
export class Door {
  readonly #limits: ResolvedLimits
  readonly #inside = new Map<string, Inside>()
  readonly #working = new Map<string, number>()
  #spawned = 0
  #memoryMb = 0
  #usd = 0
  #tokens = 0

  constructor(limits: ResolvedLimits) {
    this.#limits = limits
  }

  /** Counts what earlier lives of the run have used. */
  recall({ spawned, usd, tokens }: { readonly spawned: number; readonly usd: number; readonly tokens: number }): void {
    this.#spawned += spawned
    this.#usd += usd
    this.#tokens += tokens
  }

  /** Lets the actor in, or says why not. Whoever is let in must `leave`. */
  enter(wish: Wish): Answer {
    const caps = this.#caps(wish)
    const refusal =
      judge({
        parent: wish.parent,
        parentIsWorking: wish.parent.parent === null || this.#inside.has(wish.parent.id),
        role: wish.actor.role,
        name: wish.actor.name,
        roster: wish.roster,
        explorerIsReadOnly: wish.explorerIsReadOnly,
        caps,
        spawned: this.#spawned,
        memory: { reservedMb: this.#memoryMb, wantedMb: wish.memoryMb },
        limits: this.#limits,
      }) ?? this.#judgeMoney(wish)
    if (refusal !== null) return { ok: false, refusal }
    this.#admit(wish, caps)
    const use = (index: number): Use => ({ working: this.#at(caps[index]), limit: caps[index]?.limit ?? 0 })
    return { ok: true, caps: { run: use(0), phase: use(1), coordinator: use(2) } }
  }

  /** The actor has ended; what it spent of its reservation stays spent. */
  leave(id: string, spent: { readonly usd: number | null; readonly tokens: number }): void {
    const inside = this.#inside.get(id)
    if (inside === undefined) return
    this.#inside.delete(id)
    if (inside.role !== 'specialist') return
    this.#memoryMb -= inside.memoryMb
    // Unknown spending is settled at the reserved worst case.
    this.#usd += (spent.usd ?? inside.usd) - inside.usd
    this.#tokens += spent.tokens - inside.tokens
    for (const key of inside.keys) this.#working.set(key, (this.#working.get(key) ?? 1) - 1)
  }

  #admit({ actor, memoryMb, money }: Wish, caps: readonly CapUse[]): void {
    const keys = caps.map(keyOf)
    const { usd, tokens } = money ?? { usd: 0, tokens: 0 }
    this.#inside.set(actor.id, { role: actor.role, keys, memoryMb, usd, tokens })
    if (actor.role !== 'specialist') return
    this.#spawned += 1
    this.#memoryMb += memoryMb
    this.#usd += usd
    this.#tokens += tokens
    for (const key of keys) this.#working.set(key, (this.#working.get(key) ?? 0) + 1)
  }

  #judgeMoney({ actor, money }: Wish): Refusal | null {
    if (actor.role !== 'specialist') return null
    if (money === null) return { code: 'budget', detail: 'the price of its model is unknown, and unknown is not free' }
    const { costUsd, tokens } = this.#limits
    if (money.usd > 0 && this.#usd + money.usd > costUsd)
      return { code: 'budget', detail: `${this.#usd} + ${money.usd} USD exceed the ${costUsd} USD of the run` }
    if (money.tokens > 0 && this.#tokens + money.tokens > tokens)
      return { code: 'budget', detail: `${this.#tokens} + ${money.tokens} tokens exceed the ${tokens} of the run` }
    return null
  }

  #caps({ parent, phase, caps }: Wish): readonly CapUse[] {
    const levels = [
      { level: 'run', name: 'run', limit: caps.run },
      { level: 'phase', name: phase, limit: caps.phase },
      { level: 'coordinator', name: parent.id, limit: caps.coordinator },
    ] as const
    return levels.map((cap) => ({ ...cap, working: this.#working.get(keyOf(cap)) ?? 0 }))
  }

  #at(cap: CapUse | undefined): number {
    return cap === undefined ? 0 : (this.#working.get(keyOf(cap)) ?? 0)
  }
}

function keyOf({ level, name }: Pick<CapUse, 'level' | 'name'>): string {
  return `${level} ${name}`
}
