import type { Priority } from '../../domain/finding.ts'
import type { RunState } from '../../domain/state.ts'

export type RecordedDebt = RunState['debts'] extends Map<string, infer D> ? D : never

const open: ReadonlySet<string> = new Set(['open', 'fixing', 'reopened'])

/** Debts that stand open after this run, worst first, then by id. */
export function openDebts(state: RunState, severities?: readonly Priority[]): readonly RecordedDebt[] {
  return [...state.debts.values()]
    .filter(({ debt }) => open.has(debt.state) && (severities?.includes(debt.severity) ?? true))
    .sort((a, b) => compare(a.debt.severity, b.debt.severity) || compareIds(a.debt.id, b.debt.id))
}

/** Accepted debts whose date has passed by the end of the run. */
export function expiredAccepts(state: RunState, today: string): readonly RecordedDebt[] {
  return [...state.debts.values()].filter(
    ({ debt }) => debt.state === 'accepted' && debt.until !== undefined && debt.until < today,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** DEBT-1000 comes after DEBT-999. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || compare(a, b)
}
