import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NightCrash } from '../support/night-crash.ts'
import { ended, NightSite, said } from '../support/night-site.ts'

let crash: NightCrash
let site: NightSite
beforeAll(async () => {
  crash = await NightCrash.prepare({ short: true })
})
beforeEach(async () => {
  site = await NightSite.open(crash.origin)
})
afterEach(() => site.remove())
afterAll(() => crash.remove())

const long = 600_000
const short = true

describe('F59: a night that is asked to stop', () => {
  test.each(['workspace.opened', 'review.ended', 'lane.tested', 'effect.intended'])(
    'ends when it is at %s, and goes on as if nothing had been',
    async (at) => {
      const night = await site.begin({ verb: 'run', short })
      const end = ended(night)
      await said(night, at)
      night.kill('SIGTERM')
      const { code, out } = await end
      expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, expect.stringContaining('stopped by SIGTERM')])
      await crash.end(site)
    },
    long,
  )

  test(
    'ends at once when it is asked twice, and nothing is done twice',
    async () => {
      // Its agents would take longer than this test may.
      const night = await site.begin({ verb: 'run', short, pauseMs: 2 * long })
      const end = ended(night)
      await said(night, 'workspace.opened')
      night.kill('SIGTERM')
      await said(night, 'run.stopping')
      night.kill('SIGTERM')
      expect((await end).out).toContain('"outcome":"stopped"')
      await crash.end(site)
    },
    long,
  )
})

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

test(
  'F25: what a check of a killed night left running is ended when the night goes on',
  async () => {
    const nap = `${100_000 + process.pid}.25`
    const settings = join(site.state, 'settings.yaml')
    const quick = readFileSync(settings, 'utf8')
    await writeFile(settings, quick.replace('node check.js', `sh -c "setsid sleep ${nap} & sleep ${nap} & wait"`))
    const night = await site.begin({ verb: 'run', short })
    const end = ended(night)
    await until(() => sleepers(nap).length === 2)
    night.kill('SIGKILL')
    await end
    // What stayed in the group of the check died with the night; what left it is still there.
    await until(() => sleepers(nap).length === 1)
    await writeFile(settings, quick)
    await crash.end(site)
    expect(sleepers(nap)).toEqual([])
  },
  long,
)

function sleepers(nap: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid) === `sleep\0${nap}\0`)
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

async function until(holds: () => boolean): Promise<void> {
  const limit = performance.now() + 120_000
  while (!holds()) {
    if (performance.now() > limit) throw new Error('it did not come to that within two minutes')
    await sleep(25)
  }
}
