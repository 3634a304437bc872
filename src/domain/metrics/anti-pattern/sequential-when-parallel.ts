import { overlap } from '../../scope.ts'
import type { AntiPattern } from '../anti-pattern.ts'
import type { Chronicle, Placed } from '../chronicle.ts'
import { followReadiness, type Readiness } from '../readiness.ts'
import type { Scope } from '../scope.ts'
import { type Caps, capsOf, hasRoom, seatOf } from './room.ts'

const tooLongMilliseconds = 5 * 60_000
/** Waiting tasks looked at per change: enough to find one that fits, and a bound on a long queue that does not. */
const mostCandidates = 64

/** One specialist at work for over five minutes while a second task was ready, disjoint from the first, and could have been afforded. */
export function sequentialWhenParallel({ run }: Scope): AntiPattern {
  const stretches = stretchesOf(run).filter(({ from, to }) => to.at - from.at > tooLongMilliseconds)
  const total = stretches.reduce((sum, { from, to }) => sum + to.at - from.at, 0)
  return {
    name: 'sequentialWhenParallel',
    found: stretches.length > 0,
    count: stretches.length,
    events: [...new Set(stretches.flatMap(({ from, to }) => [from.seq, to.seq]))],
    detail: `${Math.round(total / 60_000)} minutes with one specialist at work while another task could have run`,
  }
}

interface Instant {
  readonly seq: number
  readonly at: number
}

interface Stretch {
  readonly from: Instant
  readonly to: Instant
}

function stretchesOf(run: Chronicle): readonly Stretch[] {
  const stretches: Stretch[] = []
  const caps = capsOf(run)
  const { now, step } = followReadiness(run)
  let from: Instant | null = null
  let isStopping = false
  for (const placed of run.events) {
    step(placed)
    isStopping = (isStopping && placed.fact.type !== 'run.resumed') || placed.fact.type === 'run.stopping'
    const couldRun = !isStopping && canRunSecond(run, now, caps)
    if (from !== null && (!couldRun || wasDear(placed))) {
      stretches.push({ from, to: placed })
      from = null
    }
    if (from === null && couldRun) from = placed
  }
  const last = run.events.at(-1)
  return from === null || last === undefined ? stretches : [...stretches, { from, to: last }]
}

/** Money or memory said no: the wait before it had a reason. */
function wasDear({ fact }: Placed): boolean {
  return fact.type === 'spawn.refused' && (fact.code === 'budget' || fact.code === 'memory')
}

function canRunSecond(run: Chronicle, { ready, working }: Readiness, caps: Caps): boolean {
  const [only] = working
  if (only === undefined || working.size !== 1) return false
  const busy = run.tasks.get(only.task ?? '')?.scope ?? []
  let looked = 0
  for (const task of ready.values()) {
    if (looked === mostCandidates) return false
    if (hasRoom(caps, [seatOf(only)], task) && !overlap(busy, task.scope)) return true
    looked += 1
  }
  return false
}
