import type { TakeoverReason } from '../fact/words.ts'
import { type Family, type Metric, ratio } from './metric.ts'
import type { Scope } from './scope.ts'

/** How far tasks came without somebody stepping in, and without being done again. */
export function autonomy(scope: Scope): Family<'autonomyRate' | 'takeoverRate' | 'firstPassYield' | 'rework'> {
  const { landed, ended, extraAttempts, takeovers } = tally(scope)
  return {
    autonomyRate: ratio([...landed.values()].filter(({ alone }) => alone).length, landed.size),
    takeoverRate: ratio(takeovers.length, ended),
    firstPassYield: ratio([...landed.values()].filter(({ rounds }) => rounds === 1).length, landed.size),
    rework: ratio(extraAttempts, ended),
  }
}

/** Takeovers of each reason ÷ ended tasks. */
export function takeoversByReason(scope: Scope): Readonly<Record<TakeoverReason, Metric>> {
  const { takeovers, ended } = tally(scope)
  const rate = (reason: TakeoverReason): Metric => ratio(takeovers.filter((other) => other === reason).length, ended)
  return {
    price_cap: rate('price_cap'),
    broken_tests: rate('broken_tests'),
    ambiguity: rate('ambiguity'),
    conflict: rate('conflict'),
    quota: rate('quota'),
    permission: rate('permission'),
    infra: rate('infra'),
    tool_quirk: rate('tool_quirk'),
    safety: rate('safety'),
  }
}

interface Tally {
  readonly landed: Map<string, { readonly alone: boolean; readonly rounds: number }>
  readonly takeovers: TakeoverReason[]
  ended: number
  extraAttempts: number
}

function tally(scope: Scope): Tally {
  const sum: Tally = { landed: new Map(), takeovers: [], ended: 0, extraAttempts: 0 }
  const help = helpIn(scope)
  for (const { fact, seq } of scope.events) {
    if (fact.type === 'takeover.happened') sum.takeovers.push(fact.reason)
    if (fact.type === 'task.landed')
      sum.landed.set(fact.task, { alone: !help.reached(fact.task, seq), rounds: fact.reviewRounds })
    if (fact.type !== 'task.ended') continue
    sum.ended += 1
    sum.extraAttempts += Math.max(0, fact.attempts - 1)
  }
  return sum
}

/**
 * Who was helped: a takeover counts whenever it came, a person's answer between dispatch and landing. An answer to the
 * whole run helped every task that was dispatched and not landed then.
 */
function helpIn({ events, spans, run }: Scope): { reached(task: string, landedSeq: number): boolean } {
  const dispatched = new Map<string, number>()
  for (const { task, startSeq } of spans) if (task !== null && !dispatched.has(task)) dispatched.set(task, startSeq)
  const takenOver = new Set(events.flatMap(({ fact }) => (fact.type === 'takeover.happened' ? [fact.task] : [])))
  const answers = answersIn(run.events)
  const toAll = answers.get(null) ?? []
  return {
    reached(task, landedSeq) {
      const from = dispatched.get(task) ?? 0
      return (
        takenOver.has(task) ||
        hasBetween(answers.get(task) ?? [], from, landedSeq) ||
        hasBetween(toAll, from, landedSeq)
      )
    },
  }
}

/** `seq` of people's answers by the task they were for, ascending; null: for the whole run. */
function answersIn(events: Scope['events']): ReadonlyMap<string | null, number[]> {
  const answers = new Map<string | null, number[]>()
  for (const { fact, seq } of events) {
    if (fact.type !== 'human.answered') continue
    const known = answers.get(fact.task)
    if (known === undefined) answers.set(fact.task, [seq])
    else known.push(seq)
  }
  return answers
}

/** Whether an ascending list has a number strictly between two others. Binary search: a run may hold many answers. */
function hasBetween(sorted: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) > from) high = middle
    else low = middle + 1
  }
  return (sorted[low] ?? to) < to
}
