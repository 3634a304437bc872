import { describe, expect, test } from 'vitest'
import { measure } from '../../../src/domain/metrics.ts'
import { attempt, end, finish, general, mission, queue, type Story, soldier, spawn } from './story.ts'

const quality = general('quality')

interface Shift {
  readonly from: number
  readonly to: number
  readonly task?: string
}

/** Specialists at work from minute to minute. */
function shifts(story: Story, given: readonly Shift[], caps = 16): Story {
  const use = { working: 1, limit: caps }
  const tasks = given.map(({ task }, index) => task ?? `t${index}`)
  story.tell(spawn(quality), ...[...new Set(tasks)].map((task) => queue(task, quality.id)))
  const moments = given.flatMap(({ from, to }, index) => [
    {
      minute: from,
      order: 1,
      fact: spawn(soldier(`s${index}`, quality.id), {
        task: tasks[index] ?? '',
        caps: { run: use, phase: use, coordinator: use },
      }),
    },
    { minute: to, order: 0, fact: attempt(`s${index}`, tasks[index] ?? '') },
  ])
  moments.sort((a, b) => a.minute - b.minute || a.order - b.order)
  for (const { minute, fact } of moments) story.at(minute).tell(fact)
  return story
}

describe('how much worked at once', () => {
  test.each([
    { name: 'one alone', given: [{ from: 0, to: 10 }], peak: 1, factor: 1 },
    {
      name: 'two side by side',
      given: [
        { from: 0, to: 10 },
        { from: 0, to: 10 },
      ],
      peak: 2,
      factor: 2,
    },
    {
      name: 'one after the other at the same instant',
      given: [
        { from: 0, to: 10 },
        { from: 10, to: 20 },
      ],
      peak: 1,
      factor: 1,
    },
    {
      name: 'a gap in which nobody works',
      given: [
        { from: 0, to: 10 },
        { from: 30, to: 40 },
      ],
      peak: 1,
      factor: 1,
    },
    {
      name: 'half overlapping',
      given: [
        { from: 0, to: 10 },
        { from: 5, to: 15 },
      ],
      peak: 2,
      factor: 20 / 15,
    },
    {
      name: 'one inside the other',
      given: [
        { from: 0, to: 20 },
        { from: 5, to: 10 },
      ],
      peak: 2,
      factor: 25 / 20,
    },
  ])('$name', ({ given, peak, factor }) => {
    const { peakConcurrency, parallelFactor, agentsSpawned } = measure(shifts(mission(), given).events).mission
    expect(peakConcurrency).toEqual({ value: peak, numerator: peak, denominator: 1 })
    expect(parallelFactor.value).toBeCloseTo(factor, 12)
    expect(agentsSpawned.value).toBe(given.length + 1)
  })
})

test("the seed's 6.0 at a peak of 16 is possible: a parallel factor is an average, and exceeds 1", () => {
  const sixteen = Array.from({ length: 16 }, () => ({ from: 0, to: 10 }))
  const four = Array.from({ length: 4 }, () => ({ from: 10, to: 60 }))
  const { parallelFactor, peakConcurrency } = measure(shifts(mission(), [...sixteen, ...four]).events).mission
  expect(parallelFactor.value).toBe(6)
  expect(peakConcurrency.value).toBe(16)
})

test('speed-up is work over the makespan, utilisation is the parallel factor over the cap', () => {
  const story = shifts(
    mission(),
    [
      { from: 0, to: 10 },
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ],
    4,
  )
    .at(20)
    .tell(finish)
  const { speedUp, utilisation, parallelFactor } = measure(story.events).mission
  expect(speedUp).toEqual({ value: 1.5, numerator: 1_800_000, denominator: 1_200_000 })
  expect(parallelFactor.value).toBe(1.5)
  expect(utilisation).toEqual({ value: 1.5 / 4, numerator: 1.5, denominator: 4 })
})

test('writing the documents after the verdict changes none of the numbers in them', () => {
  const story = shifts(mission(), [{ from: 0, to: 10 }]).tell({
    type: 'run.concluded',
    outcome: 'accomplished',
    reason: '',
  })
  const told = measure(story.events)
  story.at(12).tell({ type: 'effect.intended', key: 'r1/document/METRICS.md', what: 'document', target: 'METRICS.md' })
  story.at(15).tell({ type: 'agent.ended', actor: 'chief', phase: '' }, finish)
  expect(measure(story.events)).toEqual(told)
  expect(told.mission.speedUp.value).toBe(1)
})

test('time in which the process was dead counts as nothing, and whoever died with it stopped working then', () => {
  const story = shifts(mission(), [{ from: 0, to: 10 }])
    .tell(spawn(soldier('lost', quality.id), { task: 't0' }))
    .at(15)
    .tell({ type: 'note.added', by: quality.id, task: null, text: '' })
    .reboot()
    .at(1)
    .tell({ type: 'run.resumed', boot: 2, interrupted: ['lost'] }, spawn(soldier('lost~2', quality.id), { task: 't0' }))
    .at(6)
    .tell(attempt('lost~2', 't0'), finish)
  const { parallelFactor, speedUp, peakConcurrency } = measure(story.events).mission
  expect(parallelFactor).toEqual({ value: 1, numerator: 20 * 60_000, denominator: 20 * 60_000 })
  expect(speedUp).toMatchObject({ denominator: 21 * 60_000 })
  expect(peakConcurrency.value).toBe(1)
})

