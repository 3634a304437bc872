import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  batchSize,
  begin,
  emptyLane,
  join,
  judgeTrial,
  type Lane,
  startAgain,
  withdraw,
} from '../../src/domain/batch.ts'

type Answer = 'green' | 'red'

/** What a run of the checks would see: everything landed so far, then the trial. */
type Tree = readonly string[]

interface Night {
  readonly landed: string[]
  readonly thrownOut: string[]
  readonly flakes: string[]
  readonly trials: Tree[]
}

interface Rules {
  readonly check: (tree: Tree) => Answer
  /** Looks at each state, and may answer another one. */
  readonly between?: (lane: Lane, night: Night) => Lane
}

function land(tasks: readonly string[], { check, between = (lane) => lane }: Rules): Night {
  const night: Night = { landed: [], thrownOut: [], flakes: [], trials: [] }
  let lane = join(emptyLane, tasks)
  for (let run = 0; run < 10_000; run++) {
    lane = begin(between(lane, night))
    if (lane.trial.length === 0) return night
    const tree = [...night.landed, ...lane.trial]
    night.trials.push(tree)
    const judged = judgeTrial(lane, check(tree))
    night.landed.push(...judged.land)
    if (judged.thrownOut !== null) night.thrownOut.push(judged.thrownOut)
    if (judged.flake !== null) night.flakes.push(judged.flake)
    lane = judged.lane
  }
  throw new Error('the lane never ends')
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `task-${index}`)
const holds = (bad: ReadonlySet<string>) => (tree: Tree) => (tree.some((task) => bad.has(task)) ? 'red' : 'green')
/** A judge that depends on the whole tree in no sensible way, but always says the same of the same tree. */
const whim = (seed: number, tenths: number) => (tree: Tree) => {
  let hash = seed
  for (const letter of tree.join()) hash = (Math.imul(hash ^ letter.charCodeAt(0), 0x5bd1e995) >>> 3) % 0x7fffffff
  return tree.length > 0 && hash % 10 < tenths ? 'red' : 'green'
}
const night = fc
  .integer({ min: 0, max: 60 })
  .chain((count) =>
    fc.record({ tasks: fc.constant(names(count)), bad: fc.subarray(names(count)).map((list) => new Set(list)) }),
  )

describe('how many are tested together', () => {
  test.each([
    ['nothing is known: one in twenty is taken to be bad', { landed: 0, redLeaves: 0 }, 13],
    ['all went well: the cap', { landed: 400, redLeaves: 0 }, 16],
    ['one in ten', { landed: 900, redLeaves: 100 }, 6],
    ['just under 15 %', { landed: 851, redLeaves: 149 }, 4],
    ['15 % and more: one by one', { landed: 850, redLeaves: 160 }, 1],
    ['all bad', { landed: 0, redLeaves: 40 }, 1],
  ])('%s', (_, history, size) => expect(batchSize(history)).toBe(size))

  test('is from 1 to 16, and falls as more are thrown out', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), (landed, redLeaves) => {
        const size = batchSize({ landed, redLeaves })
        return size >= 1 && size <= 16 && batchSize({ landed, redLeaves: redLeaves + 1 }) <= size
      }),
    )
  })
})

describe('the bisection', () => {
  test('a red batch of four with one culprit: the halves without it land, it goes after a second run alone', () => {
    const { trials, ...ends } = land(names(4), { check: holds(new Set(['task-2'])) })
    expect(ends).toEqual({ landed: ['task-0', 'task-1', 'task-3'], thrownOut: ['task-2'], flakes: [] })
    expect(trials.map((tree) => tree.join(' '))).toEqual([
      'task-0 task-1 task-2 task-3',
      'task-0 task-1',
      'task-0 task-1 task-2',
      'task-0 task-1 task-2',
      'task-0 task-1 task-3',
    ])
  })

  test('the right half is never tested as a whole once the left half has landed', () => {
    const { trials } = land(names(8), { check: holds(new Set(['task-7'])) })
    expect(trials.map((tree) => tree.length)).toEqual([8, 4, 6, 7, 8])
  })

  test('red, then green on the same tree is a flake: it lands and is told', () => {
    const answers: Answer[] = ['red', 'green']
    const { trials, ...ends } = land(['only'], { check: () => answers.shift() ?? 'green' })
    expect(ends).toEqual({ landed: ['only'], thrownOut: [], flakes: ['only'] })
    expect(trials).toHaveLength(2)
  })

  test('two that are bad only together: the later one is thrown out', () => {
    const check = (tree: Tree) => (tree.includes('task-1') && tree.includes('task-5') ? 'red' : 'green')
    expect(land(names(8), { check })).toMatchObject({
      landed: names(8).filter((task) => task !== 'task-5'),
      thrownOut: ['task-5'],
    })
  })

  test('a trial must begin before it is judged', () => {
    expect(() => judgeTrial(join(emptyLane, ['one']), 'green')).toThrow(RangeError)
  })

  test('asked again before an answer, the trial is the same, whoever joined meanwhile', () => {
    const lane = begin(join(emptyLane, ['one']))
    expect(begin(join(lane, ['two'])).trial).toEqual(['one'])
  })
})

