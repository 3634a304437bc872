import type { RunState, Timed } from '../../domain/state.ts'
import type { RecordedDebt } from './debts.ts'

/** A debt that this run paid, with what proves it. */
export interface PaidDebt {
  readonly recorded: RecordedDebt
  /** The gate's word that the inspector no longer finds it, on the merged tree. Null: no gate spoke of it. */
  readonly gate: Timed<'gate.judged'> | null
  /** The landing that carried it. */
  readonly landed: Timed<'task.landed'> | null
}

/** Debts that were paid in this run, in the order of the register's ids. */
export function paidDebts(state: RunState): readonly PaidDebt[] {
  const landings = new Map(
    [...state.landed.values()].flatMap((landed) => (landed.fact.debts ?? []).map((debt) => [debt, landed] as const)),
  )
  const gates = new Map(
    state.gates.filter(({ fact }) => fact.verdict === 'fixed').map((gate) => [gate.fact.task, gate]),
  )
  return [...state.debts.values()].filter(isPaidTonight).map((recorded) => {
    const landed = landings.get(recorded.debt.id) ?? null
    return { recorded, landed, gate: gates.get(landed?.fact.task ?? '') ?? null }
  })
}

export function isPaidTonight({ debt, change }: Pick<RecordedDebt, 'debt' | 'change'>): boolean {
  return change === 'fixed' && debt.state === 'fixed'
}

/** Debts that an earlier night paid on a branch which this commit does not have: they still stand in it. By branch. */
export function paidElsewhere(state: RunState): ReadonlyMap<string, readonly RecordedDebt[]> {
  const commit = state.started?.fact.repository.commit
  const waiting = [...state.debts.values()].filter(
    (one) =>
      one.debt.state === 'fixed' &&
      one.debt.fixedIn !== undefined &&
      one.debt.lastSeen === commit &&
      !isPaidTonight(one),
  )
  return Map.groupBy(waiting, ({ debt }) => debt.fixedOn ?? '')
}

/** The debt that a task was to pay: its key is the debt's id. Null: it was to do something else. */
export function debtOfTask({ debts }: RunState, task: string): string | null {
  const key = task.slice(task.lastIndexOf('/') + 1)
  return debts.has(key) ? key : null
}
