import { afterEach, expect, test } from 'vitest'
import { runMission } from '../../src/index.ts'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { begin, clear, type Stage, stageRepository, suite, writes } from '../support/night.ts'

let repository: FixtureRepository | null = null
afterEach(async () => {
  if (repository !== null) await clear({ repository })
})

test('a change that was ordered and did not come is not accomplished, whatever the criteria say', async () => {
  const stage: Stage = {
    tasks: { good: ['notes.md'], bad: ['number.txt'] },
    does: (key) => writes(key === 'good' ? { 'notes.md': 'Better.\n' } : { 'number.txt': '70\n' }),
    limits: { attempts: 1 },
    mission: { success: ['run.landed >= 1'] },
  }
  repository = await stageRepository(suite)
  const { outcome, reason, exitCode, state } = await begin(stage, repository).result
  expect(state.landed.size).toBe(1)
  expect({ outcome, reason, exitCode }).toEqual({ outcome: 'partial', reason: '1 task was not done', exitCode: 3 })
})

test('nobody wakes up to a working product while its tests are red, even if the night made nothing worse', async () => {
  repository = await stageRepository({ ...suite, 'number.txt': '70\n' })
  const { root } = repository
  const mission = { mission: 'night-mission', repo: root, work: `${root}-work`, env: {} }
  const { outcome, reason } = await runMission(mission).result
  expect({ outcome, reason }).toEqual({ outcome: 'partial', reason: 'not met: checks.red == 0' })
})

test('a branch called echelon leaves no room for ours: nothing is begun that nobody would see', async () => {
  repository = await stageRepository(suite)
  await repository.git('branch', 'echelon')
  const stage: Stage = { tasks: { good: ['notes.md'] }, does: () => writes({ 'notes.md': 'Better.\n' }) }
  await expect(begin(stage, repository).result).rejects.toMatchObject({
    code: 'input',
    message: expect.stringContaining('has a branch "echelon", which leaves no room for our branches echelon/<run>'),
  })
})
