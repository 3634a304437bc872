import { expect, test } from 'vitest'
import { resumeMission, runMission, type RunResult } from '../../src/index.ts'
import { movableClock, systemClock } from '../../src/testing/index.ts'
import { castOf, clear, placesOf, type Stage, stageRepository, suite, writes } from '../support/night.ts'

const minute = 60_000

/** An hour of a night, of which six minutes are kept. The second task waits for the first, because their scopes meet. */
function stage(first: () => void): Stage {
  return {
    tasks: { first: ['notes.md', 'number.txt'], second: ['number.txt'] },
    limits: { runMinutes: 60, attemptMinutes: 120 },
    does: (key) =>
      key === 'first'
        ? [{ do: 'call', f: first }, ...writes({ 'notes.md': 'Better.\n' })]
        : writes({ 'number.txt': '2\n' }),
  }
}

function ends({ state }: RunResult): Readonly<Record<string, string>> {
  return Object.fromEntries([...state.tasks].map(([id, { end }]) => [id, `${end?.fact.state}: ${end?.fact.reason}`]))
}

const isOver = expect.stringMatching(/^blocked: \d+\.\d of 60 minutes are over; the rest is kept for landing/)

test('when the night ends nothing new is begun, what is done still lands, and the outcome says what was left', async () => {
  const clock = movableClock(systemClock)
  const repository = await stageRepository(suite)
  const play = stage(() => clock.advance(55 * minute))
  const places = placesOf(play, repository)
  const result = await runMission({ ...castOf(play), ...places, repo: repository.root, env: {}, clock }).result
  expect(ends(result)).toEqual({ 'act/builders/first': 'done: ', 'act/builders/second': isOver })
  expect(result).toMatchObject({ outcome: 'partial', reason: '1 task was not done' })
  expect(result.state.now).toBeGreaterThanOrEqual(55 * minute)
  expect(await repository.git('show', `echelon/${result.run}:notes.md`)).toBe('Better.')
  await clear({ repository })
})

test('a night that was stopped by its end can be resumed to land what is done and to hand over', async () => {
  const clock = movableClock(systemClock)
  const repository = await stageRepository(suite)
  const play = stage(() => clock.advance(61 * minute))
  const { mission, ...cast } = castOf(play)
  const common = { ...cast, ...placesOf(play, repository), repo: repository.root, env: {} }
  const stopped = await runMission({ ...common, mission, clock }).result
  expect(stopped).toMatchObject({ outcome: 'stopped', exitCode: 4 })
  expect(stopped.reason).toContain('its limit of running time')
  const resumed = await resumeMission({ ...common, missions: [mission] }).result
  expect(ends(resumed)).toEqual({ 'act/builders/first': 'done: ', 'act/builders/second': isOver })
  expect(resumed).toMatchObject({ outcome: 'partial', reason: '1 task was not done' })
  await clear({ repository })
})
