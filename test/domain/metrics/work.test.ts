import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import { measure, metricBands, metricNames, trend } from '../../../src/domain/metrics.ts'
import { noUsage } from '../../../src/domain/usage.ts'
import { attempt, end, general, land, mission, paid, queue, type Story, soldier, spawn, turn } from './story.ts'

const quality = general('quality')
const human = (task: string | null): Fact => ({ type: 'human.answered', task, what: 'yes' })

/** Queues, works on and lands each of the tasks; `during` is told while the task is at work. */
function landing(tasks: readonly string[], during: Readonly<Record<string, Fact>> = {}): Story {
  const story = mission().tell(spawn(quality))
  for (const task of tasks) {
    story.tell(queue(task, quality.id, { scope: ['src'] }), spawn(soldier(`${task}-s`, quality.id), { task }))
    const fact = during[task]
    if (fact !== undefined) story.tell(fact)
    story.tell(attempt(`${task}-s`, task), land(task, `${task}-s`, { 'src/a.ts': 1 }), end(task))
  }
  return story
}

describe('autonomy', () => {
  test('a landed task was autonomous unless somebody took over or answered between dispatch and landing', () => {
    const story = landing(['a', 'b', 'c', 'd'], {
      b: { type: 'takeover.happened', task: 'b', by: 'senior', reason: 'conflict' },
      c: human('c'),
      d: human('a'),
    })
    const { autonomyRate, takeoverRate } = measure(story.tell(human(null)).events).mission
    expect(autonomyRate).toEqual({ value: 0.5, numerator: 2, denominator: 4 })
    expect(takeoverRate).toEqual({ value: 0.25, numerator: 1, denominator: 4 })
  })

  test('an answer to the whole run helped everything that was under way', () => {
    expect(measure(landing(['a', 'b'], { b: human(null) }).events).mission.autonomyRate.value).toBe(0.5)
  })

  test("the seed's takeovers of 5 % in three kinds add up", () => {
    const story = mission().tell(spawn(quality))
    for (let index = 0; index < 100; index += 1) story.tell(queue(`t${index}`, quality.id), end(`t${index}`))
    const reasons = ['price_cap', 'price_cap', 'broken_tests', 'broken_tests', 'ambiguity'] as const
    for (const [index, reason] of reasons.entries())
      story.tell({ type: 'takeover.happened', task: `t${index}`, by: 'senior', reason })
    const { mission: numbers, takeoverByReason } = measure(story.events)
    expect(numbers.takeoverRate.value).toBe(0.05)
    expect([
      takeoverByReason.price_cap.value,
      takeoverByReason.broken_tests.value,
      takeoverByReason.ambiguity.value,
    ]).toEqual([0.02, 0.02, 0.01])
    expect(takeoverByReason.quota).toEqual({ value: 0, numerator: 0, denominator: 100 })
  })

  test('nothing landed: autonomy and yield are unknown', () => {
    const { autonomyRate, firstPassYield, costPerLandedTask } = measure(mission().events).mission
    expect([autonomyRate.value, firstPassYield.value, costPerLandedTask.value]).toEqual([null, null, null])
  })
})

test('first-pass yield counts landings after one review round, rework the attempts beyond the first', () => {
  const story = mission().tell(spawn(quality))
  for (const [task, rounds] of [
    ['a', 1],
    ['b', 3],
    ['c', 1],
    ['d', 2],
  ] as const)
    story.tell(queue(task, quality.id), land(task, 's', {}, { reviewRounds: rounds }), end(task, { attempts: rounds }))
  const { firstPassYield, rework } = measure(
    story.tell(queue('e', quality.id), end('e', { state: 'blocked', attempts: 0 })).events,
  ).mission
  expect(firstPassYield).toEqual({ value: 0.5, numerator: 2, denominator: 4 })
  expect(rework).toEqual({ value: 0.6, numerator: 3, denominator: 5 })
})

