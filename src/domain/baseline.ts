import type { Debt, Register } from './debt.ts'
import type { Priority } from './finding.ts'
import type { Consolidation } from './report.ts'
import { rank } from './severity-order.ts'

/** The reason that a baseline writes. */
const baselineReason = 'baseline'

/** Accepts what is open, so that only what comes later is shown. P0 and P1 stay visible whatever the baseline. */
export function applyBaseline(register: Register): Register {
  return { ...register, debts: register.debts.map((debt) => (mayWait(debt) ? accept(debt) : debt)) }
}

/** Whether somebody should still do something about it. */
export function isOpen({ state }: Pick<Debt, 'state'>): boolean {
  return state === 'open' || state === 'reopened' || state === 'fixing'
}

/** Whether this run brought it: a new id, or a debt that came back. What `--new-only` shows. */
export function isNew(
  { id }: Pick<Debt, 'id'>,
  { added, reopened }: Pick<Consolidation, 'added' | 'reopened'>,
): boolean {
  return added.includes(id) || reopened.includes(id)
}

/** The open debts that fail a pipeline: at this severity or worse. What `--fail-on` counts. */
export function failing(debts: readonly Debt[], failOn: Priority): readonly Debt[] {
  return debts.filter((debt) => isOpen(debt) && rank(debt.severity) <= rank(failOn))
}

function mayWait(debt: Debt): boolean {
  return (debt.state === 'open' || debt.state === 'reopened') && (debt.severity === 'P2' || debt.severity === 'P3')
}

function accept(debt: Debt): Debt {
  const { until: _, ...rest } = debt
  return { ...rest, state: 'accepted', reason: baselineReason }
}
