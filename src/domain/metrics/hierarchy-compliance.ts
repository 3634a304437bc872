import { covers } from '../scope.ts'
import type { Placed } from './chronicle.ts'
import { domainOf } from './edge/land.ts'
import type { Edge } from './edge.ts'
import { type Family, type Metric, ratio } from './metric.ts'
import type { Scope } from './scope.ts'

/** Whether the chain of command held, and whether work went where it belongs. */
export function compliance(scope: Scope): Family<'hierarchyCompliance' | 'routingCorrectness'> {
  return { hierarchyCompliance: hierarchyCompliance(scope.edges), routingCorrectness: routingCorrectness(scope) }
}

/** 1 − V ÷ E. The numerator is E − V, so that numerator ÷ denominator is the value. */
function hierarchyCompliance(edges: readonly Edge[]): Metric {
  return ratio(edges.filter(({ violation }) => violation === null).length, edges.length)
}

const belongs = 0.8

/** Tasks whose landed paths lie at least 80 % in the domain of the assigned coordinator. Judged where domains are recorded. */
function routingCorrectness({ events, run }: Scope): Metric {
  const pathsOf = new Map<string, string[]>()
  for (const { fact } of events) {
    if (fact.type !== 'task.landed') continue
    const paths = pathsOf.get(fact.task) ?? []
    for (const { path } of fact.paths) paths.push(path)
    pathsOf.set(fact.task, paths)
  }
  let [routed, judged] = [0, 0]
  for (const [task, paths] of pathsOf) {
    const owner = run.tasks.get(task)?.owner
    if (run.started?.teams === undefined || owner === undefined || paths.length === 0) continue
    const domain = domainOf(run, owner)
    const inside = domain === null ? paths.length : paths.filter((path) => covers(domain, path)).length
    judged += 1
    if (inside >= belongs * paths.length) routed += 1
  }
  return ratio(routed, judged)
}

export interface Refused {
  /** Everything attempted: the edges that happened and what was refused. */
  readonly attempts: number
  readonly refused: number
  /** Refusals by reason, most frequent first. */
  readonly reasons: Readonly<Record<string, number>>
}

/** What was attempted and refused. No violation: the guard held. */
export function refusals({ events, edges }: Scope): Refused {
  const counts = new Map<string, number>()
  for (const reason of reasonsOf(events)) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const refused = sorted.reduce((sum, [, count]) => sum + count, 0)
  return { attempts: edges.length + refused, refused, reasons: Object.fromEntries(sorted) }
}

/** A wish to spawn may be recorded by the door and by the backend's guard: the pair is one attempt. */
function* reasonsOf(events: readonly Placed[]): Generator<string> {
  const atTheDoor = new Map<string, number>()
  for (const { fact } of events) {
    if (fact.type !== 'spawn.refused') continue
    const key = JSON.stringify([fact.parent, fact.name])
    atTheDoor.set(key, (atTheDoor.get(key) ?? 0) + 1)
    yield fact.code
  }
  for (const { fact } of events) {
    if (fact.type !== 'action.denied') continue
    const key = JSON.stringify([fact.actor, fact.target])
    const same = fact.what === 'spawn' ? (atTheDoor.get(key) ?? 0) : 0
    if (same > 0) atTheDoor.set(key, same - 1)
    else yield fact.what
  }
}
