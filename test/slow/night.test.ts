import { afterAll, beforeAll, describe, test } from 'vitest'
import { NightCrash } from '../support/night-crash.ts'
import type { GitPoint, Life } from '../support/night-site.ts'

let crash: NightCrash
beforeAll(async () => {
  crash = await NightCrash.prepare()
})
afterAll(async () => {
  console.log(`${crash.kills} kills; a calm night has ${crash.calm.events} events and ${crash.calm.gitCalls} git calls`)
  await crash.remove()
})

/** Every how many positions are killed at: 1 takes most of an hour on a calm machine, 6 some ten minutes, 18 about three. */
const step = Number(process.env.ECHELON_NIGHT_STEP ?? 18)
const whens = ['before', 'after', 'late'] as const
const moves = [...whens, 'locked', 'lies'] as const
const longest = 3_600_000

function every(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((last - first + 1) / step)) }, (_, index) => first + index * step)
}

function atGit(point: GitPoint): readonly Life[] {
  return [{ verb: 'run', git: point }]
}

/** The steps that move branches, wherever they are in a night; `after` and `late` are where a lost answer hurts. */
const steps = {
  'the mission branch moves': 'update-ref --no-deref --end-of-options refs/echelon/trunk',
  'the branch in the repository of the user moves': 'update-ref --no-deref --end-of-options refs/heads/echelon',
  'an attempt is committed': 'update-ref --no-deref --end-of-options refs/echelon/work',
  'objects come to the repository of the user': 'unpack-objects',
} as const

describe('F53: a night that is killed lands each change once and loses none', () => {
  test.each(Object.entries(steps))(
    'around every time that %s',
    (_, holds) =>
      crash.run(
        (step > 6 ? [3] : [1, 3]).flatMap((nth) =>
          (holds.startsWith('update-ref') ? moves : whens).map((when) => atGit({ when, nth, holds })),
        ),
      ),
    longest,
  )

  test(
    'after events of the ledger',
    () => crash.run(every(crash.calm.acting - 4, crash.calm.events).map((afterEvent) => [{ verb: 'run', afterEvent }])),
    longest,
  )

  test(
    'after an event, and again while it recovers',
    () =>
      crash.run(
        every(crash.calm.acting + 1, crash.calm.events - 30).map((afterEvent) => [
          { verb: 'run', afterEvent },
          { verb: 'resume', afterEvent: 1 + (afterEvent % 3) },
        ]),
      ),
    longest,
  )

  test(
    'around git commands of the whole night',
    () =>
      crash.run(
        every(1, crash.calm.gitCalls)
          .filter((_, index) => index % 4 === 0)
          .map((nth, index) => atGit({ when: whens[index % 3] ?? 'before', nth })),
      ),
    longest,
  )

  test(
    'around a git command, and around one of the recovery',
    () =>
      crash.run(
        every(20, crash.calm.gitCalls)
          .filter((_, index) => index % 12 === 0)
          .map((nth, index) => [
            ...atGit({ when: 'after', nth }),
            ...atGit({ when: whens[index % 3] ?? 'before', nth: 1 + (nth % 40) }),
          ]),
      ),
    longest,
  )
})
