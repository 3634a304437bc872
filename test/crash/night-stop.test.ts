import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { NightCrash } from '../support/night-crash.ts'
import { ended, NightSite, said } from '../support/night-site.ts'

let crash: NightCrash
let site: NightSite
beforeAll(async () => {
  crash = await NightCrash.prepare({ short: true })
}, 60_000)
beforeEach(async () => {
  site = await NightSite.open(crash.origin)
})
afterEach(() => site.remove())
afterAll(() => crash.remove())

const long = 200_000
const short = true

test(
  'F59: a night that is asked to stop while a change lands ends within 45 s, and goes on as if nothing had been',
  async () => {
    const night = await site.begin({ verb: 'run', short })
    const end = ended(night)
    await said(night, 'lane.tested')
    const asked = performance.now()
    night.kill('SIGTERM')
    const { code, out } = await end
    expect(performance.now() - asked).toBeLessThan(45_000)
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, expect.stringContaining('stopped by SIGTERM')])
    await crash.end(site)
  },
  long,
)

test(
  'F58: a second orchestrator that would land is refused and told who is here, with the same state folder or another',
  async () => {
    const night = await site.begin({ verb: 'run', short, pauseMs: 3_000 })
    const end = ended(night)
    await said(night, 'workspace.opened')
    for (const state of [site.state, join(site.folder, 'other-state')]) {
      const second = await ended(await site.begin({ verb: 'run', short }, { state }))
      expect(second).toMatchObject({ code: 4, err: expect.stringContaining(`is in use by process ${night.pid}, run `) })
    }
    expect((await end).out).toContain('"outcome":"accomplished"')
  },
  long,
)