describe('money', () => {
  test('a landed task costs all its attempts and its review, by kind', () => {
    const story = mission().tell(spawn(quality))
    for (const [task, kind] of [
      ['a', 'simple'],
      ['b', 'code'],
      ['c', 'code'],
    ] as const)
      story.tell(queue(task, quality.id, { kind }))
    story.tell(spawn(soldier('s1', quality.id), { task: 'a' }), attempt('s1', 'a', { cost: paid(0.5), ok: false }))
    story.tell(
      spawn(soldier('s2', quality.id), { task: 'a', attempt: 2 }),
      attempt('s2', 'a', { attempt: 2, cost: paid(1) }),
    )
    story.tell(spawn(soldier('s3', quality.id), { task: 'b' }), attempt('s3', 'b', { cost: paid(2) }))
    story.tell(spawn(soldier('r', quality.id, 'reviewer'), { task: 'b' }), attempt('r', 'b', { cost: paid(0.5) }))
    story.tell({ type: 'review.ended', task: 'b', by: 'r', approved: true, reason: '' })
    story.tell(spawn(soldier('s4', quality.id), { task: 'c' }), attempt('s4', 'c', { cost: paid(4), ok: false }))
    const numbers = measure(story.tell(land('a', 's2', {}), land('b', 's3', {})).events).mission
    expect(numbers.costPerLandedTask).toEqual({ value: 2, numerator: 4, denominator: 2 })
    expect(numbers.costPerLandedSimple.value).toBe(1.5)
    expect(numbers.costPerLandedCode).toEqual({ value: 2.5, numerator: 2.5, denominator: 1 })
    expect(numbers.costPerLandedComplex.value).toBeNull()
    expect(numbers.coordinationOverhead).toEqual({ value: 0.0625, numerator: 0.5, denominator: 8 })
  })

  test('a model that is called while no task is ready or running costs idle money', () => {
    const story = mission().tell(spawn(quality), turn(quality.id, 'plan', { cost: paid(0.3) }), queue('a', quality.id))
    story.tell(turn(quality.id, 'watch', { cost: paid(0.1) }), spawn(soldier('s', quality.id), { task: 'a' }))
    story.tell(turn('s', 'a', { cost: paid(1) }), attempt('s', 'a', { cost: paid(1) }), end('a'))
    story.tell({ type: 'order.given', from: 'chief', to: quality.id, phase: 'work', intent: '', limits: {} })
    expect(measure(story.events).mission.idleCost).toEqual({ value: 0, numerator: 0, denominator: 1 })
    story.tell(turn(quality.id, 'watch', { cost: paid(0.25) }))
    const { mission: whole, coordinators } = measure(story.events)
    expect(whole.idleCost).toEqual({ value: 0.25, numerator: 0.25, denominator: 1 })
    expect(coordinators.quality?.idleCost.value).toBe(0.25)
    expect(coordinators.platform?.idleCost.value).toBe(0)
  })

  test('a task that became ready because another ended is work to do, not idleness', () => {
    const story = mission().tell(spawn(quality), queue('a', quality.id), queue('b', quality.id, { after: ['a'] }))
    story.tell({ type: 'order.given', from: 'chief', to: quality.id, phase: 'work', intent: '', limits: {} })
    story.tell(spawn(soldier('s', quality.id), { task: 'a' }), attempt('s', 'a'), end('a'))
    story.tell(turn(quality.id, 'b', { cost: paid(1) }))
    expect(measure(story.events).mission.idleCost.value).toBe(0)
    expect(measure(story.tell(end('b'), turn(quality.id, 'b', { cost: paid(1) })).events).mission.idleCost.value).toBe(
      1,
    )
  })

  test('a run without a model cost nothing, and that is known', () => {
    const { idleCost, costPerLandedTask, delegationByCost } = measure(landing(['a']).events).mission
    expect(idleCost.value).toBe(0)
    expect(costPerLandedTask.value).toBe(0)
    expect(delegationByCost.value).toBeNull()
  })
})

