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
  const durations = durationsOf(scope)
  const chain = longestChain(durations, (task) => scope.run.tasks.get(task)?.after ?? [])
  return Math.max(chain, spread(scope))
}

/** Phases follow each other where the mission says so; beside that, all work shares the run's cap. */
function missionBound(mission: Scope, phases: ReadonlyMap<string, Scope>): number {
  const bounds = new Map([...phases].map(([name, phase]) => [name, boundOf(phase)]))
  const before = new Map((mission.run.started?.phases ?? []).map(({ name, after }) => [name, after ?? []]))
  const chain = longestChain(bounds, (name) => before.get(name) ?? [])
  return Math.max(chain, boundOf(mission), laneTime(mission))
}

/** The lane tests one stack after the other, however many wait. */
function laneTime({ run }: Scope): number {
  return run.events.reduce((sum, { fact }) => (fact.type === 'lane.tested' ? sum + fact.milliseconds : sum), 0)
}

function spread(scope: Scope): number {
  const cap = capOf(scope)
  return cap === null || cap === 0 ? 0 : busyMilliseconds(scope.spans) / cap
}

/**
 * Time each task was worked on: attempts one after the other, and the checks and lane tests that its change went through. A
 * moment counts once.
 */
function durationsOf({ spans, run }: Scope): ReadonlyMap<string, number> {
  const byTask = new Map<string, Stretch[]>()
  for (const { task, start, end } of spans) if (task !== null) add(byTask, task, { start, end })
  for (const { fact, at } of run.events) {
    if (fact.type === 'check.ended' && fact.task !== undefined && byTask.has(fact.task))
      add(byTask, fact.task, { start: at - (fact.milliseconds ?? 0), end: at })
    if (fact.type !== 'lane.tested') continue
    for (const task of fact.tasks) if (byTask.has(task)) add(byTask, task, { start: at - fact.milliseconds, end: at })
  }
  const inOrder = (own: readonly Stretch[]): readonly Stretch[] => own.toSorted((a, b) => a.start - b.start)
  return new Map([...byTask].map(([task, own]) => [task, activeMilliseconds(inOrder(own))]))
}

type Stretch = Pick<Span, 'start' | 'end'>

function add(byTask: Map<string, Stretch[]>, task: string, stretch: Stretch): void {
  const known = byTask.get(task)
  if (known === undefined) byTask.set(task, [stretch])
  else known.push(stretch)
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
