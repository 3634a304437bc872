import type { LedgerEvent } from '../../../src/domain/event.ts'
import { attempt, consume, end, general, land, mission, paid, queue, soldier, spawn, turn } from './story.ts'

const quality = general('quality')

/** Ten events per task: waves of a hundred, each waiting for one of the wave before, each with scope, turns and a landing. */
export function longRun(tasks: number): readonly LedgerEvent[] {
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
  return story.events
}
