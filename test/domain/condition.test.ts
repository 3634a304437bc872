import { expect, test } from 'vitest'
import { parseCondition } from '../../src/domain/condition.ts'
import { holds } from '../../src/domain/measure-condition.ts'
import type { Fact, LedgerEvent } from '../../src/domain/event.ts'
import { noCost, noUsage } from '../../src/domain/usage.ts'
import { fold } from '../../src/domain/fold.ts'
import type { RunState } from '../../src/domain/state.ts'
import type { TaskEnd } from '../../src/domain/task.ts'

/** The state of a run after these facts, a minute apart. */
function after(...facts: readonly Fact[]): RunState {
  const events = facts.map((fact, index): LedgerEvent => {
    const seq = index + 1
    return { seq, schema: 1, boot: 1, wall: 0, mono: seq * 60_000, unit: 'run', fact, hash: '' }
  })
  return fold(events)
}

const repository = { name: 'r', commit: 'c', branch: 'main', dirty: false }
const started: Fact = {
  type: 'run.started',
  run: 'r1',
  mission: 'm',
  goal: 'g',
  repository,
  limits: {},
  delegationTarget: null,
  engine: '0',
  definitions: [],
  phases: ['explore', 'verify'].map((name) => ({ name, coordinators: [], explorers: 0 })),
}
const began = (phase: string): Fact => ({ type: 'phase.started', phase })
const finished = (phase: string): Fact => ({ type: 'phase.finished', phase, done: 0, ended: 0 })
const queued = (task: string): Fact => ({
  type: 'task.queued',
  task,
  phase: 'explore',
  owner: 'o',
  title: task,
  kind: 'inspect',
  specialist: 's',
  scope: [],
  after: [],
  wave: 0,
})
const ended = (task: string, state: TaskEnd): Fact => ({ type: 'task.ended', task, state, attempts: 1, reason: '' })
const paid = (task: string, usd: number | null): Fact => ({
  type: 'attempt.ended',
  actor: 'a',
  task,
  attempt: 1,
  ok: true,
  failure: null,
  detail: '',
  usage: noUsage,
  cost: usd === null ? { usd, basis: 'unknown' } : { ...noCost, usd },
  turns: 1,
  milliseconds: 1,
})
const inspected: Fact = {
  type: 'inspection.ended',
  task: 't1',
  inspector: 'jobs/queue',
  version: 1,
  layer: 'jobs',
  status: 'ran',
  reason: '',
  population: 3,
  bad: 0,
  unit: 'queues',
  findings: 0,
  milliseconds: 1,
}
const finding = (id: string, more: { severity?: 'P0' | 'P1'; registered?: boolean } = {}): Fact => ({
  type: 'finding.drafted',
  task: 't1',
  by: 'a',
  finding: {
    schema: 1,
    rule: 'jobs/queue',
    ruleVersion: 1,
    layer: 'jobs',
    title: 't',
    claim: 'absence',
    impact: 'service-dead',
    reach: 'production',
    reachWhy: 'w',
    confidence: 'high',
    anchor: id,
    evidence: [{ kind: 'absence', query: { fact: 'f', where: {} }, scope: [], expected: 0 }],
    instances: [{ file: 'a', line: 1 }],
    fix: { advice: 'a', effort: 'S', doneWhen: 'd' },
    severity: 'P0',
    severityWhy: [],
    registered: true,
    fingerprint: id.repeat(64).slice(0, 64),
    source: { kind: 'inspector', id: 'i', version: '1' },
    ...more,
  },
})
const judged = (id: string, verdict: 'confirmed' | 'rejected'): Fact => ({
  type: 'finding.verified',
  task: 't1',
  by: 'a',
  verdict: { fingerprint: id.repeat(64).slice(0, 64), verdict, reason: '' },
})

