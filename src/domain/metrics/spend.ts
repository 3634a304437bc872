import type { FactOf } from '../event.ts'
import type { Role } from '../hierarchy.ts'
import type { Cost, Usage } from '../usage.ts'
import type { Chronicle, Home, Placed } from './chronicle.ts'

/** What one attempt used. An attempt whose process died counts with the turns it had finished. */
export interface Spend extends Home {
  readonly actor: string
  readonly role: Role | null
  readonly task: string
  readonly attempt: number
  /** Null: nobody can know. 0 for a backend without a model. */
  readonly usd: number | null
  readonly tokens: number
}

/** Every attempt's spending, each once: from the attempt's own total, or from its turns when it never got to one. */
export function spendsOf(run: Chronicle): readonly Spend[] {
  const spends: Spend[] = []
  const open = new Map<string, Spend>()
  const close = (actor: string): void => {
    const spend = open.get(actor)
    if (spend !== undefined) spends.push(spend)
    open.delete(actor)
  }
  for (const placed of run.events) {
    const { fact } = placed
    if (fact.type === 'agent.spawned') close(fact.actor.id)
    if (fact.type === 'turn.ended') {
      const before = open.get(fact.actor)
      const goesOn = before !== undefined && before.task === fact.task && before.attempt === fact.attempt
      if (!goesOn) close(fact.actor)
      open.set(fact.actor, add(goesOn ? before : null, spendOf(run, placed, fact)))
    }
    if (fact.type === 'attempt.ended') {
      const before = open.get(fact.actor)
      if (before?.task === fact.task && before.attempt === fact.attempt) open.delete(fact.actor)
      spends.push(spendOf(run, placed, fact))
    }
  }
  return [...spends, ...open.values()]
}

/** The sum of what is known, and whether that is all of it. */
export function totalUsd(spends: readonly Pick<Spend, 'usd'>[]): { readonly usd: number; readonly known: boolean } {
  let [usd, known] = [0, true]
  for (const spend of spends) {
    if (spend.usd === null) known = false
    else usd += spend.usd
  }
  return { usd, known }
}

function spendOf(run: Chronicle, home: Placed, fact: FactOf<'turn.ended'> | FactOf<'attempt.ended'>): Spend {
  return {
    phase: home.phase,
    coordinator: home.coordinator,
    actor: fact.actor,
    role: run.actors.get(fact.actor)?.role ?? null,
    task: fact.task,
    attempt: fact.attempt,
    usd: price(fact.cost),
    tokens: tokens(fact.usage),
  }
}

function add(before: Spend | null, spend: Spend): Spend {
  if (before === null) return spend
  const usd = before.usd === null || spend.usd === null ? null : before.usd + spend.usd
  return { ...before, usd, tokens: before.tokens + spend.tokens }
}

function price({ usd, basis }: Cost): number | null {
  return basis === 'none' ? 0 : usd
}

function tokens(usage: Usage): number {
  return usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
}
