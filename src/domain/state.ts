import type { Debt } from './debt.ts'
import type { FactOf, FactType } from './event.ts'
import type { RunOutcome } from './fact/words.ts'
import type { Finding, FindingVerdict } from './finding.ts'
import type { Actor } from './hierarchy.ts'
import type { LayerScore, Survey } from './report.ts'
import type { TaskState } from './task.ts'

/** A fact with the running time at which it happened: milliseconds the run has worked, downtime between boots left out. */
export interface Timed<T extends FactType> {
  readonly seq: number
  readonly at: number
  readonly wall: number
  readonly fact: FactOf<T>
}

export interface AgentState {
  readonly actor: Actor
  readonly phase: string
  readonly task: string | null
  readonly attempt: number
  readonly backend: string | null
  readonly model: string | null
  readonly spawned: number
  /** Running time of its end. Null while it works, or when its process died under it. */
  ended: number | null
  /** Why it ended without an answer: the process died. */
  interrupted: boolean
}

export interface TaskRecord {
  readonly queued: Timed<'task.queued'>
  state: TaskState
  attempts: Timed<'attempt.ended'>[]
  end: Timed<'task.ended'> | null
}

export interface PhaseState {
  readonly name: string
  state: 'waiting' | 'running' | 'finished' | 'held'
  started: number | null
  ended: number | null
  reason: string
}

/** Everything that documents, screens and resumption know about a run. Folded from the ledger, never set otherwise. */
export interface RunState {
  started: Timed<'run.started'> | null
  outcome: RunOutcome | null
  reason: string
  boots: number
  /** Running time of the last event, milliseconds. */
  now: number
  events: number
  phases: Map<string, PhaseState>
  agents: Map<string, AgentState>
  tasks: Map<string, TaskRecord>
  orders: Timed<'order.given'>[]
  failedOrders: Timed<'order.failed'>[]
  refusals: Timed<'spawn.refused'>[]
  denials: Timed<'action.denied'>[]
  rejectedClaims: Timed<'claim.rejected'>[]
  survey: Survey | null
  inspections: Map<string, FactOf<'inspection.ended'>>
  findings: Map<string, { readonly finding: Finding; readonly by: string; readonly task: string; readonly seq: number }>
  verdicts: Map<string, { readonly verdict: FindingVerdict; readonly by: string; readonly seq: number }>
  suppressed: Map<string, FactOf<'finding.suppressed'>>
  debts: Map<string, { readonly debt: Debt; readonly change: FactOf<'debt.recorded'>['change']; readonly seq: number }>
  /** Null until a consolidation has spoken. */
  nextDebt: number | null
  scores: Map<string, LayerScore>
  criteria: FactOf<'criterion.checked'>[]
  notes: Timed<'note.added'>[]
  /** Where running time stood when the present boot began. */
  bootOffset: number
}

export function emptyState(): RunState {
  return {
    started: null,
    outcome: null,
    reason: '',
    boots: 0,
    now: 0,
    events: 0,
    phases: new Map(),
    agents: new Map(),
    tasks: new Map(),
    orders: [],
    failedOrders: [],
    refusals: [],
    denials: [],
    rejectedClaims: [],
    survey: null,
    inspections: new Map(),
    findings: new Map(),
    verdicts: new Map(),
    suppressed: new Map(),
    debts: new Map(),
    nextDebt: null,
    scores: new Map(),
    criteria: [],
    notes: [],
    bootOffset: 0,
  }
}
