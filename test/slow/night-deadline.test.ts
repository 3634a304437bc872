import { expect, test } from 'vitest'
import { resumeMission, type RunResult } from '../../src/index.ts'
import { begin, castOf, clear, placesOf, type Stage, stageRepository, suite, writes } from '../support/night.ts'

/** The second waits for the first, because their scopes meet; the first takes until so long after the night began. */
function stage(minutes: number, untilMs: number): Stage {
  const began = performance.now()
  return {
    tasks: { first: ['notes.md', 'number.txt'], second: ['number.txt'] },
    limits: { runMinutes: minutes },
    does: (key) => [
      { do: 'sleep', ms: key === 'first' ? Math.max(0, untilMs - (performance.now() - began)) : 0 },
      ...writes(key === 'first' ? { 'notes.md': 'Better.\n' } : { 'number.txt': '2\n' }),
    ],
  }
}

function ends({ state }: RunResult): Readonly<Record<string, string>> {
  return Object.fromEntries([...state.tasks].map(([id, { end }]) => [id, `${end?.fact.state}: ${end?.fact.reason}`]))
}

const isOver = expect.stringMatching(/^blocked: \d+\.\d of [\d.]+ minutes are over; the rest is kept for landing/)

test.concurrent('when the night ends nothing new is begun, what is done still lands, and the outcome says what was left', async () => {
  const repository = await stageRepository(suite)
  const run = begin(stage(2, 108_500), repository)
  const result = await run.result
  expect(ends(result)).toEqual({ 'act/builders/first': 'done: ', 'act/builders/second': isOver })
  expect(result).toMatchObject({ outcome: 'partial', reason: '1 tasks were not done' })
  expect(result.state.now).toBeLessThan(120_000)
  expect(await repository.git('show', `echelon/${result.run}:notes.md`)).toBe('Better.')
  await clear({ repository })
})

test.concurrent('a night that was stopped by its end can be resumed to land what is done and to hand over', async () => {
  const repository = await stageRepository(suite)
  const short = stage(0.15, 11_000)
  const stopped = await begin(short, repository).result
  expect(stopped).toMatchObject({ outcome: 'stopped', exitCode: 4 })
  expect(stopped.reason).toContain('its limit of running time')
  const { mission, ...cast } = castOf(short)
  const again = { ...cast, ...placesOf(short, repository), missions: [mission], repo: repository.root, env: {} }
  const resumed = await resumeMission(again).result
  expect(ends(resumed)).toEqual({ 'act/builders/first': 'done: ', 'act/builders/second': isOver })
  expect(resumed).toMatchObject({ outcome: 'partial', reason: '1 tasks were not done' })
  await clear({ repository })
})