describe('estimates', () => {
  const estimate = { tokens: 1_000, usd: 2, minutes: 10 }

  test('the error is what was missed ÷ what was expected, in all and by kind', () => {
    const story = mission().tell(spawn(quality))
    story.tell(
      queue('a', quality.id, { estimate }),
      queue('b', quality.id, { estimate, kind: 'code' }),
      queue('c', quality.id),
    )
    const usage = { ...noUsage, inputTokens: 900, outputTokens: 300 }
    story.tell(spawn(soldier('s1', quality.id), { task: 'a' }), spawn(soldier('s2', quality.id), { task: 'b' }))
    story.at(5).tell(attempt('s1', 'a', { usage, cost: paid(3) }), end('a'))
    story.at(12).tell(attempt('s2', 'b', { usage: noUsage, cost: paid(2) }), end('b'), end('c'))
    const { mission: numbers, estimateErrorByKind } = measure(story.events)
    expect(numbers.estimateErrorTokens).toEqual({ value: 0.6, numerator: 1_200, denominator: 2_000 })
    expect(numbers.estimateErrorCost).toEqual({ value: 0.25, numerator: 1, denominator: 4 })
    expect(numbers.estimateErrorMinutes).toEqual({ value: 0.35, numerator: 7, denominator: 20 })
    expect(estimateErrorByKind.simple?.minutes.value).toBe(0.5)
    expect(estimateErrorByKind.code?.cost.value).toBe(0)
  })

  test('without estimates, or with an unknown price, the error is unknown', () => {
    const story = mission().tell(queue('a', quality.id, { estimate: { ...estimate, usd: null } }), end('a'))
    const { estimateErrorCost, estimateErrorMinutes } = measure(story.events).mission
    expect(estimateErrorCost.value).toBeNull()
    expect(estimateErrorMinutes.value).toBe(1)
    expect(measure(mission().events).mission.estimateErrorTokens.value).toBeNull()
  })
})

test('the checks delta compares suites that ran at both ends; the last run at each end counts', () => {
  const check = (suite: string, at: 'base' | 'end', passed: number | null): Fact => ({
    type: 'check.ended',
    suite,
    at,
    passed,
    failed: 1,
    errors: 0,
    exitCode: 1,
  })
  const story = mission().tell(check('unit', 'base', 585), check('unit', 'end', 600), check('unit', 'end', 664))
  story.tell(check('e2e', 'base', 10), check('lint', 'base', null), check('lint', 'end', 3))
  const { mission: numbers, checks } = measure(story.events)
  expect(numbers.checksDelta).toEqual({ value: 79, numerator: 79, denominator: 1 })
  expect(checks.unit?.end).toEqual({ passed: 664, failed: 1, errors: 0 })
  expect(checks.e2e?.end).toBeNull()
  expect(measure(mission().events).mission.checksDelta.value).toBeNull()
})

describe('trend', () => {
  const current = measure(landing(['a', 'b']).events).mission
  const past = (parallelFactor: number | null, rework: number | null = null) => ({
    metrics: { parallelFactor, rework },
  })
  const of = (name: string, history: Parameters<typeof trend>[0], set = current) =>
    trend(history, set).find((one) => one.name === name)

  test('a run is compared with the last, the mean and the record of those before', () => {
    const set = { ...current, parallelFactor: { value: 6.1, numerator: 61, denominator: 10 } }
    const row = of('parallelFactor', [past(2), past(4), past(3), past(null)], set)
    expect(row).toEqual({ name: 'parallelFactor', current: 6.1, last: 3, mean: 3, record: 4, newRecord: true })
  })

  test('where less is better the record is the least, and an equal value is no new record', () => {
    const row = of('rework', [past(1, 0.4), past(1, 0)], {
      ...current,
      rework: { value: 0, numerator: 0, denominator: 2 },
    })
    expect(row).toMatchObject({ record: 0, newRecord: false })
  })

  test('the first run sets no record, and an unknown number breaks none', () => {
    expect(of('rework', [])).toMatchObject({ last: null, mean: null, record: null, newRecord: false })
    expect(of('autonomyRate', [{ metrics: { autonomyRate: 0.5 } }], measure(mission().events).mission)).toMatchObject({
      current: null,
      newRecord: false,
    })
  })
})

test('every metric has a band, and the bands of the seeds raise the alarms they name', () => {
  expect(Object.keys(metricBands).sort()).toEqual([...metricNames].sort())
  expect([0.29, 0.3].map(metricBands.directEditRate.alerts)).toEqual([false, true])
  expect([0.979, 0.98, 1].map(metricBands.hierarchyCompliance.alerts)).toEqual([true, false, false])
  expect([0, 0.01].map(metricBands.idleCost.alerts)).toEqual([false, true])
})
