import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRun } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { begin, bin, echelon, values } from './echelon.ts'

const slow = join(import.meta.dirname, '../support/slow-child.ts')
let repository: FixtureRepository

beforeAll(async () => {
  repository = await fixtureRepository({ 'main.py': 'print(1)\n' })
})
afterAll(() => repository.remove())

const ask = (...args: readonly string[]) => echelon(args, repository.root)
const mission = (...args: readonly string[]) =>
  begin(['--disable-warning=ExperimentalWarning', slow, ...args], repository.root)

describe('a mission at work in another process', () => {
  test('is seen by status, is not disturbed by a second one, stops gracefully and is resumed', async () => {
    const at = mission('run', '2000')
    await at.line(/attempt\.ended/)
    const [status, second] = await Promise.all([ask('status'), ask('full-stack-audit')])
    expect(status.out).toMatch(/slow-[0-9a-f]{4} on echelon-fixture-\w+ {2}running {2}\d+:\d\d {2}no model cost\n/)
    expect(status.out).toMatch(/├─ quality {2}[01]\/1 at work/)
    expect(status.out).toContain(`At work in process ${at.child.pid}, run `)
    expect(second.err).toMatch(/^\/.*\.echelon is in use by process \d+, run \S+\. Watch it with "echelon status", /)
    expect(second.code).toBe(4)

    const stop = await ask('stop')
    expect(stop.out).toMatch(
      /^(?:\S+ is stopping; agents at work may end within 30 s\.\n)?\S+ has stopped\. "echelon resume \S+" goes on with it\.\n$/,
    )
    expect(stop.code).toBe(0)
    expect((await at.ended).out).toContain('{"outcome":"stopped","reason":"stopped by \\"echelon stop\\";')
    expect((await ask('status')).out).toMatch(/Stopped\. "echelon resume \S+-slow-[0-9a-f]{4}" goes on with it\.\n$/)

    const before = (await attempts()).length
    expect((await mission('resume', '10').ended).out).toContain('"outcome":"accomplished"')
    const after = await attempts()
    expect(before).toBeGreaterThan(0)
    expect(after.length).toBe(18)
    expect(new Set(after).size).toBe(18)
  })

  test('stops at once when it is asked so, or asked twice', async () => {
    for (const how of ['now', 'twice']) {
      const at = mission('run', 'hang')
      await at.line(/agent\.spawned/)
      const asked = how === 'now' ? ask('stop', '--now') : ask('stop')
      if (how === 'twice') {
        await at.line(/run\.stopping/)
        await ask('stop', '--json')
      }
      expect((await asked).out).toContain('has stopped.')
      expect((await at.ended).out).toContain('"outcome":"stopped"')
    }
  })
})

describe('an audit', () => {
  test('stops gracefully on Ctrl-C, however often one press arrives, and is resumed', async () => {
    const audit = begin([bin, 'full-stack-audit'], repository.root)
    await audit.line(/phase survey begins/)
    audit.child.kill('SIGINT')
    audit.child.kill('SIGINT')
    const { code, out } = await audit.ended
    expect(out).toContain('Stopping: agents at work have 30 s. Ctrl-C again: at once.')
    expect(out).toContain('stopping gracefully, asked by Ctrl-C')
    expect(out).toContain('Stopped   by Ctrl-C; "echelon resume" goes on with it')
    expect(code).toBe(4)
    const resumed = await ask('resume', '--json')
    expect(values(resumed.out).at(-1)).toMatchObject({ type: 'result', outcome: 'accomplished' })
    expect(resumed.code).toBe(0)
  })

  test('whose process is killed says so in status and is resumed', async () => {
    const audit = begin([bin, 'full-stack-audit'], repository.root)
    await audit.line(/phase survey begins/)
    audit.child.kill('SIGKILL')
    await audit.ended
    const status = await ask('status')
    expect(status.out).toContain('orchestrator  0 at work')
    expect(status.out).toMatch(
      /Its process died\. "echelon resume \S+" goes on with it; finished attempts are not run again\.\n$/,
    )
    expect((await ask('resume', '--quiet')).code).toBe(0)
  })
})

/** The attempts that ended in the latest run, as `task#attempt`. */
async function attempts(): Promise<readonly string[]> {
  const runs = join(repository.root, '.echelon/runs')
  const latest = (await readdir(runs)).sort().at(-1) ?? ''
  const { events } = await readRun(join(runs, latest))
  return events.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [`${fact.task}#${fact.attempt}`] : []))
}
