import type { RunState, Timed } from '../../domain/state.ts'
import { debtOfTask } from './paid.ts'

/** Why a debt that is still open was not paid tonight, and the event that says so. */
export interface Left {
  readonly kind: 'deferred' | 'refused' | 'escalated' | 'ended'
  readonly reason: string
  readonly seq: number
}

/** By debt: the last word on why it was left. Debts that nobody came to are not in it. */
export function leftDebts(state: RunState): ReadonlyMap<string, Left> {
  const left = new Map<string, Left>()
  for (const { seq, fact } of state.deferred)
    if (state.debts.has(fact.subject)) left.set(fact.subject, { kind: 'deferred', reason: fact.reason, seq })
  for (const { queued, end } of state.tasks.values()) {
    const debt = debtOfTask(state, queued.fact.task)
    if (debt === null || end === null || end.fact.state === 'done' || end.fact.reason === '') continue
    left.set(debt, { kind: 'ended', reason: end.fact.reason, seq: end.seq })
  }
  for (const { seq, fact } of state.refusedLandings) {
    const debt = debtOfTask(state, fact.task)
    if (debt !== null) left.set(debt, { kind: 'refused', reason: fact.reason, seq })
  }
  for (const { seq, fact } of state.escalations) {
    const debt = debtOfTask(state, fact.task)
    if (debt !== null) left.set(debt, { kind: 'escalated', reason: fact.detail, seq })
  }
  return left
}

/** Work that was put off and is still to do: once for each subject, with the reason given last. */
export function stillDeferred({ deferred, debts }: RunState): readonly Timed<'work.deferred'>[] {
  const last = new Map(deferred.map((one) => [one.fact.subject, one]))
  return [...last.values()].filter(({ fact }) => debts.get(fact.subject)?.debt.state !== 'fixed')
}

/** Escalations of tasks that nobody landed afterwards. */
export function openEscalations({ escalations, landed, tasks }: RunState): readonly Timed<'task.escalated'>[] {
  return escalations.filter(({ fact }) => !landed.has(fact.task) && tasks.get(fact.task)?.state !== 'done')
}
