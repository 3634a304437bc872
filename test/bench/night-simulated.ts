import { begin, emptyLane, join, judgeTrial } from '../../src/domain/batch.ts'
import { chanceFrom } from './chance.ts'

export interface Odds {
  /** Share of changes that break the checks. */
  readonly bad: number
  /** Share of runs that are red for no reason. */
  readonly flaky: number
}

interface Simulated {
  /** Runs of the checks for each change that was queued. */
  readonly runs: number
  /** Good changes that were sent back, of a thousand. */
  readonly falsely: number
}

/** Whether the checks are red on everything that landed with these on top. Landed changes are good ones. */
type IsRed = (trial: readonly number[]) => boolean
type Way = (tasks: readonly number[], isRed: IsRed) => readonly number[]

const tasks = 400
const fine = 1_000_000

/** Some nights of 400 changes each, all from one seed. */
export function simulate(
  way: Way,
  { bad, flaky }: Odds,
  { nights, seed }: { nights: number; seed: number },
): Simulated {
  const chance = chanceFrom(seed)
  const happens = (share: number): boolean => chance.below(fine) < share * fine
  let [runs, falsely] = [0, 0]
  for (let night = 0; night < nights; night += 1) {
    const queue = Array.from({ length: tasks }, (_, task) => task)
    const culprits = new Set(queue.filter(() => happens(bad)))
    const thrownOut = way(queue, (trial) => {
      runs += 1
      return happens(flaky) || trial.some((task) => culprits.has(task))
    })
    falsely += thrownOut.filter((task) => !culprits.has(task)).length
  }
  return { runs: runs / (nights * tasks), falsely: (falsely * 1_000) / (nights * tasks) }
}

/** The rule of the merge lane. */
export function batched(queue: readonly number[], isRed: IsRed): readonly number[] {
  const thrownOut: number[] = []
  let lane = begin(join(emptyLane, queue.map(String)))
  while (lane.trial.length > 0) {
    const judged = judgeTrial(lane, isRed(lane.trial.map(Number)) ? 'red' : 'green')
    if (judged.thrownOut !== null) thrownOut.push(Number(judged.thrownOut))
    lane = begin(judged.lane)
  }
  return thrownOut
}

/** Each alone on the tip, and a red one a second time. */
export function oneByOne(queue: readonly number[], isRed: IsRed): readonly number[] {
  return queue.filter((task) => isRed([task]) && isRed([task]))
}
