import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import { measure } from '../../../src/domain/metrics.ts'
import {
  attempt,
  chief,
  consume,
  end,
  general,
  land,
  mission,
  order,
  queue,
  type Story,
  soldier,
  spawn,
} from './story.ts'

const quality = general('quality')
const platform = general('platform')
const teams = [
  { coordinator: 'quality', specialists: ['fixer', 'reviewer'], domain: ['src', 'test'] },
  { coordinator: 'platform', specialists: ['fixer'], domain: [] },
]
const cap = (run: number, phase = run, coordinator = phase) => ({
  caps: {
    run: { working: 1, limit: run },
    phase: { working: 1, limit: phase },
    coordinator: { working: 1, limit: coordinator },
  },
})

/** Eight lawful edges: two appointments, two orders, one spawn with its dispatch, its report, and a second spawn. */
function lawful(): Story {
  return mission({ teams })
    .tell(spawn(quality), order(chief.id, quality.id), spawn(platform), order(chief.id, platform.id))
    .tell(queue('t1', quality.id, { scope: ['src'] }), spawn(soldier('s1', quality.id), { task: 't1' }))
    .tell(attempt('s1', 't1'), end('t1'), consume(quality.id, 't1'))
    .tell(queue('t2', platform.id, { scope: ['docs'] }), spawn(soldier('s2', platform.id)))
}

test('a run that kept the chain of command complies wholly, edge by edge', () => {
  expect(measure(lawful().events).mission.hierarchyCompliance).toEqual({ value: 1, numerator: 8, denominator: 8 })
})

test('a run without an edge has no compliance to speak of', () => {
  expect(measure(mission().events).mission.hierarchyCompliance.value).toBeNull()
})

describe('one edge against the policy graph is seen, whatever the door said', () => {
  const intruders: readonly { name: string; facts: readonly Fact[] }[] = [
    { name: 'a specialist that spawned a specialist', facts: [spawn(soldier('x', 's2'))] },
    { name: 'a specialist that appointed a coordinator', facts: [spawn({ ...platform, id: 'x', parent: 's2' })] },
    {
      name: 'a coordinator that appointed a coordinator',
      facts: [spawn({ ...platform, id: 'x', parent: quality.id })],
    },
    { name: 'a specialist that nobody spawned', facts: [spawn(soldier('x', 'ghost'))] },
    { name: 'an actor without a superior', facts: [spawn({ ...soldier('x', ''), parent: null })] },
    { name: 'a second orchestrator', facts: [spawn({ ...chief, id: 'usurper' })] },
    { name: 'an orchestrator under somebody', facts: [spawn({ ...chief, id: 'usurper', parent: quality.id })] },
    { name: 'an explorer in a phase without explorers', facts: [spawn(soldier('x', chief.id))] },
    { name: 'a coordinator that the phase does not name', facts: [spawn(general('navy'))] },
    {
      name: 'work in a phase that the mission does not have',
      facts: [spawn(soldier('x', quality.id), { phase: 'night' })],
    },
    { name: 'a specialist outside the roster', facts: [spawn(soldier('x', quality.id, 'intruder'))] },
    { name: 'a specialist that held no slot', facts: [spawn(soldier('x', quality.id), { caps: null })] },
    { name: 'one more than the run allows', facts: [spawn(soldier('x', quality.id), cap(1, 9))] },
    { name: 'one more than the phase allows', facts: [spawn(soldier('x', quality.id), cap(9, 1, 9))] },
    { name: 'one more than the coordinator allows', facts: [spawn(soldier('x', platform.id), cap(9, 9, 1))] },
    { name: 'more memory than the run has', facts: [spawn(soldier('x', quality.id), { memoryMb: 9_000 })] },
    {
      name: 'a child of a coordinator that had ended',
      facts: [{ type: 'agent.ended', actor: quality.id, phase: 'work' }, spawn(soldier('x', quality.id))],
    },
    { name: 'a child of a specialist that had ended', facts: [spawn(soldier('x', 's1'))] },
    { name: "work on another coordinator's task", facts: [spawn(soldier('x', platform.id), { task: 't1' })] },
    { name: 'work on a task that nobody queued', facts: [spawn(soldier('x', quality.id), { task: 't9' })] },
    { name: 'work on a task that had ended', facts: [spawn(soldier('x', quality.id), { task: 't1' })] },
    { name: 'an order past the coordinator', facts: [order(chief.id, 's2')] },
    { name: 'an order from a specialist', facts: [order('s2', quality.id)] },
    { name: 'an order from a stranger', facts: [order('ghost', quality.id)] },
    { name: 'a report past the parent', facts: [consume(chief.id, 't1')] },
    { name: "a coordinator's report taken by another", facts: [consume(platform.id, quality.id)] },
    { name: 'a report on a task that is none', facts: [consume(quality.id, 't9')] },
    { name: 'a review of its own work', facts: [review('s1')] },
    { name: "a review by another coordinator's specialist", facts: [review('s2')] },
    { name: 'a landing by a specialist', facts: [land('t1', 's1', {}, { by: 's1' })] },
    { name: 'a landing by another coordinator', facts: [land('t1', 's1', {}, { by: platform.id })] },
    { name: 'a landing of a task that is none', facts: [land('t9', 's1', {})] },
    { name: 'a landed path outside the scope', facts: [land('t1', 's1', { 'ci/deploy.yml': 1 })] },
  ]

  test.each(intruders)('$name', ({ facts }) => {
    const before = measure(lawful().events).mission.hierarchyCompliance
    const story = lawful()
    story.tell(...facts.slice(0, -1))
    expect(measure(story.events).mission.hierarchyCompliance.value).toBe(1)
    story.tell(...facts.slice(-1))
    const after = measure(story.events).mission.hierarchyCompliance
    expect(after.value).toBeLessThan(1)
    expect(after.denominator).toBeGreaterThan(before.denominator)
  })
})

