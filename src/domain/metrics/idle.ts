import type { FactOf } from '../event.ts'
import type { Chronicle, Home } from './chronicle.ts'
import { followReadiness, type Readiness } from './readiness.ts'

/** Money spent on a model while there was nothing to do. */
export interface Idle extends Home {
  readonly seq: number
  /** Null: nobody can know. */
  readonly usd: number | null
}

/**
 * Model calls that ended while no task was ready, none was running, and no superior held an order that it had not yet
 * turned into tasks. An attempt's total counts only where its turns are not on record.
 */
export function idleSpending(run: Chronicle): readonly Idle[] {
  const idle: Idle[] = []
  const withTurns = new Set<string>()
  const { now, step } = followReadiness(run)
  for (const placed of run.events) {
    const { fact, seq, phase, coordinator } = placed
    if (isCall(fact) && isIdle(now) && !(fact.type === 'attempt.ended' && withTurns.has(attemptOf(fact))))
      idle.push({ seq, phase, coordinator, usd: fact.cost.basis === 'none' ? 0 : fact.cost.usd })
    if (fact.type === 'turn.ended') withTurns.add(attemptOf(fact))
    step(placed)
  }
  return idle
}

type Call = FactOf<'turn.ended'> | FactOf<'attempt.ended'>

function isCall(fact: { readonly type: string }): fact is Call {
  return fact.type === 'turn.ended' || fact.type === 'attempt.ended'
}

function attemptOf({ actor, task, attempt }: Call): string {
  return JSON.stringify([actor, task, attempt])
}

function isIdle({ ready, working, planning }: Readiness): boolean {
  return ready.size === 0 && working.size === 0 && planning.size === 0
}
