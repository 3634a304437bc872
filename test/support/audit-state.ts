import type { Debt } from '../../src/domain/debt.ts'
import { type Fact, ledgerSchema, type LedgerEvent } from '../../src/domain/event.ts'
import type { Finding, FindingVerdict } from '../../src/domain/finding.ts'
import { fold } from '../../src/domain/fold.ts'
import type { RunState } from '../../src/domain/state.ts'

/** The state after these facts, as any ledger would give it. `run` and `start` are what two runs differ in. */
export function stateOf(facts: readonly Fact[], { run = 'run-1', start = 0 } = {}): RunState {
  const started: Fact = {
    type: 'run.started',
    run,
    mission: 'full-stack-audit',
    goal: '',
    repository: { name: 'shop', commit: 'abcdef0123456789', branch: run, dirty: start > 0 },
    limits: {},
    delegationTarget: null,
    engine: '0.1.0',
    definitions: [],
    phases: [],
  }
  return fold([started, ...facts].map((fact, index) => eventOf(fact, index, start)))
}

function eventOf(fact: Fact, index: number, start: number): LedgerEvent {
  const wall = start + index * 7
  return { seq: index + 1, schema: ledgerSchema, boot: 1, wall, mono: wall, unit: 'u', fact, hash: '' }
}

export function drafted(finding: Finding, task = 'task-1'): Fact {
  return { type: 'finding.drafted', task, by: `explorer-${task}`, finding }
}

export function verified({ fingerprint }: Finding, parts: Partial<FindingVerdict> = {}, task = 'task-2'): Fact {
  const verdict: FindingVerdict = { fingerprint, verdict: 'confirmed', reason: 'evidence holds', ...parts }
  return { type: 'finding.verified', task, by: 'verifier', verdict }
}

export function recorded(debt: Debt, change: 'added' | 'kept' | 'gone' | 'reopened' = 'added'): Fact {
  return { type: 'debt.recorded', debt, change }
}

export function inspected(inspector: string, parts: Partial<Extract<Fact, { type: 'inspection.ended' }>> = {}): Fact {
  return {
    type: 'inspection.ended',
    task: 'task-1',
    inspector,
    version: 1,
    layer: 'jobs',
    status: 'ran',
    reason: '',
    population: 12,
    bad: 3,
    unit: 'queues',
    findings: 3,
    milliseconds: 17,
    ...parts,
  }
}
