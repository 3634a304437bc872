import { directMilliseconds, directUnits } from './direct-work.ts'
import { engineName } from './edge/land.ts'
import { type Family, type Metric, ratio, unknown } from './metric.ts'
import { isSuperior, isSuperiorId } from './rank.ts'
import type { Scope } from './scope.ts'
import { totalUsd } from './spend.ts'

/** Who did the work: those whose job it is, or their superiors. */
export function delegation(
  scope: Scope,
): Family<'delegationRatio' | 'delegationByCost' | 'delegationByLines' | 'directEditRate' | 'synthesisRatio'> {
  const lines = landedLines(scope)
  return {
    delegationRatio: delegationRatio(scope),
    delegationByCost: delegationByCost(scope),
    delegationByLines: ratio(lines.specialists, lines.all),
    directEditRate: ratio(lines.superiors, lines.all),
    synthesisRatio: synthesisRatio(scope),
  }
}

/** D ÷ (D + X): delegated tasks with a result, and direct work units. */
export function delegationRatio(scope: Scope): Metric {
  const delegated = delegatedResults(scope).length
  return ratio(delegated, delegated + directUnits(scope).length)
}

export interface Result {
  readonly task: string
  readonly owner: string
  readonly seq: number
}

/** Tasks that a superior dispatched and that ended with a result. */
export function delegatedResults({ events, run }: Scope): readonly Result[] {
  return events.flatMap(({ fact, seq }) => {
    if (fact.type !== 'task.ended' || fact.state !== 'done') return []
    const owner = run.tasks.get(fact.task)?.owner
    return owner === undefined || !isSuperiorId(run, owner) ? [] : [{ task: fact.task, owner, seq }]
  })
}

function delegationByCost({ spends }: Scope): Metric {
  const all = totalUsd(spends)
  const specialists = totalUsd(spends.filter(({ role }) => role === 'specialist'))
  const metric = ratio(specialists.usd, all.usd)
  return all.known ? metric : unknown(metric)
}

/** Landed lines by the author's tier. What the engine itself renders belongs to nobody and is left out. */
function landedLines({ events, run }: Scope): { specialists: number; superiors: number; all: number } {
  const lines = { specialists: 0, superiors: 0, all: 0 }
  for (const { fact } of events) {
    if (fact.type !== 'task.landed' || fact.author === engineName) continue
    const changed = fact.paths.reduce((sum, path) => sum + path.lines, 0)
    const role = run.actors.get(fact.author)?.role
    lines.all += changed
    if (role === 'specialist') lines.specialists += changed
    else if (isSuperior(role)) lines.superiors += changed
  }
  return lines
}

/** Time spent on subordinates' results ÷ that and time spent on direct work. */
export function synthesisRatio(scope: Scope, of?: string): Metric {
  let consuming = 0
  for (const { fact } of scope.events) {
    if (fact.type !== 'report.consumed' || !isSuperiorId(scope.run, fact.by)) continue
    if (of === undefined || of === fact.by) consuming += fact.milliseconds
  }
  return ratio(consuming, consuming + directMilliseconds(scope, of))
}
