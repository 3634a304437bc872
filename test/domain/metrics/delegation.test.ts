import { expect, test } from 'vitest'
import { measure } from '../../../src/domain/metrics.ts'
import {
  attempt,
  consume,
  direct,
  end,
  finish,
  general,
  land,
  mission,
  paid,
  queue,
  type Story,
  soldier,
  spawn,
  turn,
} from './story.ts'

const quality = general('quality')

/** A coordinator whose specialists finished this many tasks. */
function delegated(count: number): Story {
  const story = mission().tell(spawn(quality))
  for (let index = 1; index <= count; index += 1) {
    const [task, id] = [`t${index}`, `s${index}`]
    story.tell(queue(task, quality.id, { scope: ['src'] }), spawn(soldier(id, quality.id), { task }))
    story.tell(attempt(id, task), end(task), consume(quality.id, task))
  }
  return story
}

test('seventeen delegated tasks and three pieces of direct work are a delegation ratio of 0.85', () => {
  const story = delegated(17)
  for (const minute of [10, 20, 30]) story.at(minute).tell(direct(quality.id, 't1'))
  expect(measure(story.events).mission.delegationRatio).toEqual({ value: 0.85, numerator: 17, denominator: 20 })
})

test('direct calls less than five minutes apart are one piece of work, whoever reads in between', () => {
  const story = delegated(1)
  story.at(10).tell(direct(quality.id, 't1', 60_000))
  story.at(12).tell(direct(quality.id, 't1', 0, 'read'))
  story.at(14.9).tell(direct(quality.id, 't1', 0, 'exec'))
  expect(measure(story.events).mission.delegationRatio).toMatchObject({ numerator: 1, denominator: 2 })
  story.at(19.9).tell(direct(quality.id, 't1'))
  expect(measure(story.events).mission.delegationRatio).toMatchObject({ numerator: 1, denominator: 3 })
})

test('the gap between two direct calls runs from the end of one to the beginning of the next', () => {
  const story = delegated(1)
    .at(10)
    .tell(direct(quality.id, 't1'))
    .at(18)
    .tell(direct(quality.id, 't1', 4 * 60_000))
  expect(measure(story.events).mission.delegationRatio).toMatchObject({ numerator: 1, denominator: 2 })
})

test.each(['read', 'vcs', 'talk', 'delegate'] as const)('a superior that only %ss has delegated everything', (tool) => {
  const story = delegated(2).tell(direct(quality.id, 't1', 5_000, tool))
  expect(measure(story.events).mission.delegationRatio).toEqual({ value: 1, numerator: 2, denominator: 2 })
})

test('a task that ended without a result was not delegated successfully, and counts on neither side', () => {
  const story = delegated(1).tell(queue('t2', quality.id), end('t2', { state: 'failed' }))
  expect(measure(story.events).mission.delegationRatio).toEqual({ value: 1, numerator: 1, denominator: 1 })
})

test('a mission in which nothing was done has an unknown delegation ratio, not a perfect one', () => {
  expect(measure(mission().events).mission.delegationRatio).toEqual({ value: null, numerator: 0, denominator: 0 })
})

test('the direct edit rate counts landed lines by rank and leaves out what the engine renders', () => {
  const story = delegated(2)
    .tell(land('t1', 's1', { 'src/a.ts': 60, 'src/b.ts': 20 }))
    .tell(land('t2', quality.id, { 'src/a.ts': 20 }))
    .tell(land('t2', 'echelon', { 'HANDOFF.md': 900 }))
  const { directEditRate, delegationByLines } = measure(story.events).mission
  expect(directEditRate).toEqual({ value: 0.2, numerator: 20, denominator: 100 })
  expect(delegationByLines).toEqual({ value: 0.8, numerator: 80, denominator: 100 })
})

test('delegation by cost counts each attempt once, lost attempts with the turns they finished', () => {
  const story = mission()
    .tell(spawn(quality), queue('t1', quality.id), turn(quality.id, 't1', { cost: paid(1) }))
    .tell(spawn(soldier('s1', quality.id), { task: 't1' }), turn('s1', 't1', { cost: paid(2) }))
    .reboot()
    .tell({ type: 'run.resumed', boot: 2, interrupted: ['s1'] })
    .tell(spawn(soldier('s1~2', quality.id), { task: 't1' }))
    .tell(turn('s1~2', 't1', { cost: paid(3) }), turn('s1~2', 't1', { cost: paid(1), turn: 2 }))
    .tell(attempt('s1~2', 't1', { cost: paid(4.5) }))
  const { delegationByCost, coordinationOverhead } = measure(story.events).mission
  expect(delegationByCost).toMatchObject({ numerator: 6.5, denominator: 7.5 })
  expect(coordinationOverhead).toMatchObject({ numerator: 1, denominator: 7.5 })
})

test('one attempt of unknown price makes every share of the cost unknown', () => {
  const story = delegated(1).tell(attempt('s1', 't1', { attempt: 2, cost: { usd: null, basis: 'unknown' } }))
  const { delegationByCost, coordinationOverhead, delegationRatio } = measure(story.events).mission
  expect(delegationByCost.value).toBeNull()
  expect(coordinationOverhead.value).toBeNull()
  expect(delegationRatio.value).toBe(1)
})

test('the synthesis ratio is time on results ÷ time on results and on direct work, a turn and its calls counted once', () => {
  const story = delegated(1).tell(
    consume(quality.id, 't1', 30_000),
    turn(quality.id, 't1', { tools: [{ name: 'edit', class: 'mutate' }], milliseconds: 90_000 }),
    direct(quality.id, 't1', 40_000),
  )
  expect(measure(story.events).mission.synthesisRatio).toEqual({ value: 0.25, numerator: 30_000, denominator: 120_000 })
})

test("each coordinator has its own numbers, over its own people's work", () => {
  const platform = general('platform')
  const story = delegated(3)
    .tell(spawn(platform), queue('p1', platform.id), spawn(soldier('p', platform.id), { task: 'p1' }))
    .tell(attempt('p', 'p1'), end('p1'), consume(platform.id, 'p1'))
    .at(30)
    .tell(direct(platform.id, 'p1'), finish)
  const { coordinators, phases } = measure(story.events)
  expect(coordinators.quality?.delegationRatio).toEqual({ value: 1, numerator: 3, denominator: 3 })
  expect(coordinators.platform?.delegationRatio).toEqual({ value: 0.5, numerator: 1, denominator: 2 })
  expect(phases.work?.delegationRatio).toEqual({ value: 0.8, numerator: 4, denominator: 5 })
  expect(Object.keys(phases)).toEqual(['work'])
})
