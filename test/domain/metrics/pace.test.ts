import { expect, test } from 'vitest'
import { measure } from '../../../src/domain/metrics.ts'
import {
  attempt,
  consume,
  end,
  general,
  land,
  mission,
  paid,
  queue,
  type Story,
  soldier,
  spawn,
  turn,
} from './story.ts'

const quality = general('quality')

/** Tasks in waves of a hundred, each waiting for one of the wave before, each with scope, turns and a landing. */
function longRun(tasks: number): Story {
  const story = mission({ limits: {} }).tell(spawn(quality))
  for (let index = 0; index < tasks; index += 1)
    story.tell(
      queue(`t${index}`, quality.id, {
        scope: [`src/m${index % 500}/**`],
        after: index < 100 ? [] : [`t${index - 100}`],
      }),
    )
  for (let index = 0; index < tasks; index += 1) {
    const [task, id] = [`t${index}`, `s${index}`]
    story.at(index / 10).tell(spawn(soldier(id, quality.id), { task }))
    for (let count = 1; count <= 4; count += 1) story.tell(turn(id, task, { turn: count, cost: paid(0.01) }))
    story
      .at(index / 10 + 0.1)
      .tell(
        attempt(id, task, { cost: paid(0.04) }),
        land(task, id, { [`src/m${index % 500}/a.ts`]: 3 }),
        end(task),
        consume(quality.id, task, 1),
      )
  }
  return story
}

/** Processor time, because a busy machine stretches only the clock on the wall. */
function milliseconds(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

test('a ledger of 100,000 events is measured in a second of work', () => {
  const { events } = longRun(10_000)
  expect(events.length).toBeGreaterThan(99_000)
  // 0.4 s on a quiet machine, garbage collection included.
  expect(milliseconds(() => measure(events))).toBeLessThan(2_000)
})

test('twice the ledger takes about twice as long', () => {
  const [half, whole] = [longRun(1_500).events, longRun(3_000).events]
  let [least, leastTwice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // Other work only adds time: the least of a few rounds is the true one. Quadratic would be 4.
  for (let round = 0; round < 2 || (round < 12 && leastTwice / least > 2.8); round += 1) {
    least = Math.min(
      least,
      milliseconds(() => measure(half)),
    )
    leastTwice = Math.min(
      leastTwice,
      milliseconds(() => measure(whole)),
    )
  }
  expect(leastTwice / least).toBeLessThanOrEqual(2.8)
})