describe('without flakes', () => {
  test('every bad task is thrown out, no good one is, each ends once, in the order of the queue', () => {
    fc.assert(
      fc.property(night, ({ tasks, bad }) => {
        const { landed, thrownOut, flakes } = land(tasks, { check: holds(bad) })
        expect(landed).toEqual(tasks.filter((task) => !bad.has(task)))
        expect(thrownOut).toEqual(tasks.filter((task) => bad.has(task)))
        expect(flakes).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('whatever the checks say of a tree: the tip was tested green, each task ends once, the same answers give the same runs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.nat(), fc.integer({ min: 0, max: 9 }), (count, seed, tenths) => {
        const check = whim(seed, tenths)
        const ends = land(names(count), {
          check,
          between: (lane, { landed, trials }) => {
            if (landed.length > 0) expect(check(landed)).toBe('green')
            const suspected = [...landed, ...lane.suspects].join()
            if (lane.suspects.length > 0) expect(trials.map((tree) => tree.join())).toContain(suspected)
            return lane
          },
        })
        expect([...ends.landed, ...ends.thrownOut].toSorted()).toEqual(names(count).toSorted())
        expect(ends.landed).toEqual(names(count).filter((task) => ends.landed.includes(task)))
        expect(ends).toEqual(land(names(count), { check }))
      }),
      { numRuns: 200 },
    )
  })

  test('nobody is thrown out without two red runs of the same tree, with it last', () => {
    fc.assert(
      fc.property(night, ({ tasks, bad }) => {
        const { trials, thrownOut } = land(tasks, { check: holds(bad) })
        const seen = trials.map((tree) => tree.join())
        return thrownOut.every((task) => {
          const alone = trials.find((tree) => tree.at(-1) === task && tree.filter((one) => bad.has(one)).length === 1)
          return alone !== undefined && seen.filter((tree) => tree === alone.join()).length >= 2
        })
      }),
      { numRuns: 200 },
    )
  })

  test('tasks that join, are withdrawn, or see the tip moved are neither lost nor landed twice', () => {
    const what = fc.constantFrom('join', 'withdraw', 'again', 'nothing', 'nothing', 'nothing')
    fc.assert(
      fc.property(night, fc.array(what, { maxLength: 40 }), ({ tasks, bad }, happenings) => {
        const [joined, gone]: [string[], string[]] = [[], []]
        const meddle = (lane: Lane, step: number): Lane => {
          const first = [...lane.suspects, ...lane.queue][step % 3]
          switch (happenings.shift()) {
            case 'join':
              joined.push(`late-${joined.length}`)
              return join(lane, joined.slice(-1))
            case 'withdraw':
              if (first === undefined) return lane
              gone.push(first)
              return withdraw(begin(lane), first)
            case 'again':
              return startAgain(begin(lane))
            default:
              return lane
          }
        }
        const ends = land(tasks, {
          check: holds(bad),
          between: (lane, { trials }) => meddle(lane, trials.length),
        })
        const all = [...tasks, ...joined]
        expect([...ends.landed, ...ends.thrownOut, ...gone].toSorted()).toEqual(all.toSorted())
        expect(ends.landed).toEqual(all.filter((task) => !bad.has(task) && !gone.includes(task)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what it costs, simulated with seeds', () => {
  test.each([
    { bad: 0.01, flaky: 0, runs: 0.12, falsely: 0 },
    { bad: 0.05, flaky: 0, runs: 0.36, falsely: 0 },
    { bad: 0.05, flaky: 0.02, runs: 0.38, falsely: 0.2 },
    { bad: 0.1, flaky: 0.02, runs: 0.63, falsely: 0.2 },
    { bad: 0.3, flaky: 0.05, runs: 1.38, falsely: 2.2 },
  ])('$bad bad, $flaky flaky: at most $runs runs for a task', ({ bad, flaky, runs, falsely }) => {
    const lane = simulate(bad, flaky, batched)
    expect(lane.runs).toBeLessThanOrEqual(runs)
    expect(lane.falsely).toBeLessThanOrEqual(falsely)
  })

  test('at 5 % bad and 2 % flaky it takes less than 0.4 runs for a task, a third of testing one by one', () => {
    const [ours, serial] = [simulate(0.05, 0.02, batched), simulate(0.05, 0.02, oneByOne)]
    expect(ours.runs).toBeLessThan(0.4)
    expect(ours.falsely).toBeLessThanOrEqual(0.5)
    expect(serial.runs).toBeGreaterThan(1.05)
    expect(ours.runs * 2.8).toBeLessThan(serial.runs)
    expect(ours.falsely).toBeLessThanOrEqual(serial.falsely)
  })
})

type Way = (tasks: readonly string[], check: (tree: Tree) => Answer) => Pick<Night, 'thrownOut'>
const batched: Way = (tasks, check) => land(tasks, { check })
/** Each alone on the tip, with a second run of a red one. */
const oneByOne: Way = (tasks, check) => ({
  thrownOut: tasks.filter((task) => check([task]) === 'red' && check([task]) === 'red'),
})

/** 400 tasks on each of 100 nights: runs for a task, and good tasks thrown out in a thousand. */
function simulate(bad: number, flaky: number, way: Way): { readonly runs: number; readonly falsely: number } {
  let [runs, falsely] = [0, 0]
  for (let seed = 1; seed <= 100; seed++) {
    const random = dice(seed * 7_919)
    const tasks = names(400)
    const culprits = new Set(tasks.filter(() => random() < bad))
    // Tasks that landed are good ones: only the end of a tree can hold a culprit, and looking there alone is quicker.
    const check = (tree: Tree): Answer => {
      runs++
      return tree.slice(-16).some((task) => culprits.has(task)) || random() < flaky ? 'red' : 'green'
    }
    falsely += way(tasks, check).thrownOut.filter((task) => !culprits.has(task)).length
  }
  return { runs: runs / 40_000, falsely: falsely / 40 }
}

/** A linear congruential generator: the same seed, the same night. */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
