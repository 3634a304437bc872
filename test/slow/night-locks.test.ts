import { afterAll, beforeAll, test } from 'vitest'
import { NightCrash } from '../support/night-crash.ts'
import type { GitPoint, Life } from '../support/night-site.ts'

let crash: NightCrash
beforeAll(async () => {
  crash = await NightCrash.prepare()
})
afterAll(() => crash.remove())

const long = 200_000
const missionBranch = 'update-ref --no-deref --end-of-options refs/echelon/trunk'
const userBranch = 'update-ref --no-deref --end-of-options refs/heads/echelon'

function atGit(when: GitPoint['when'], nth: number, holds: string): readonly Life[] {
  return [{ verb: 'run', git: { when, nth, holds } }]
}

test(
  'F41: locks of a git that was killed with us do not keep a change from landing or from being shown',
  () => crash.run([atGit('locked', 2, missionBranch), atGit('locked', 1, userBranch)]),
  long,
)
