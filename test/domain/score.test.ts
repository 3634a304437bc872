import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Debt } from '../../src/domain/debt.ts'
import { layers } from '../../src/domain/layer.ts'
import { LayerScore } from '../../src/domain/report.ts'
import { type Looked, scoreLayer, scoreLayers, worstOpen } from '../../src/domain/score.ts'
import { debtOf } from '../support/findings.ts'

function ran(population: number, bad: number, inspector = 'api/a'): Looked {
  return { inspector, layer: 'api', status: 'ran', population, bad }
}

function notRun(inspector = 'api/z'): Looked {
  return { inspector, layer: 'api', status: 'notRun', population: 0, bad: 0 }
}

describe('the score of a layer', () => {
  test('111 of 189 client calls that match a route score 59', () => {
    const score = scoreLayer('api', [ran(189, 78)], [])
    expect(score).toMatchObject({ score: 59, ran: 1, applicable: 1, population: 189 })
    expect(score.why).toBe('api/a 78 of 189 bad')
  })

  test.each<[string, Looked[], Partial<Debt>[], number | null, string]>([
    ['inspectors weigh the same', [ran(1_000, 0), ran(2, 1, 'api/b')], [], 75, 'api/b 1 of 2 bad'],
    ['nothing bad is 100', [ran(5, 0)], [], 100, 'nothing bad found by 1 of 1'],
    ['one bad thing in thousands is not 100', [ran(3_876, 3)], [], 99, '3 of 3876 bad'],
    ['an open P0 caps', [ran(100, 1)], [{ severity: 'P0' }], 59, '99 before the cap: 1 open P0 allow at most 59'],
    ['an open P1 caps', [ran(100, 1)], [{ severity: 'P1' }, { severity: 'P1' }], 79, '2 open P1'],
    ['a reopened P0 caps', [ran(100, 1)], [{ severity: 'P0', state: 'reopened' }], 59, 'before the cap'],
    ['an accepted P0 does not', [ran(100, 1)], [{ severity: 'P0', state: 'accepted' }], 99, '1 of 100 bad'],
    ['a cap does not raise', [ran(10, 9)], [{ severity: 'P0' }], 10, '9 of 10 bad'],
    ['a P2 does not cap', [ran(100, 1)], [{ severity: 'P2' }], 99, '1 of 100 bad'],
    ['nobody looked', [], [], null, 'not inspected'],
    ['there was nothing to look at', [ran(0, 0)], [], null, 'no inspector found here what it looks at'],
    ['too little ran', [ran(9, 0), notRun(), notRun('api/y')], [], null, 'only 1 of 3 applicable inspectors ran'],
    ['all failed', [notRun()], [], null, 'not run: api/z'],
    ['enough ran', [ran(9, 0), ran(9, 0, 'api/b'), notRun()], [], 100, 'not run: api/z'],
    ['what had nothing to look at is not applicable', [ran(9, 3), ran(0, 0, 'api/b')], [], 67, '3 of 9 bad'],
  ])('%s', (_, looked, debts, score, why) => {
    const answer = scoreLayer(
      'api',
      looked,
      debts.map((parts) => debtOf(parts)),
    )
    expect(answer.score).toBe(score)
    expect(answer.why).toContain(why)
  })

  test('sixty per cent is enough and a little less is not', () => {
    const three = [ran(9, 0, 'api/a'), ran(9, 0, 'api/b'), ran(9, 0, 'api/c')]
    expect(scoreLayer('api', [...three, notRun('api/x'), notRun('api/y')], []).score).toBe(100)
    expect(scoreLayer('api', [...three, notRun('api/x'), notRun('api/y'), notRun('api/z')], []).score).toBeNull()
  })

  test('every layer has an answer, in the order of the layers, and debts count only in their own', () => {
    const scores = scoreLayers([ran(10, 0)], [debtOf({ severity: 'P0', layer: 'jobs' })])
    expect(scores.map(({ layer }) => layer)).toEqual([...layers])
    expect(scores.filter(({ score }) => score !== null)).toEqual([
      expect.objectContaining({ layer: 'api', score: 100 }),
    ])
  })

  test('is always between 0 and 100, and never rises when more is bad', () => {
    const looked = fc.array(
      fc
        .tuple(fc.nat(500), fc.nat(500), fc.boolean())
        .map(([a, b, did]) => (did ? ran(Math.max(a, b), Math.min(a, b)) : notRun())),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(looked, (all) => {
        const score = LayerScore.parse(scoreLayer('api', all, []))
        const worse = all.map((one) => ({ ...one, bad: one.status === 'ran' ? one.population : 0 }))
        const worst = scoreLayer('api', worse, [])
        expect(worst.score === null).toBe(score.score === null)
        expect(worst.score ?? 0).toBe(0)
      }),
      { numRuns: 100 },
    )
  })
})

test('the worst open debt of a layer', () => {
  expect(worstOpen([])).toBeNull()
  expect(worstOpen([debtOf({ severity: 'P2' }), debtOf({ severity: 'P0', state: 'gone' })])).toBe('P2')
})