test('a coordinator commands in its own phase only', () => {
  const phases = ['work', 'next'].map((name) => ({ name, coordinators: ['quality'], explorers: 0 }))
  const story = mission({ phases }).tell(spawn(quality), spawn(soldier('x', quality.id), { phase: 'next' }))
  expect(measure(story.events).mission.hierarchyCompliance.value).toBe(0.5)
})

test('the limit of the run holds even where a spawn recorded a larger one', () => {
  const story = mission({ limits: { agents: 1 } }).tell(spawn(quality), spawn(soldier('s1', quality.id), cap(9)))
  expect(measure(story.events).mission.hierarchyCompliance.value).toBe(1)
  expect(measure(story.tell(spawn(soldier('s2', quality.id), cap(9))).events).mission.hierarchyCompliance.value).toBe(
    2 / 3,
  )
})

test('memory that was given back can be taken again', () => {
  const story = mission({ limits: { memoryMb: 512 } }).tell(spawn(quality), queue('t1', quality.id))
  for (const id of ['s1', 's2', 's3']) story.tell(spawn(soldier(id, quality.id), { memoryMb: 512 }), attempt(id, 't1'))
  expect(measure(story.events).mission.hierarchyCompliance.value).toBe(1)
})

test('a landed path inside the scope and outside the coordinator’s domain is a violation of its own', () => {
  const story = mission({ teams }).tell(spawn(quality), queue('t1', quality.id, { scope: ['**'] }))
  story.tell(spawn(soldier('s1', quality.id), { task: 't1' }), land('t1', 's1', { 'src/a.ts': 1, 'ci/x.yml': 1 }))
  expect(measure(story.events).mission.hierarchyCompliance).toMatchObject({ numerator: 5, denominator: 6 })
})

test('what the orchestrator granted beyond the domain is lawful; a coordinator grants itself nothing', () => {
  const grant = (by: string): Fact => ({ type: 'scope.granted', by, task: 't1', paths: ['ci/x.yml'], reason: '' })
  const landing = (by: string) =>
    mission({ teams })
      .tell(spawn(quality), queue('t1', quality.id, { scope: ['**'] }), grant(by))
      .tell(spawn(soldier('s1', quality.id), { task: 't1' }), land('t1', 's1', { 'src/a.ts': 1, 'ci/x.yml': 1 }))
  expect(measure(landing(chief.id).events).mission.hierarchyCompliance.value).toBe(1)
  expect(measure(landing(quality.id).events).mission.hierarchyCompliance).toMatchObject({ numerator: 5 })
})

