import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NightCrash } from '../support/night-crash.ts'
import type { GitPoint, Life } from '../support/night-site.ts'

let crash: NightCrash
beforeAll(async () => {
  crash = await NightCrash.prepare()
})
afterAll(() => crash.remove())

const long = 200_000
const missionBranch = 'update-ref --no-deref --end-of-options refs/echelon/trunk'

function atGit(when: GitPoint['when'], nth: number, holds: string): readonly Life[] {
  return [{ verb: 'run', git: { when, nth, holds } }]
}

/** The slow suite kills at many more. */
describe('F53: a night that is killed lands each change once and loses none', () => {
  test('the night is what it should be when nobody is killed', () => {
    expect(crash.calm.ending).toMatchObject({
      outcome: 'accomplished',
      landed: ['mend', 'north', 'notes', 'number'].map((key) => `act/builders/${key}`).concat('act/menders/south'),
      debts: { 'DEBT-001': 'fixed', 'DEBT-002': 'open' },
      register: { 'DEBT-001': 'fixed', 'DEBT-002': 'open' },
    })
  })

  test(
    'killed around the moments in which branches move',
    () =>
      // The first move of the mission branch is its making.
      crash.run([atGit('late', 3, missionBranch)]),
    long,
  )

  test(
    'killed after an event, and again while it recovers',
    () =>
      crash.run([
        [
          { verb: 'run', afterEvent: crash.calm.acting + 75 },
          { verb: 'resume', afterEvent: 2 },
        ],
      ]),
    long,
  )
})
