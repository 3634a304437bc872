import type { RunState } from '../../domain/state.ts'

/** What the run has cost so far, in words that never guess. */
export function costWords(state: RunState): string {
  let usd = 0
  let priced = false
  for (const { attempts } of state.tasks.values())
    for (const { fact } of attempts) {
      if (fact.cost.usd === null) return 'cost unknown'
      usd += fact.cost.usd
      priced ||= fact.cost.basis !== 'none'
    }
  return priced ? `$${usd.toFixed(2)}` : 'no model cost'
}