function measured(text: string, state: RunState): { readonly holds: boolean; readonly measured: number | null } {
  const parsed = parseCondition(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return holds(parsed.condition, state)
}

const half = [began('explore'), queued('t1'), queued('t2'), queued('t3'), ended('t1', 'done'), ended('t2', 'failed')]

test.each([
  ['explore.done >= 0.5', half, true, 0.5],
  ['explore.done > 0.5', half, false, 0.5],
  ['explore.tasks == 3', half, true, 3],
  ['explore.failed != 0', half, true, 1],
  ['explore.refused < 1', half, true, 0],
  ['explore.done >= 1', [began('explore'), finished('explore')], true, 1],
  ['run.minutes <= 7', half, true, 7],
  ['cost.usd <= 3', [...half, paid('t1', 1.25), paid('t2', 1.5)], true, 2.75],
  ['findings.P0 == 0', [inspected], true, 0],
  [
    'findings.P0 == 1',
    [inspected, finding('a'), finding('b', { severity: 'P1' }), finding('c', { registered: false })],
    true,
    1,
  ],
  ['findings.P0 == 0', [finding('a'), judged('a', 'rejected')], true, 0],
  ['findings.P0 == 0', [finding('a'), judged('a', 'confirmed')], false, 1],
] as const)('%s is decided by what the ledger says', (text, facts, does, number) => {
  expect(measured(text, after(started, ...facts))).toEqual({ holds: does, measured: number })
})

test.each([
  ['explore.done >= 0', [began('explore')]],
  ['explore.done >= 0', [began('explore'), queued('t1')]],
  ['explore.failed == 0', []],
  ['explore.failed == 0', [{ type: 'phase.held', phase: 'explore', reason: 'no go' }]],
  ['nowhere.tasks == 0', half],
  ['findings.P0 == 0', half],
  ['debts.P0 == 0', half],
  ['cost.usd <= 100', [...half, paid('t1', 1), paid('t2', null)]],
] as const)('%s does not hold while nobody can know it', (text, facts) => {
  expect(measured(text, after(started, ...facts))).toEqual({ holds: false, measured: null })
})

test('before a run has started neither its cost nor its minutes are known', () => {
  expect(measured('cost.usd == 0', after())).toEqual({ holds: false, measured: null })
  expect(measured('run.minutes < 1', after())).toEqual({ holds: false, measured: null })
})

test('debts count while they are open, once a consolidation has spoken', () => {
  const score: Fact = {
    type: 'layer.scored',
    score: { layer: 'jobs', score: 100, ran: 1, applicable: 1, population: 3, why: '' },
    worst: null,
  }
  const debt = (id: string, state: 'open' | 'reopened' | 'accepted' | 'gone'): Fact => ({
    type: 'debt.recorded',
    change: 'added',
    debt: {
      ...{
        id,
        fingerprint: id,
        aliases: [],
        rule: 'jobs/queue',
        layer: 'jobs',
        severity: 'P0',
        title: 't',
        anchor: 'a',
      },
      ...{ location: { file: 'a', line: 1 }, snippet: '', state, firstSeen: 'c', lastSeen: 'c' },
    },
  })
  expect(measured('debts.P0 == 0', after(started, score))).toEqual({ holds: true, measured: 0 })
  const debts = [
    debt('DEBT-001', 'open'),
    debt('DEBT-002', 'reopened'),
    debt('DEBT-003', 'accepted'),
    debt('DEBT-004', 'gone'),
  ]
  expect(measured('debts.P0 <= 2', after(started, ...debts))).toEqual({ holds: true, measured: 2 })
  expect(measured('debts.P1 == 0', after(started, ...debts))).toEqual({ holds: true, measured: 0 })
})

test.each([
  ['explore.done >= 0.8', { kind: 'phase', phase: 'explore', measure: 'done' }, '>=', 0.8],
  ['pay-down.refused<2', { kind: 'phase', phase: 'pay-down', measure: 'refused' }, '<', 2],
  ['findings.P3\t!=  10', { kind: 'findings', severity: 'P3' }, '!=', 10],
  ['findings.done >= 1', { kind: 'phase', phase: 'findings', measure: 'done' }, '>=', 1],
  ['debts.P1 == 0', { kind: 'debts', severity: 'P1' }, '==', 0],
  ['cost.usd <= 12.5', { kind: 'cost' }, '<=', 12.5],
  ['run.minutes > 90 ', { kind: 'minutes' }, '>', 90],
] as const)('%j parses', (text, subject, operator, number) => {
  expect(parseCondition(text)).toEqual({ ok: true, condition: { text, subject, operator, number } })
})

test.each([
  ['', 0, 'must begin with a phase'],
  ['Explore.done > 1', 0, 'must begin with a phase'],
  ['explore', 7, 'needs a measure after "explore"'],
  ['explore.', 8, 'asks "explore" for ""'],
  ['explore.dnoe >= 1', 8, 'asks "explore" for "dnoe"'],
  ['findings.P4 == 0', 9, 'asks "findings" for "P4"'],
  ['explore.done = 1', 13, 'needs one of >= <= == != > <'],
  ['explore.done >== 1', 13, 'needs'],
  ['explore.done => 1', 13, 'needs one of'],
  ['explore.done >= all', 16, 'needs a number'],
  ['explore.done >= -1', 16, 'needs a number'],
  ['explore.done >= 1 and more', 18, 'has "and more" left over'],
  [`explore.done >= ${' '.repeat(500)}1`, 200, 'is longer than 200'],
] as const)('%j is refused at character %i', (text, position, problem) => {
  const parsed = parseCondition(text)
  expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(problem) })
  if (!text.includes('>==')) expect(parsed).toMatchObject({ position })
})
