import { readFile } from 'node:fs/promises'
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
})
