import { afterAll, beforeAll, describe, test } from 'vitest'
import { Bench } from '../workspaces/bench.ts'
import { type Opened, spring } from '../workspaces/spring.ts'
import { traps } from '../workspaces/traps.ts'

describe.each(['worktree', 'clone'] as const)(
  'a trap that plain git steps into is none for us, in a %s',
  (isolation) => {
    let at: Opened
    beforeAll(async () => {
      const bench = await Bench.make()
      at = { bench, ...(await bench.open()) }
    })
    afterAll(() => at.bench.remove())
    test.each(traps)('$name', (trap) => spring(at, trap, isolation))
  },
)
