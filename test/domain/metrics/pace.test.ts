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

test('a ledger of 100,000 events is measured in about a second, and twice the ledger takes about twice as long', () => {
  const [half, whole] = [longRun(5_000).events, longRun(10_000).events]
  expect(whole.length).toBeGreaterThan(99_000)
  const milliseconds = (events: typeof whole): number => {
    const started = performance.now()
    expect(measure(events).mission.hierarchyCompliance.value).toBe(1)
    return performance.now() - started
  }
  const best = (events: typeof whole): number => Math.min(...[1, 2].map(() => milliseconds(events)))
  const [first, second] = [best(half), best(whole)]
  expect(second).toBeLessThan(2_000)
  // Quadratic would be 4; the rest is room for a busy machine.
  expect(second / first).toBeLessThan(3.5)
})
