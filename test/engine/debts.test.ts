import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Job } from '../../src/ports/agent-backend.ts'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { reviewed, writes } from '../support/night.ts'
import { access, clearSprint, deskRepository, sprint } from '../support/sprint.ts'

// Nights are real: on a busy machine each takes several seconds.
vi.setConfig({ testTimeout: 120_000 })

let desk: FixtureRepository
beforeEach(async () => {
  desk = await deskRepository()
})
afterEach(() => clearSprint(desk))

const refusing = access.replace(/ {2}\/\/.*\n {2}return true/, "  return person?.role === 'master'")
const reviewing = (job: Job<unknown>): boolean => /reviewer$/.test(job.actor.name)

describe('debts are paid down', () => {
  test('without a model: what an inspector can repair lands, what needs judgement is left with its reason', async () => {
    const night = await sprint(desk)
    expect(night.facts('task.landed')).toMatchObject([{ subject: expect.stringContaining('bare except') }])
    expect(night.facts('gate.judged').map(({ verdict }) => verdict)).toEqual(['fixed'])
    const body = await desk.git('log', '-1', '--format=%b', `echelon/${night.result.run}`)
    expect(body).toContain(
      'Repairs what errors/bare-except found at jobs/fees.py:4, by the edits that the rule itself proposed.\nTrue there now: every except names what it catches.\n\nTask-Id: ',
    )
    const deferred = night.facts('work.deferred').map(({ title, reason }) => `${title}: ${reason}`)
    expect(deferred.join('\n')).toMatch(/mayRefund.*: it needs judgement, and no model is here/)
    const states = [...night.result.state.debts.values()].map(({ debt }) => [debt.rule, debt.state])
    expect(states).toContainEqual(['errors/bare-except', 'fixed'])
    expect(states).toContainEqual(['auth/for-now-allow', 'open'])
  })

  test('with an agent that thinks: it is briefed with the evidence, and the inspector that found it says that it is paid', async () => {
    let brief = ''
    const night = await sprint(desk, (job) =>
      reviewing(job)
        ? reviewed(true)
        : [
            {
              do: 'call',
              f: async () => {
                brief = await readFile(join(job.cwd, '.echelon/CONTEXT.md'), 'utf8')
              },
            },
            ...writes({ 'access.js': refusing }),
          ],
    )
    expect(brief).toContain('auth/for-now-allow')
    expect(brief).toContain('access.js:4 (primary): return true')
    expect(night.facts('task.landed')).toHaveLength(2)
    const debt = [...night.result.state.debts.values()].find(
      ({ debt: { rule } }) => rule === 'auth/for-now-allow',
    )?.debt
    const landed = night.facts('task.landed').find(({ debts }) => debts?.includes(debt?.id ?? ''))
    expect(debt).toMatchObject({ state: 'fixed', fixedIn: landed?.commit, fixedOn: `echelon/${night.result.run}` })
  })

  test('a note that only moves pays nothing, and is sent back', async () => {
    const moved = access.replace('For now everybody on duty may', 'For the moment everyone on duty may')
    const night = await sprint(desk, (job) => (reviewing(job) ? reviewed(true) : writes({ 'access.js': moved })))
    const refusals = night.facts('landing.refused')
    expect(refusals.length).toBeGreaterThan(0)
    for (const { why } of refusals) expect(why).toBe('gate')
    const states = [...night.result.state.debts.values()].map(({ debt }) => [debt.rule, debt.state])
    expect(states).toContainEqual(['auth/for-now-allow', 'open'])
  })

  test('edits to the letter that do not land are no use a second time: whoever takes over does it their own way', async () => {
    await letTakeOver(desk.root, 'senior')
    const own = (await readFile(join(desk.root, 'jobs/fees.py'), 'utf8')).replace('except:', 'except ValueError:')
    const night = await sprint(desk, (job) =>
      reviewing(job)
        ? reviewed(true)
        : writes(job.actor.name === 'senior' ? { 'jobs/fees.py': own } : { 'access.js': refusing }),
    )
    const task = night.facts('takeover.happened').at(0)?.task ?? ''
    expect(night.facts('takeover.happened')).toMatchObject([{ by: 'senior', reason: 'broken_tests' }])
    expect(night.facts('landing.refused').filter((one) => one.task === task)).toMatchObject([{ why: 'checks' }])
    expect(night.facts('task.landed').find((one) => one.task === task)?.subject).toContain('bare except')
    expect(await desk.git('show', `echelon/${night.result.run}:jobs/fees.py`)).toContain('except ValueError:')
  })

  test('nobody takes over who could only make the same edits again', async () => {
    await letTakeOver(desk.root, 'senior')
    const night = await sprint(desk)
    expect(night.facts('landing.refused')).toMatchObject([{ why: 'checks' }])
    expect(night.facts('task.escalated')).toMatchObject([{ reason: 'broken_tests' }])
    expect(night.facts('takeover.happened')).toEqual([])
  })
})

/** Names somebody stronger in every coordinator, and a check that the certain edit for a bare except does not pass. */
async function letTakeOver(root: string, name: string): Promise<void> {
  const echelon = join(root, '.echelon')
  for (const folder of ['agents', 'coordinators']) await mkdir(join(echelon, folder), { recursive: true })
  await writeFile(
    join(echelon, `agents/${name}.md`),
    `---\nname: ${name}\ndescription: Steps in.\n---\n\nDo it well.\n`,
  )
  for (const team of ['quality', 'resilience', 'platform']) {
    const text = await readFile(join(import.meta.dirname, `../../coordinators/${team}.md`), 'utf8')
    const more = text.replace('specialists:\n', `takeover: ${name}\nspecialists:\n  - ${name}\n`)
    await writeFile(join(echelon, `coordinators/${team}.md`), more)
  }
  const check = '  - { name: narrow, kind: lint, run: [sh, -c, "! grep -q \'except Exception\' jobs/fees.py"] }\n'
  await writeFile(join(echelon, 'settings.yaml'), `checks:\n${check}`)
}