test('specialists still at work are at work until the last event of the ledger', () => {
  const story = mission().tell(spawn(quality), spawn(soldier('s', quality.id)))
  story.at(5).tell({ type: 'note.added', by: 's', task: null, text: '' })
  expect(measure(story.events).mission.parallelFactor).toMatchObject({ numerator: 300_000, denominator: 300_000 })
})

test('an actor that is spawned again is one actor, and its first stretch of work is over', () => {
  const story = mission().tell(spawn(quality), spawn(soldier('s', quality.id)))
  story
    .at(5)
    .tell(spawn(soldier('s', quality.id)))
    .at(10)
    .tell(attempt('s', 't0'))
  const { peakConcurrency, parallelFactor, agentsSpawned } = measure(story.events).mission
  expect(peakConcurrency.value).toBe(1)
  expect(parallelFactor).toMatchObject({ numerator: 600_000, denominator: 600_000 })
  expect(agentsSpawned.value).toBe(3)
})

test('nobody at work: no factor and no utilisation, and zero agents is a number', () => {
  const { parallelFactor, utilisation, peakConcurrency } = measure(mission().events).mission
  expect(parallelFactor.value).toBeNull()
  expect(utilisation.value).toBeNull()
  expect(peakConcurrency).toEqual({ value: 0, numerator: 0, denominator: 1 })
})

describe('scheduling efficiency', () => {
  test('a chain that ran without a pause is as fast as its dependencies allow', () => {
    const story = mission().tell(spawn(quality), queue('a', quality.id), queue('b', quality.id, { after: ['a'] }))
    story
      .tell(spawn(soldier('s1', quality.id), { task: 'a' }))
      .at(10)
      .tell(attempt('s1', 'a'), end('a'))
    story
      .tell(spawn(soldier('s2', quality.id), { task: 'b' }))
      .at(30)
      .tell(attempt('s2', 'b'), end('b'), finish)
    expect(measure(story.events).mission.schedulingEfficiency.value).toBe(1)
  })

  test('independent tasks run one by one reach only the bound of the cap', () => {
    const given = Array.from({ length: 4 }, (_, index) => ({ from: index * 10, to: index * 10 + 10 }))
    const { mission: numbers } = measure(
      shifts(mission({ limits: {} }), given, 2)
        .at(40)
        .tell(finish).events,
    )
    expect(numbers.schedulingEfficiency).toEqual({ value: 0.5, numerator: 20 * 60_000, denominator: 40 * 60_000 })
  })

  test('phases that must follow each other are not held against the schedule', () => {
    const phases = [
      { name: 'first', coordinators: ['quality'], explorers: 0, after: [] },
      { name: 'second', coordinators: ['quality'], explorers: 0, after: ['first'] },
    ]
    const story = mission({ phases })
    for (const [index, { name }] of phases.entries()) {
      const coordinator = general('quality', name)
      story.at(index * 10).tell({ type: 'phase.started', phase: name }, spawn(coordinator, { phase: name }))
      story.tell(queue(`${name}/t`, coordinator.id, { phase: name }))
      story.tell(spawn(soldier(`${name}/s`, coordinator.id), { phase: name, task: `${name}/t` }))
      story
        .at(index * 10 + 10)
        .tell(attempt(`${name}/s`, `${name}/t`), { type: 'phase.finished', phase: name, done: 1, ended: 1 })
    }
    const { mission: whole, phases: each } = measure(story.tell(finish).events)
    expect(whole.schedulingEfficiency.value).toBe(1)
    expect(each.second?.schedulingEfficiency.value).toBe(1)
  })

  test('phases side by side share the cap of the run, and the bound knows it', () => {
    const phases = ['one', 'two'].map((name) => ({ name, coordinators: ['quality'], explorers: 0, after: [] }))
    const use = { working: 1, limit: 9 }
    const caps = { run: { working: 1, limit: 1 }, phase: use, coordinator: use }
    const story = mission({ phases, limits: {} })
    for (const [index, { name }] of phases.entries()) {
      const coordinator = general('quality', name)
      story
        .at(index * 10)
        .tell(spawn(coordinator, { phase: name }), queue(`${name}/t`, coordinator.id, { phase: name }))
      story.tell(spawn(soldier(`${name}/s`, coordinator.id), { phase: name, task: `${name}/t`, caps }))
      story.at(index * 10 + 10).tell(attempt(`${name}/s`, `${name}/t`))
    }
    expect(measure(story.events).mission.schedulingEfficiency.value).toBe(1)
  })

  test('tasks that wait for each other in a ring do not hang the metric', () => {
    const story = mission().tell(
      spawn(quality),
      queue('a', quality.id, { after: ['b'] }),
      queue('b', quality.id, { after: ['a'] }),
    )
    story
      .tell(spawn(soldier('s1', quality.id), { task: 'a' }))
      .at(10)
      .tell(attempt('s1', 'a'))
    expect(measure(story.events).mission.schedulingEfficiency.value).toBe(1)
  })
})
