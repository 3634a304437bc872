import { overlap } from '../../scope.ts'
import type { AntiPattern } from '../anti-pattern.ts'
import type { Chronicle, Placed, Queued } from '../chronicle.ts'
import { peak } from '../parallelism.ts'
import { followReadiness } from '../readiness.ts'
import type { Scope } from '../scope.ts'
import { capsOf, hasRoom } from './room.ts'

const mostSuperfluous = 0.2
const leastStaffed = 0.5
/** Tasks looked at: a bound on a long queue. Looking at fewer finds less, never more. */
const mostCandidates = 1_000

/** Specialists spawned without a ready task of their own, more than 20 % of all. The threshold is ours. */
export function overStaffing({ run }: Scope): AntiPattern {
  const superfluous: number[] = []
  const { now, step } = followReadiness(run)
  for (const placed of run.events) {
    if (placed.opens !== null && !hasWork(placed, now.ready)) superfluous.push(placed.seq)
    step(placed)
  }
  return {
    name: 'overStaffing',
    found: superfluous.length > mostSuperfluous * run.spans.length,
    count: superfluous.length,
    events: superfluous,
    detail: `${superfluous.length} of ${run.spans.length} specialists were spawned without a ready task of their own`,
  }
}

/** Whether a spawned specialist had a task that was ready for it. What the event closes is closed before it spawns. */
function hasWork({ opens, closes }: Placed, ready: ReadonlyMap<string, Queued>): boolean {
  const task = opens?.task ?? null
  return task !== null && (ready.has(task) || closes.some((span) => span.task === task))
}

/** Never more than half as many at work as could have worked together when most tasks stood ready. The threshold is ours. */
export function underStaffing({ run, spans }: Scope): AntiPattern {
  const possible = independent(run, busiest(run))
  const most = peak(spans)
  const found = possible.length > 1 && most < leastStaffed * possible.length
  return {
    name: 'underStaffing',
    found,
    count: found ? possible.length - most : 0,
    events: found ? possible.map(({ seq }) => seq).sort((a, b) => a - b) : [],
    detail: `at most ${most} at work where ${possible.length} independent tasks could have been`,
  }
}

interface Waiting extends Queued {
  readonly seq: number
}

/** The tasks in hand, ready or running, when there were most of them. */
function busiest(run: Chronicle): readonly Waiting[] {
  const peakAt = instantOfMost(run)
  const queuedAt = new Map<string, number>()
  const { now, step } = followReadiness(run)
  for (const placed of run.events) {
    if (placed.fact.type === 'task.queued') queuedAt.set(placed.fact.task, placed.seq)
    step(placed)
    if (placed.seq === peakAt) break
  }
  const running = [...now.working].flatMap(({ task }) => (task === null ? [] : (run.tasks.get(task) ?? [])))
  return [...running, ...now.ready.values()].map((task) => ({ ...task, seq: queuedAt.get(task.task) ?? 0 }))
}

function instantOfMost(run: Chronicle): number {
  const { now, step } = followReadiness(run)
  let [most, at] = [0, 0]
  for (const placed of run.events) {
    step(placed)
    if (now.ready.size + now.working.size <= most) continue
    most = now.ready.size + now.working.size
    at = placed.seq
  }
  return at
}

/** Tasks that could have worked side by side under the caps, chosen first come, first served. */
function independent(run: Chronicle, tasks: readonly Waiting[]): readonly Waiting[] {
  const caps = capsOf(run)
  const chosen: Waiting[] = []
  for (const task of tasks.slice(0, mostCandidates)) {
    if (chosen.length >= caps.run) break
    if (hasRoom(caps, chosen, task) && !chosen.some(({ scope }) => overlap(scope, task.scope))) chosen.push(task)
  }
  return chosen
}
