import type { LedgerEvent } from './event.ts'

/** What a run has spent or must assume to have spent. */
export interface Spending {
  usd: number
  tokens: number
}

/**
 * Money and tokens that count against the limits: what was settled, and the whole reservation of whoever has not settled
 * or could not say. A process that died between reserving and settling may have spent it all.
 */
export function spending(events: Iterable<LedgerEvent>): Spending {
  const open = new Map<string, Spending>()
  const total: Spending = { usd: 0, tokens: 0 }
  for (const { fact } of events) {
    if (fact.type === 'budget.reserved') open.set(fact.actor, { usd: fact.usd, tokens: fact.tokens })
    if (fact.type !== 'budget.settled') continue
    total.usd += fact.usd ?? open.get(fact.actor)?.usd ?? 0
    total.tokens += fact.tokens
    open.delete(fact.actor)
  }
  for (const { usd, tokens } of open.values()) {
    total.usd += usd
    total.tokens += tokens
  }
  return total
}
