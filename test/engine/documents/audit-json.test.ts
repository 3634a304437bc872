import { expect, test } from 'vitest'
import { Register } from '../../../src/domain/debt.ts'
import type { Fact } from '../../../src/domain/event.ts'
import { renderAuditJson } from '../../../src/engine/documents/audit-json.ts'
import { registerOf, renderRegister } from '../../../src/engine/documents/register-json.ts'
import { stableJson } from '../../../src/engine/documents/stable-json.ts'
import { drafted, inspected, recorded, stateOf, verified } from '../../support/audit-state.ts'
import { debtOf, findingOf } from '../../support/findings.ts'

const known = findingOf({ anchor: 'known' })
const doubtful = findingOf({ anchor: 'doubtful', confidence: 'low' })
const invented = findingOf({ anchor: 'invented' })
const unjudged = findingOf({ anchor: 'unjudged' })

function facts(task: string, milliseconds: number, change: 'added' | 'kept'): Fact[] {
  return [
    inspected('jobs/queue-without-worker', { task, milliseconds }),
    inspected('jobs/another', { task, milliseconds }),
    inspected('jobs/schedule', { task, status: 'notRun', reason: 'it crashed', milliseconds }),
    ...[known, doubtful, invented, unjudged].map((finding) => drafted(finding, task)),
    verified(known, {}, task),
    verified(doubtful, {}, task),
    verified(invented, { verdict: 'rejected', reason: 'the quote does not stand there' }, task),
    recorded(debtOf({ fingerprint: known.fingerprint }), change),
  ]
}

test('two runs over one commit give the same bytes, whoever ran them, when and in which order', () => {
  const first = renderAuditJson(stateOf(facts('task-1', 17, 'added')))
  const later = facts('task-77', 4_211, 'kept')
  const shuffled = [...later.slice(3).toReversed(), ...later.slice(0, 3).toReversed()]
  const second = renderAuditJson(stateOf(shuffled, { run: 'run-2', start: 9_999_999 }))
  expect(second).toBe(first)
  expect(first).not.toMatch(/milliseconds|run-1|task-1|explorer/)
})

test('says how each finding stands, and nothing that did not run looks like a pass', () => {
  const audit = JSON.parse(renderAuditJson(stateOf(facts('t', 1, 'added'))))
  expect(audit.findings.map((one: { anchor: string; standing: string }) => [one.anchor, one.standing])).toEqual([
    ['known', 'confirmed'],
    ['doubtful', 'candidate'],
  ])
  expect(audit.rejected).toMatchObject([{ anchor: 'invented', why: 'the quote does not stand there' }])
  expect(audit.unverified).toMatchObject([{ anchor: 'unjudged' }])
  const jobs = audit.layers.find((layer: { layer: string }) => layer.layer === 'jobs')
  expect(jobs).toMatchObject({ score: null, verified: { confirmed: 2, judged: 3 } })
  expect(jobs.inspectors).toContainEqual({
    inspector: 'jobs/schedule',
    version: 1,
    status: 'notRun',
    reason: 'it crashed',
  })
  expect(audit.debts).toMatchObject([{ id: 'DEBT-001', finding: known.fingerprint }])
  expect(audit.layers).toHaveLength(16)
})

test('evidence whose lines were corrected is shown as corrected', () => {
  const evidence = known.evidence.map((one) => (one.kind === 'code' ? { ...one, startLine: 9, endLine: 9 } : one))
  const state = stateOf([drafted(known), verified(known, { relocated: evidence })])
  expect(JSON.parse(renderAuditJson(state)).findings).toMatchObject([
    { evidence: [{ startLine: 9 }], linesCorrected: true },
  ])
})

test('signs that reorder or hide text are escapes in the file and themselves in the value', () => {
  const hostile = 'a\u202eb\u009b31m\u200bc\u{e0041}d\ufeff'
  const text = stableJson({ b: hostile, a: 1 })
  expect(text).toMatch(/^[\x20-\x7e\n]*$/)
  expect(text.indexOf('"a"')).toBeLessThan(text.indexOf('"b"'))
  expect(JSON.parse(text).b).toBe(hostile)
})

test('the register keeps its order and its next number', () => {
  const debts = ['DEBT-1000', 'DEBT-999', 'DEBT-001'].map((id) => recorded(debtOf({ id, fingerprint: id })))
  const register = registerOf(stateOf(debts))
  expect(register.nextId).toBe(1_001)
  const read = Register.parse(JSON.parse(renderRegister({ ...register, debts: register.debts.toReversed() })))
  expect(read).toEqual(register)
  expect(read.debts.map(({ id }) => id)).toEqual(['DEBT-001', 'DEBT-999', 'DEBT-1000'])
  expect(registerOf(stateOf([])).nextId).toBe(1)
})
