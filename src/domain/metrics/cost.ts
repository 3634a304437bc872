import { type Family, type Metric, ratio, unknown } from './metric.ts'
import { isSuperior } from './rank.ts'
import type { Scope } from './scope.ts'
import { type Spend, totalUsd } from './spend.ts'

/** What landed work cost, and what was spent on commanding and on waiting. A part without a known price makes the value unknown. */
export function cost(
  scope: Scope,
): Family<
  | 'costPerLandedTask'
  | 'costPerLandedSimple'
  | 'costPerLandedCode'
  | 'costPerLandedComplex'
  | 'coordinationOverhead'
  | 'idleCost'
> {
  const landed = landedTasks(scope)
  const ofKind = (kind: string): Set<string> =>
    new Set([...landed].filter((task) => scope.run.tasks.get(task)?.kind === kind))
  return {
    costPerLandedTask: costPer(landed, scope.spends),
    costPerLandedSimple: costPer(ofKind('simple'), scope.spends),
    costPerLandedCode: costPer(ofKind('code'), scope.spends),
    costPerLandedComplex: costPer(ofKind('complex'), scope.spends),
    coordinationOverhead: coordinationOverhead(scope),
    idleCost: idleCost(scope),
  }
}

export function landedTasks({ events }: Scope): Set<string> {
  return new Set(events.flatMap(({ fact }) => (fact.type === 'task.landed' ? [fact.task] : [])))
}

/** Everything spent on these tasks, lost attempts and reviews included, ÷ their number. */
function costPer(tasks: ReadonlySet<string>, spends: readonly Spend[]): Metric {
  return priced(
    spends.filter(({ task }) => tasks.has(task)),
    (usd) => ratio(usd, tasks.size),
  )
}

/** Superiors and reviewers ÷ everybody. */
function coordinationOverhead({ events, spends }: Scope): Metric {
  const reviewers = new Set(events.flatMap(({ fact }) => (fact.type === 'review.ended' ? [fact.by] : [])))
  const overhead = totalUsd(spends.filter(({ role, actor }) => isSuperior(role) || reviewers.has(actor)))
  return priced(spends, (all) => ratio(overhead.usd, all))
}

/** An amount, not a share: it must be 0. */
function idleCost({ idle }: Scope): Metric {
  return priced(idle, (usd) => ratio(usd, 1))
}

function priced(items: readonly { readonly usd: number | null }[], metricOf: (usd: number) => Metric): Metric {
  const total = totalUsd(items)
  return total.known ? metricOf(total.usd) : unknown(metricOf(total.usd))
}
