import { describe, expect, test } from 'vitest'
import { type AntiPatternName, measure } from '../../../src/domain/metrics.ts'
import {
  attempt,
  consume,
  direct,
  end,
  finish,
  general,
  land,
  mission,
  queue,
  type Story,
  soldier,
  spawn,
} from './story.ts'

const quality = general('quality')
const cap = (limit: number) => ({
  caps: { run: { working: 1, limit }, phase: { working: 1, limit }, coordinator: { working: 1, limit } },
})

function ask(story: Story, name: AntiPatternName) {
  const found = measure(story.events).antiPatterns.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no query ${name}`)
  return found
}

function worked(count: number, more = {}): Story {
  const story = mission().tell(spawn(quality))
  for (let index = 1; index <= count; index += 1)
    story
      .tell(queue(`t${index}`, quality.id, more), spawn(soldier(`s${index}`, quality.id), { task: `t${index}` }))
      .tell(attempt(`s${index}`, `t${index}`), end(`t${index}`))
  return story
}

test('an exemplary run shows none of them', () => {
  const story = worked(6)
  for (let index = 1; index <= 6; index += 1) story.tell(consume(quality.id, `t${index}`, 10))
  const { antiPatterns } = measure(story.tell(finish).events)
  expect(antiPatterns.filter(({ found }) => found)).toEqual([])
  expect(antiPatterns).toHaveLength(8)
})

test('hierarchy bypass: the third violating spawn is one too many, and each is named', () => {
  const story = worked(1)
  const seqs = ['x', 'y'].map((id) => story.tell(spawn(soldier(id, 's1'))).last)
  expect(ask(story, 'hierarchyBypass')).toMatchObject({ found: false, count: 2, events: seqs })
  story.tell(spawn(soldier('z', 'y')))
  expect(ask(story, 'hierarchyBypass')).toMatchObject({ found: true, count: 3, events: [...seqs, story.last] })
})

test("micro-management: a superior rewrites what its own child changed last; a stranger's change in between ends that", () => {
  const story = worked(2, { scope: ['src'] })
  const rewrite = (path: string) =>
    story.tell(land('t1', 's1', { [path]: 5 }), land('t1', quality.id, { [path]: 2 })).last
  const seqs = ['src/a', 'src/b', 'src/c'].map(rewrite)
  story.tell(land('t1', quality.id, { 'src/a': 1 }))
  expect(ask(story, 'microManagement')).toMatchObject({ found: false, count: 3, events: seqs })
  expect(
    ask(story.tell(land('t1', 's1', { 'src/a': 1 }), land('t1', quality.id, { 'src/a': 1 })), 'microManagement'),
  ).toMatchObject({ found: true, count: 4 })
})

describe('ghost general', () => {
  test('more than a fifth of the results never consumed', () => {
    const story = worked(4)
    for (const task of ['t1', 't2', 't3']) story.tell(consume(quality.id, task))
    expect(ask(story, 'ghostGeneral').found).toBe(false)
    const ghost = ask(story.tell({ type: 'run.concluded', outcome: 'accomplished', reason: '' }), 'ghostGeneral')
    expect(ghost).toMatchObject({ found: true, count: 1 })
    expect(story.events[(ghost.events[0] ?? 0) - 1]?.fact).toMatchObject({ type: 'task.ended', task: 't4' })
  })

  test('five results and under a fifth of its time spent on them', () => {
    const story = worked(5)
    for (let index = 1; index <= 5; index += 1) story.tell(consume(quality.id, `t${index}`, 1_000))
    expect(ask(story.tell(direct(quality.id, 't1', 20_000)), 'ghostGeneral').found).toBe(false)
    expect(ask(story.tell(direct(quality.id, 't1', 1_000), finish), 'ghostGeneral')).toMatchObject({
      found: true,
      count: 1,
    })
  })
})

test('one-man army: under 0.40 delegated over more than one domain; with one domain it is just a small mission', () => {
  const army = (coordinators: string[]) => {
    const story = mission({ phases: [{ name: 'work', coordinators, explorers: 0 }] }).tell(
      spawn(quality),
      queue('t', quality.id),
      end('t'),
    )
    for (const minute of [10, 20]) story.at(minute).tell(direct(quality.id, 't'))
    return ask(story, 'oneManArmy')
  }
  expect(army(['quality', 'platform'])).toMatchObject({ found: true, count: 2, events: [6, 7] })
  expect(army(['quality']).found).toBe(false)
})

describe('analysis paralysis', () => {
  const talk = (hours: number, landings: number, scope: readonly string[]) => {
    const story = mission().tell(spawn(quality))
    for (let index = 0; index < 10; index += 1) story.tell(queue(`t${index}`, quality.id, { scope: [...scope] }))
    story.at(hours * 60 - 1)
    for (let index = 0; index < landings; index += 1) story.tell(land(`t${index}`, 's', {}))
    return story.at(hours * 60).tell(finish)
  }
  test.each([
    { name: 'three hours, one of ten landed at the end', story: talk(3, 1, ['src']), found: true },
    { name: 'three hours, nothing landed', story: talk(3, 0, ['src']), found: true },
    { name: 'two of ten landed', story: talk(3, 2, ['src']), found: false },
    { name: 'not over two hours', story: talk(2, 0, ['src']), found: false },
    { name: 'an audit that was never meant to land anything', story: talk(3, 0, []), found: false },
  ])('$name', ({ story, found }) => {
    expect(ask(story, 'analysisParalysis').found).toBe(found)
  })
})

describe('sequential when parallel', () => {
  /** One at work for ten minutes while a second task waits. */
  const lonely = (limit: number, scopes: readonly [string[], string[]], after: readonly string[] = []) => {
    const story = mission().tell(spawn(quality), queue('a', quality.id, { scope: scopes[0] }))
    story.tell(queue('b', quality.id, { scope: scopes[1], after: [...after] }))
    story.tell(spawn(soldier('s1', quality.id), { task: 'a', ...cap(limit) }))
    return story.at(10).tell(attempt('s1', 'a'), end('a'))
  }
  test.each([
    { name: 'a disjoint task was ready and there was room', story: lonely(4, [['src'], ['docs']]), found: true },
    { name: 'both only read', story: lonely(4, [[], []]), found: true },
    { name: 'the tasks overlap', story: lonely(4, [['src'], ['src/a']]), found: false },
    { name: 'the cap was one', story: lonely(1, [['src'], ['docs']]), found: false },
    { name: 'the second waited for the first', story: lonely(4, [['src'], ['docs']], ['a']), found: false },
  ])('$name', ({ story, found }) => {
    expect(ask(story, 'sequentialWhenParallel')).toMatchObject({ found, count: found ? 1 : 0 })
  })

  test('a budget that said no is a reason to wait, and so is a stop', () => {
    const refused = {
      type: 'spawn.refused',
      parent: quality.id,
      role: 'specialist',
      name: 'fixer',
      phase: 'work',
      task: 'b',
      code: 'budget',
      detail: '',
    } as const
    const story = mission().tell(spawn(quality), queue('a', quality.id), queue('b', quality.id))
    story
      .tell(spawn(soldier('s1', quality.id), { task: 'a' }))
      .at(4)
      .tell(refused)
      .at(8)
      .tell(refused)
      .at(12)
      .tell(attempt('s1', 'a'))
    expect(ask(story, 'sequentialWhenParallel').found).toBe(false)
    const stopped = mission().tell(spawn(quality), queue('a', quality.id), queue('b', quality.id))
    stopped.tell(spawn(soldier('s1', quality.id), { task: 'a' }), { type: 'run.stopping', how: 'graceful', by: 'user' })
    stopped.at(1).tell({ type: 'note.added', by: quality.id, task: null, text: '' })
    expect(ask(stopped.at(20).tell(attempt('s1', 'a')), 'sequentialWhenParallel').found).toBe(false)
  })

  test.each(['run', 'phase', 'coordinator'] as const)('a full %s is a reason to wait', (level) => {
    const wide = { working: 1, limit: 9 }
    const caps = { run: wide, phase: wide, coordinator: wide, [level]: { working: 1, limit: 1 } }
    const story = mission().tell(spawn(quality), queue('a', quality.id), queue('b', quality.id))
    story
      .tell(spawn(soldier('s1', quality.id), { task: 'a', caps }))
      .at(10)
      .tell(attempt('s1', 'a'))
    expect(ask(story, 'sequentialWhenParallel').found).toBe(false)
  })
})

test('over-staffing: specialists spawned on no task, on a task not ready, or beside another', () => {
  const story = worked(4).tell(queue('late', quality.id, { after: ['t9'] }))
  expect(ask(story.tell(spawn(soldier('x', quality.id), { task: 'late' })), 'overStaffing')).toMatchObject({
    found: false,
    count: 1,
    events: [story.last],
  })
  expect(ask(story.tell(spawn(soldier('y', quality.id))), 'overStaffing')).toMatchObject({ found: true, count: 2 })
})

test('a task taken up again after a crash is not over-staffed', () => {
  const story = mission().tell(spawn(quality), queue('a', quality.id), spawn(soldier('s1', quality.id), { task: 'a' }))
  story.reboot().tell(spawn(soldier('s1~2', quality.id), { task: 'a' }))
  expect(ask(story, 'overStaffing').count).toBe(0)
})

test('under-staffing: one at a time where eight independent tasks stood ready and eight were allowed', () => {
  const story = mission().tell(spawn(quality))
  for (let index = 0; index < 8; index += 1) story.tell(queue(`t${index}`, quality.id, { scope: [`src/${index}`] }))
  for (let index = 0; index < 8; index += 1)
    story
      .at(index)
      .tell(spawn(soldier(`s${index}`, quality.id), { task: `t${index}`, ...cap(8) }))
      .at(index + 1)
      .tell(attempt(`s${index}`, `t${index}`), end(`t${index}`))
  expect(ask(story, 'underStaffing')).toMatchObject({ found: true, count: 7, events: [4, 5, 6, 7, 8, 9, 10, 11] })
})
