import { describe, expect, test } from 'vitest'
import { applyBaseline, failing, isNew } from '../../src/domain/baseline.ts'
import { type Debt, Register } from '../../src/domain/debt.ts'
import { consolidate } from '../../src/domain/register.ts'
import { debtOf, findingOf } from '../support/findings.ts'

function registerOf(...debts: Partial<Debt>[]): Register {
  const all = debts.map((parts, index) => debtOf({ id: `DEBT-00${index + 1}`, ...parts }))
  return Register.parse({ schema: 1, nextId: debts.length + 1, debts: all })
}

describe('a baseline', () => {
  test.each<[Partial<Debt>, Debt['state']]>([
    [{ severity: 'P0' }, 'open'],
    [{ severity: 'P1' }, 'open'],
    [{ severity: 'P2' }, 'accepted'],
    [{ severity: 'P3', state: 'reopened' }, 'accepted'],
    [{ severity: 'P3', state: 'fixing' }, 'fixing'],
    [{ severity: 'P3', state: 'false-positive' }, 'false-positive'],
    [{ severity: 'P3', state: 'gone' }, 'gone'],
    [{ severity: 'P3', state: 'fixed' }, 'fixed'],
  ])('leaves %o %s', (parts, state) => {
    const [debt] = applyBaseline(registerOf(parts)).debts
    expect(debt?.state).toBe(state)
    expect(debt?.reason).toBe(state === 'accepted' ? 'baseline' : undefined)
  })

  test('hides nothing that becomes worse', () => {
    const quiet = findingOf({ impact: 'quality' })
    const loud = findingOf({ impact: 'security' })
    const inspections = [{ inspector: quiet.rule, layer: 'jobs', status: 'ran', population: 1, bad: 1 } as const]
    const options = { inspections, renames: new Map(), suppressions: [], commit: 'c', today: '2026-01-01' }
    const before = consolidate([quiet], { schema: 1, nextId: 1, debts: [] }, options)
    const register = applyBaseline({ schema: 1, nextId: before.nextId, debts: before.debts })
    expect(consolidate([quiet], register, options).debts[0]?.state).toBe('accepted')
    expect(consolidate([loud], register, options).reopened).toEqual(['DEBT-001'])
  })
})

test('only what this run brought is new', () => {
  const moved = { added: ['DEBT-002'], reopened: ['DEBT-003'] }
  const news = ['DEBT-001', 'DEBT-002', 'DEBT-003'].filter((id) => isNew({ id }, moved))
  expect(news).toEqual(['DEBT-002', 'DEBT-003'])
})

test('a pipeline fails on open debts of a severity or worse', () => {
  const { debts } = registerOf({ severity: 'P0', state: 'accepted' }, { severity: 'P1' }, { severity: 'P2' })
  expect(failing(debts, 'P0')).toEqual([])
  expect(failing(debts, 'P1').map(({ id }) => id)).toEqual(['DEBT-002'])
  expect(failing(debts, 'P3').map(({ id }) => id)).toEqual(['DEBT-002', 'DEBT-003'])
})
