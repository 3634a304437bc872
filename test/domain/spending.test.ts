import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact, LedgerEvent } from '../../src/domain/event.ts'
import { spending } from '../../src/domain/spending.ts'

const event = (fact: Fact, index: number): LedgerEvent => ({
  seq: index + 1,
  schema: 1,
  boot: 1,
  wall: 0,
  mono: index,
  unit: 'test',
  fact,
  hash: '',
})
const reserved = (actor: string, usd: number, tokens = 10): Fact => ({ type: 'budget.reserved', actor, usd, tokens })
const settled = (actor: string, usd: number | null, tokens = 4): Fact => ({
  type: 'budget.settled',
  actor,
  usd,
  tokens,
})

test.each([
  ['what was settled counts, not what was reserved', [reserved('a', 2), settled('a', 0.5)], { usd: 0.5, tokens: 4 }],
  [
    'spending that nobody can know counts as the worst case',
    [reserved('a', 2), settled('a', null)],
    { usd: 2, tokens: 4 },
  ],
  ['nothing is nothing', [], { usd: 0, tokens: 0 }],
] as const)('%s', (_, facts, expected) => {
  expect(spending(facts.map(event))).toEqual(expected)
})

test('F61: a reservation that nobody settled stays spent', () => {
  const facts = [reserved('a', 2), reserved('b', 1), settled('b', 1)]
  expect(spending(facts.map(event))).toEqual({ usd: 3, tokens: 14 })
})

test('dying never makes a run cheaper: without its last settlements it counts at least as much', () => {
  const moves = fc.array(fc.record({ who: fc.nat(5), usd: fc.nat(5), less: fc.nat(5) }), { maxLength: 12 })
  fc.assert(
    fc.property(moves, fc.nat(20), (list, cut) => {
      const facts = list.flatMap(({ who, usd, less }, n) => [
        reserved(`${who}-${n}`, usd, 0),
        settled(`${who}-${n}`, Math.max(0, usd - less), 0),
      ])
      const kept = facts.filter((fact, index) => fact.type === 'budget.reserved' || index < cut)
      expect(spending(kept.map(event)).usd).toBeGreaterThanOrEqual(spending(facts.map(event)).usd)
    }),
  )
})
