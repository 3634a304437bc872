import type { Check } from './check.ts'
import type { Debt } from './debt.ts'
import type { FactOf, FactType } from './event.ts'
import type { RunOutcome } from './fact/words.ts'
import type { Finding, FindingVerdict } from './finding.ts'
import type { Actor } from './hierarchy.ts'
import type { LayerScore, Survey } from './report.ts'
import type { Quirk } from './quirk.ts'
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
  readonly duty: 'work' | 'review'
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
  /** The repository's own checks, in the order in which they run. */
  detected: readonly Check[]
  /** False: nobody has looked for checks, so that none were found says nothing. */
  checksLookedFor: boolean
  /** By suite: how it was at the base, on the mission branch and at the end; the last run of each. */
  checks: Map<string, { readonly [at in FactOf<'check.ended'>['at']]?: FactOf<'check.ended'> }>
  /** By task. */
  landed: Map<string, Timed<'task.landed'>>
  refusedLandings: Timed<'landing.refused'>[]
  gates: Timed<'gate.judged'>[]
  escalations: Timed<'task.escalated'>[]
  deferred: Timed<'work.deferred'>[]
  expansion: Timed<'expansion.started'> | null
  /** By id, as this run last recorded them. */
  quirks: Map<string, Quirk>
  /** Where the mission branch was last shown to the user, or why it was not. */
  published: Timed<'branch.published'> | null
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
    detected: [],
    checksLookedFor: false,
    checks: new Map(),
    landed: new Map(),
    refusedLandings: [],
    gates: [],
    escalations: [],
    deferred: [],
    expansion: null,
    quirks: new Map(),
    published: null,
    notes: [],
    bootOffset: 0,
  }
}
