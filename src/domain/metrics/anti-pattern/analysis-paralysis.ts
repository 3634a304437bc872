import type { AntiPattern } from '../anti-pattern.ts'
import { landedTasks } from '../cost.ts'
import { makespan } from '../parallelism.ts'
import type { Scope } from '../scope.ts'

const longMilliseconds = 2 * 60 * 60_000
const enoughLanded = 0.2

/**
 * Over two hours, more than half of them before the first landing, and under 20 % of the planned tasks landed. Planned
 * to land are tasks with a scope: an audit that changes nothing is not paralysed.
 */
export function analysisParalysis(mission: Scope): AntiPattern {
  const planned = [...mission.run.tasks.values()].filter(({ scope }) => scope.length > 0)
  const landed = landedTasks(mission)
  const took = makespan(mission)
  const first = mission.events.find(({ fact }) => fact.type === 'task.landed')
  const start = mission.events[0]
  const waited = first === undefined || start === undefined ? took : first.at - start.at
  const found =
    planned.length > 0 && took > longMilliseconds && waited > took / 2 && landed.size < enoughLanded * planned.length
  const proof = [start, first ?? mission.events.at(-1)].flatMap((event) => (event === undefined ? [] : [event.seq]))
  return {
    name: 'analysisParalysis',
    found,
    count: found ? 1 : 0,
    events: found ? [...new Set(proof)] : [],
    detail: `${minutes(waited)} of ${minutes(took)} minutes before the first landing; ${landed.size} of ${planned.length} planned tasks landed`,
  }
}

function minutes(milliseconds: number): number {
  return Math.round(milliseconds / 60_000)
}
