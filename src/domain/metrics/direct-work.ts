import type { ToolClass } from '../fact/words.ts'
import type { Placed } from './chronicle.ts'
import { isSuperiorId } from './rank.ts'
import type { Scope } from './scope.ts'

/** A maximal run of writing or executing calls by one superior on one task. */
export interface DirectUnit {
  readonly actor: string
  readonly task: string
  /** `seq` of the calls' events. */
  readonly events: number[]
}

const gapMilliseconds = 5 * 60_000

/** Direct work of tiers 0 and 1: calls less than 5 minutes apart are one unit. */
export function directUnits(scope: Scope): readonly DirectUnit[] {
  const units: DirectUnit[] = []
  const last = new Map<string, { readonly unit: DirectUnit; until: number }>()
  for (const { actor, task, seq, at, milliseconds } of directCalls(scope)) {
    const key = JSON.stringify([actor, task])
    const running = last.get(key)
    if (running !== undefined && at - milliseconds - running.until < gapMilliseconds) {
      running.unit.events.push(seq)
      running.until = at
      continue
    }
    const unit: DirectUnit = { actor, task, events: [seq] }
    units.push(unit)
    last.set(key, { unit, until: at })
  }
  return units
}

/**
 * Milliseconds of superiors' turns with direct work. A turn and the calls inside it may both be facts, so the longer of
 * the two accounts counts for each actor and task.
 */
export function directMilliseconds(scope: Scope, of?: string): number {
  const spent = new Map<string, { turns: number; calls: number }>()
  for (const { actor, task, kind, milliseconds } of directCalls(scope)) {
    if (of !== undefined && of !== actor) continue
    const key = JSON.stringify([actor, task])
    const sum = spent.get(key) ?? { turns: 0, calls: 0 }
    sum[kind] += milliseconds
    spent.set(key, sum)
  }
  return [...spent.values()].reduce((total, { turns, calls }) => total + Math.max(turns, calls), 0)
}

interface DirectCall {
  readonly actor: string
  readonly task: string
  readonly kind: 'turns' | 'calls'
  readonly seq: number
  readonly at: number
  readonly milliseconds: number
}

function* directCalls({ events, run }: Scope): Generator<DirectCall> {
  for (const placed of events) {
    const call = directCall(placed)
    if (call !== null && isSuperiorId(run, call.actor)) yield call
  }
}

function directCall({ fact, seq, at }: Placed): DirectCall | null {
  if (fact.type === 'work.direct' && isDirect(fact.class))
    return { actor: fact.actor, task: fact.task, kind: 'calls', seq, at, milliseconds: fact.milliseconds }
  if (fact.type === 'turn.ended' && fact.tools.some((tool) => isDirect(tool.class)))
    return { actor: fact.actor, task: fact.task, kind: 'turns', seq, at, milliseconds: fact.milliseconds }
  return null
}

function isDirect(tool: ToolClass): boolean {
  return tool === 'mutate' || tool === 'exec'
}