test('what happened under an ended, crashed or second life of an agent is lawful when it was lawful', () => {
  const story = lawful()
    .reboot()
    .tell({ type: 'run.resumed', boot: 2, interrupted: ['s2'] })
  story.tell(spawn(soldier('s2', platform.id), { ...cap(1), task: 't2' }))
  story.tell(review('s3', 't2'), land('t2', 's2', { 'docs/a.md': 3 }))
  story.tell(spawn(soldier('s3', platform.id), cap(2)))
  const { value } = measure(story.events).mission.hierarchyCompliance
  expect(value).toBe(1)
})

test('the orchestrator may send the explorers that the phase names, and only those', () => {
  const phases = [{ name: 'work', coordinators: [], explorers: 2, explorerNames: ['scout', 'cartographer'] }]
  const story = mission({ phases }).tell(spawn(soldier('e1', chief.id, 'scout')))
  expect(measure(story.events).mission.hierarchyCompliance.value).toBe(1)
  expect(measure(story.tell(spawn(soldier('e2', chief.id, 'saboteur'))).events).mission.hierarchyCompliance.value).toBe(
    0.5,
  )
})

test('limits on depth and spawns hold over the whole run, and a retry after a crash is not a new spawn', () => {
  const story = mission({ limits: { spawns: 1 } }).tell(spawn(quality), spawn(soldier('s1', quality.id)))
  story.reboot().tell(spawn(soldier('s1', quality.id)))
  expect(measure(story.events).mission.hierarchyCompliance.value).toBe(1)
  expect(measure(story.tell(spawn(soldier('s2', quality.id))).events).mission.hierarchyCompliance.value).toBe(0.75)
  const shallow = mission({ limits: { depth: 2 } }).tell(spawn(quality), spawn(soldier('s1', quality.id)))
  expect(measure(shallow.events).mission.hierarchyCompliance.value).toBe(0.5)
})

test('a violation counts in the scope where it happened', () => {
  const { phases, coordinators } = measure(lawful().tell(spawn(soldier('x', quality.id, 'intruder'))).events)
  expect(phases.work?.hierarchyCompliance.value).toBe(8 / 9)
  expect(coordinators.quality?.hierarchyCompliance.value).toBe(5 / 6)
  expect(coordinators.platform?.hierarchyCompliance.value).toBe(1)
})

test('a refused attempt is no violation and is listed beside the compliance, with its reason', () => {
  const refused = (code: 'roster' | 'role', name: string): Fact => ({
    type: 'spawn.refused',
    parent: quality.id,
    role: 'specialist',
    name,
    phase: 'work',
    task: null,
    code,
    detail: '',
  })
  const denied = (what: 'spawn' | 'scope', target: string): Fact => ({
    type: 'action.denied',
    actor: quality.id,
    task: 't1',
    what,
    target,
    reason: '',
  })
  const story = lawful()
    .tell(refused('roster', 'intruder'), refused('roster', 'intruder'), refused('role', 'helper'))
    .tell(denied('spawn', 'helper'), denied('scope', 'ci/deploy.yml'))
  const { mission: numbers, refused: listed } = measure(story.events)
  expect(numbers.hierarchyCompliance.value).toBe(1)
  expect(listed).toEqual({ attempts: 12, refused: 4, reasons: { roster: 2, role: 1, scope: 1 } })
})

test('routing is correct when at least 80 % of what a task landed lies in its coordinator’s domain', () => {
  const paths = (inside: number, outside: number) =>
    Object.fromEntries([
      ...Array.from({ length: inside }, (_, index) => [`src/${index}.ts`, 1]),
      ...Array.from({ length: outside }, (_, index) => [`ci/${index}.yml`, 1]),
    ])
  const story = mission({ teams }).tell(spawn(quality), spawn(platform))
  for (const [id, owner] of [
    ['a', quality.id],
    ['b', quality.id],
    ['c', platform.id],
  ] as const)
    story.tell(queue(id, owner, { scope: ['**'] }))
  story.tell(land('a', 's', paths(4, 1)), land('b', 's', paths(3, 1)), land('c', 's', paths(0, 2)))
  expect(measure(story.events).mission.routingCorrectness).toEqual({ value: 2 / 3, numerator: 2, denominator: 3 })
})

test('where the run did not record domains, routing is unknown', () => {
  const story = mission().tell(spawn(quality), queue('a', quality.id), land('a', 's', { 'src/a.ts': 1 }))
  expect(measure(story.events).mission.routingCorrectness.value).toBeNull()
})

function review(by: string, task = 't1'): Fact {
  return { type: 'review.ended', task, by, approved: true, reason: '' }
}
