import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeQuirk, matching, nextQuirkId, propose, Quirk, type Situation } from '../../src/domain/quirk.ts'

const everywhere: Quirk['when'] = { rules: [], layers: [], paths: [], reason: null }
const takeover = { run: 'r1', task: 'jobs/t1', lesson: 'Queues are declared in worker.py.', when: everywhere }
const situation: Situation = { rule: 'jobs/queue-without-worker', layer: 'jobs', paths: ['backend/worker.py'] }

function quirk(given: Partial<Quirk> = {}): Quirk {
  return Quirk.parse({
    id: 'Q-001',
    lesson: takeover.lesson,
    when: everywhere,
    from: { run: 'r0', task: 't' },
    state: 'active',
    applied: 0,
    helped: 0,
    ...given,
  })
}

describe('a takeover becomes a quirk', () => {
  test('with the next id and where it comes from', () => {
    const proposed = propose({ ...takeover, lesson: ' Queues are\n declared in worker.py.\u0000' }, [
      quirk({ id: 'Q-041', lesson: 'x' }),
    ])
    expect(Quirk.parse(proposed)).toEqual(quirk({ id: 'Q-042', from: { run: 'r1', task: 'jobs/t1' } }))
  })

  test.each<[string, Partial<Quirk>, Quirk['when']]>([
    ['in the same words', {}, everywhere],
    ['in other letters and signs', { lesson: 'queues are declared in "worker.py"' }, everywhere],
    ['for more places', {}, { ...everywhere, rules: ['jobs/queue-without-worker'] }],
    ['and was retired because it did not help', { state: 'retired', applied: 3 }, everywhere],
  ])('unless one says it already %s', (_, given, when) => {
    expect(propose({ ...takeover, when }, [quirk(given)])).toBeNull()
  })

  test.each<[string, Partial<Quirk>, Quirk['when']]>([
    ['other words', { lesson: 'Queues are declared in jobs.py.' }, everywhere],
    ['one rule only', { when: { ...everywhere, rules: ['jobs/x'] } }, everywhere],
    ['another rule', { when: { ...everywhere, rules: ['jobs/x'] } }, { ...everywhere, rules: ['jobs/y'] }],
    ['another reason', { when: { ...everywhere, reason: 'quota' } }, { ...everywhere, reason: 'conflict' }],
  ])('also when there is one with %s', (_, given, when) => {
    expect(propose({ ...takeover, when }, [quirk(given)])?.id).toBe('Q-002')
  })

  test('an empty lesson is none', () => expect(propose({ ...takeover, lesson: ' \n' }, [])).toBeNull())

  test('a very long one is cut', () => {
    expect(Quirk.parse(propose({ ...takeover, lesson: 'x'.repeat(9_999) }, [])).lesson).toHaveLength(500)
  })
})

describe('quirks for a task', () => {
  test.each<[string, Partial<Quirk['when']>, Partial<Situation>, boolean]>([
    ['nothing is asked', {}, {}, true],
    ['its rule', { rules: ['jobs/queue-without-worker'] }, {}, true],
    ['another rule', { rules: ['jobs/other'] }, {}, false],
    ['a rule, and the task has none', { rules: ['jobs/other'] }, { rule: null }, false],
    ['its layer', { layers: ['jobs'] }, {}, true],
    ['another layer', { layers: ['api'] }, {}, false],
    ['a glob over its path', { paths: ['backend/**'] }, {}, true],
    ['a folder of another path', { paths: ['frontend'] }, {}, false],
    ['a path, and the task has none', { paths: ['backend/**'] }, { paths: [] }, false],
    ['a reason, and nobody took over yet', { reason: 'quota' }, {}, true],
    ['the reason of an earlier takeover', { reason: 'quota' }, { reason: 'quota' }, true],
    ['another reason', { reason: 'quota' }, { reason: 'conflict' }, false],
    ['its rule and another layer', { rules: ['jobs/queue-without-worker'], layers: ['api'] }, {}, false],
  ])('%s', (_, when, given, fits) => {
    const found = matching([quirk({ when: { ...everywhere, ...when } })], { ...situation, ...given })
    expect(found).toHaveLength(fits ? 1 : 0)
  })

  test('at most five, the most helpful first, one never told in the middle', () => {
    const counts = [
      [9, 0],
      [9, 9],
      [0, 0],
      [2, 2],
      [4, 1],
      [9, 8],
      [9, 3],
    ] as const
    const quirks = counts.map(([applied, helped], index) => quirk({ id: `Q-00${index + 1}`, applied, helped }))
    expect(matching(quirks, situation).map(({ id }) => id)).toEqual(['Q-002', 'Q-006', 'Q-004', 'Q-003', 'Q-007'])
  })

  test('a retired one is not told', () => expect(matching([quirk({ state: 'retired' })], situation)).toEqual([]))
})

describe('a quirk is judged by what happened', () => {
  const [yes, no] = [{ helped: true }, { helped: false }]
  test.each([
    [[no, no], 'active', 2, 0],
    [[no, no, no], 'retired', 3, 0],
    [[no, yes, no], 'active', 3, 1],
    [[no, yes, no, no], 'retired', 4, 1],
    [[], 'active', 0, 0],
  ] as const)('%j: %s', (outcomes, state, applied, helped) => {
    expect(judgeQuirk(quirk(), outcomes)).toEqual(quirk({ state, applied, helped }))
  })

  test('told one by one or all at once, the counts are the same, and a retired one stays retired', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(yes, no), { maxLength: 12 }), (outcomes) => {
        const oneByOne = outcomes.reduce((now, outcome) => judgeQuirk(now, [outcome]), quirk())
        const { applied, helped } = judgeQuirk(quirk(), outcomes)
        expect(oneByOne).toMatchObject({ applied, helped })
        expect(judgeQuirk(quirk({ state: 'retired' }), [yes]).state).toBe('retired')
      }),
    )
  })
})

test.each([
  [[], 'Q-001'],
  [['Q-001', 'Q-007', 'Q-002'], 'Q-008'],
  [['Q-999'], 'Q-1000'],
])('after %j comes %s', (ids, next) => expect(nextQuirkId(ids.map((id) => quirk({ id })))).toBe(next))
