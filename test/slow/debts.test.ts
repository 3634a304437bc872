import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { clearSprint, deskRepository, files, sprint } from '../support/sprint.ts'

// Nights are real: on a busy machine each takes several seconds.
vi.setConfig({ testTimeout: 300_000 })

let desk: FixtureRepository
beforeEach(async () => {
  desk = await deskRepository()
})
afterEach(() => clearSprint(desk))

describe('debts over several nights', () => {
  test('a debt that is paid on a branch is not paid again before somebody merges it, and stays paid after', async () => {
    const first = await sprint(desk)
    const second = await sprint(desk)
    expect(second.facts('task.landed')).toEqual([])
    expect(second.facts('work.deferred').map(({ reason }) => reason)).toContain(
      `it is paid on echelon/${first.result.run}, which is not merged yet`,
    )
    await desk.git('merge', '--quiet', `echelon/${first.result.run}`)
    const third = await sprint(desk)
    const bare = [...third.result.state.debts.values()].find(({ debt: { rule } }) => rule === 'errors/bare-except')
    expect(bare?.debt.state).toBe('fixed')
    // It comes back by hand: then it is the same debt, reopened.
    await writeFile(join(desk.root, 'jobs/fees.py'), files['jobs/fees.py'])
    await desk.commit({})
    const fourth = await sprint(desk)
    const back = fourth.facts('debt.recorded').find(({ debt }) => debt.id === bare?.debt.id)
    expect(back).toMatchObject({ change: 'reopened' })
    expect(fourth.facts('task.landed')).toHaveLength(1)
  })
})
