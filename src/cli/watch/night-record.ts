import type { RunState } from '../../domain/state.ts'

/** What a pipeline takes over in the morning: commits, debts, branch. Nothing of it when nothing landed. */
interface NightRecord {
  readonly landed?: readonly string[]
  readonly paid?: readonly string[]
  /** Null: it is not shown in the user's repository. */
  readonly branch?: string | null
}

/** The fields that a run with landed changes adds to its result. */
export function nightRecord({ landed, debts, published }: RunState): NightRecord {
  if (landed.size === 0) return {}
  const paid = [...debts.values()].filter(({ debt, change }) => change === 'fixed' && debt.state === 'fixed')
  const isShown = published !== null && published.fact.reason === ''
  return {
    landed: [...landed.values()].map(({ fact }) => fact.commit ?? fact.task),
    paid: paid.map(({ debt }) => debt.id),
    branch: isShown ? published.fact.branch : null,
  }
}
