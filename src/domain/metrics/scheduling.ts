import type { Span } from './chronicle.ts'
import { type Family, type Metric, ratio } from './metric.ts'
import { activeMilliseconds, busyMilliseconds, capOf, makespan } from './parallelism.ts'
import type { Scope } from './scope.ts'

/**
 * Critical-path bound ÷ makespan: how near the run came to the shortest time that its recorded durations, dependencies
 * and caps allow. `phases` are the mission's; a phase or a coordinator has none.
 */
export function scheduling(scope: Scope, phases: ReadonlyMap<string, Scope>): Family<'schedulingEfficiency'> {
  const bound = scope.level === 'mission' ? missionBound(scope, phases) : boundOf(scope)
  return { schedulingEfficiency: bound === 0 ? ratio(0, 0) : efficiency(bound, makespan(scope)) }
}

/** Nothing finishes before its bound; rounding of recorded times must not say otherwise. */
function efficiency(bound: number, took: number): Metric {
  return ratio(Math.min(bound, took), took)
}

/** The longest chain of tasks, or all work spread evenly over the cap, whichever takes longer. */
function boundOf(scope: Scope): number {
  const durations = durationsOf(scope.spans)
  const chain = longestChain(durations, (task) => scope.run.tasks.get(task)?.after ?? [])
  return Math.max(chain, spread(scope))
}

/** Phases follow each other where the mission says so; beside that, all work shares the run's cap. */
function missionBound(mission: Scope, phases: ReadonlyMap<string, Scope>): number {
  const bounds = new Map([...phases].map(([name, phase]) => [name, boundOf(phase)]))
  const before = new Map((mission.run.started?.phases ?? []).map(({ name, after }) => [name, after ?? []]))
  const chain = longestChain(bounds, (name) => before.get(name) ?? [])
  return Math.max(chain, boundOf(mission))
}

function spread(scope: Scope): number {
  const cap = capOf(scope)
  return cap === null || cap === 0 ? 0 : busyMilliseconds(scope.spans) / cap
}

/** Time somebody worked on each task: attempts one after the other, a moment counted once. */
function durationsOf(spans: readonly Span[]): ReadonlyMap<string, number> {
  const byTask = new Map<string, Span[]>()
  for (const span of spans) {
    if (span.task === null) continue
    const known = byTask.get(span.task)
    if (known === undefined) byTask.set(span.task, [span])
    else known.push(span)
  }
  return new Map([...byTask].map(([task, own]) => [task, activeMilliseconds(own)]))
}

/**
 * The heaviest path through weighted items and what they wait for. An explicit stack, because a chain may be as long as
 * the ledger; an item on a ring counts as if it waited for nothing behind it on that ring.
 */
function longestChain(weights: ReadonlyMap<string, number>, before: (item: string) => readonly string[]): number {
  const reach = new Map<string, number>()
  const entered = new Set<string>()
  for (const start of weights.keys()) {
    const stack = [start]
    while (stack.length > 0) {
      const item = stack[stack.length - 1] ?? start
      const open = entered.has(item) ? [] : before(item).filter((other) => weights.has(other) && !entered.has(other))
      entered.add(item)
      if (open.length > 0) {
        for (const other of open) stack.push(other)
        continue
      }
      stack.pop()
      if (reach.has(item)) continue
      const wait = before(item).reduce((most, other) => Math.max(most, reach.get(other) ?? 0), 0)
      reach.set(item, wait + (weights.get(item) ?? 0))
    }
  }
  return [...reach.values()].reduce((most, value) => Math.max(most, value), 0)
}
