import { z } from 'zod'
import { Debt } from './debt.ts'
import { Finding, FindingVerdict, Priority } from './finding.ts'
import { Actor, RefusalCode, Role } from './hierarchy.ts'
import { Layer } from './layer.ts'
import { LayerScore, Survey } from './report.ts'
import { TaskEnd } from './task.ts'
import { Cost, Usage } from './usage.ts'

const id = z.string()
const count = z.int().min(0)

/** Why work did not end as asked, in the words of backends and providers. */
export const Failure = z.enum([
  'refused',
  'malformed',
  'limit',
  'timeout',
  'aborted',
  'auth',
  'quota',
  'provider',
  'crashed',
  'empty',
])
export type Failure = z.infer<typeof Failure>

/** What a tool call does, as metrics see it. */
export const ToolClass = z.enum(['mutate', 'exec', 'read', 'vcs', 'delegate', 'talk'])
export type ToolClass = z.infer<typeof ToolClass>

export const TakeoverReason = z.enum([
  'price_cap',
  'broken_tests',
  'ambiguity',
  'conflict',
  'quota',
  'permission',
  'infra',
  'tool_quirk',
  'safety',
])
export type TakeoverReason = z.infer<typeof TakeoverReason>

export const RunOutcome = z.enum(['accomplished', 'partial', 'aborted', 'failed'])
export type RunOutcome = z.infer<typeof RunOutcome>

const limits = z.record(z.string(), z.number())
const use = z.object({ working: count, limit: count })

/** The run as a whole. */
const run = [
  z.object({
    type: z.literal('run.started'),
    run: id,
    mission: z.string(),
    goal: z.string(),
    repository: z.object({ name: z.string(), commit: z.string(), branch: z.string(), dirty: z.boolean() }),
    limits,
    delegationTarget: z.number().nullable(),
    engine: z.string(),
    definitions: z.array(z.object({ kind: z.string(), name: z.string(), file: z.string(), sha256: z.string() })),
    phases: z.array(
      z.object({
        name: z.string(),
        coordinators: z.array(z.string()),
        explorers: count,
        /** Names that the orchestrator may send itself. Absent: not recorded, so not judged. */
        explorerNames: z.array(z.string()).optional(),
        /** Phases that must have finished. Absent: not recorded. */
        after: z.array(z.string()).optional(),
      }),
    ),
    /** Whom each coordinator may spawn (its reviewer included) and the path globs it answers for, none meaning all. Absent: not judged. */
    teams: z
      .array(z.object({ coordinator: z.string(), specialists: z.array(z.string()), domain: z.array(z.string()) }))
      .optional(),
  }),
  z.object({ type: z.literal('run.resumed'), boot: count, interrupted: z.array(id) }),
  z.object({ type: z.literal('run.stopping'), how: z.enum(['graceful', 'now']), by: z.string() }),
  z.object({
    type: z.literal('criterion.checked'),
    criterion: z.string(),
    holds: z.boolean(),
    measured: z.number().nullable(),
  }),
  /** The verdict on the run, before its documents are written. */
  z.object({ type: z.literal('run.concluded'), outcome: RunOutcome, reason: z.string() }),
  z.object({ type: z.literal('run.finished'), outcome: RunOutcome, reason: z.string() }),
  z.object({ type: z.literal('phase.started'), phase: z.string() }),
  z.object({ type: z.literal('phase.held'), phase: z.string(), reason: z.string() }),
  z.object({ type: z.literal('phase.finished'), phase: z.string(), done: count, ended: count }),
] as const

/** The hierarchy. */
const hierarchy = [
  z.object({
    type: z.literal('order.given'),
    from: id,
    to: id,
    phase: z.string(),
    intent: z.string(),
    limits,
  }),
  /** A coordinator could not carry out its order: its plan cannot be scheduled, or its own code broke. */
  z.object({ type: z.literal('order.failed'), to: id, phase: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('agent.spawned'),
    actor: Actor,
    phase: z.string(),
    task: id.nullable(),
    attempt: count,
    backend: z.string().nullable(),
    model: z.string().nullable(),
    /** Specialists at work at that instant, this one included, against each cap. Null for coordinators, who hold no slot. */
    caps: z.object({ run: use, phase: use, coordinator: use }).nullable(),
    memoryMb: count,
  }),
  z.object({
    type: z.literal('spawn.refused'),
    parent: id,
    role: Role,
    name: z.string(),
    phase: z.string(),
    task: id.nullable(),
    code: RefusalCode,
    detail: z.string(),
  }),
  z.object({ type: z.literal('agent.ended'), actor: id, phase: z.string() }),
] as const

/** Tasks, attempts and what agents did in them. */
const work = [
  z.object({
    type: z.literal('task.queued'),
    task: id,
    phase: z.string(),
    owner: id,
    title: z.string(),
    kind: z.string(),
    specialist: z.string(),
    scope: z.array(z.string()),
    after: z.array(id),
    wave: count,
    /** What the plan expected of the whole task; `usd` is null when nobody can price it. */
    estimate: z.object({ tokens: count, usd: z.number().nullable(), minutes: z.number() }).optional(),
  }),
  z.object({
    type: z.literal('turn.ended'),
    actor: id,
    task: id,
    attempt: count,
    turn: count,
    tools: z.array(z.object({ name: z.string(), class: ToolClass })),
    usage: Usage,
    cost: Cost,
    milliseconds: z.number(),
  }),
  z.object({
    type: z.literal('action.denied'),
    actor: id,
    task: id,
    what: z.enum(['tool', 'scope', 'spawn', 'output']),
    target: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('claim.rejected'),
    actor: id,
    task: id,
    claim: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('attempt.ended'),
    actor: id,
    task: id,
    attempt: count,
    ok: z.boolean(),
    failure: Failure.nullable(),
    detail: z.string(),
    usage: Usage,
    cost: Cost,
    turns: count,
    milliseconds: z.number(),
  }),
  z.object({
    type: z.literal('task.ended'),
    task: id,
    state: TaskEnd,
    attempts: count,
    reason: z.string(),
  }),
  /** A superior consumed a child's result and changed nothing itself. */
  z.object({ type: z.literal('report.consumed'), by: id, task: id, milliseconds: z.number() }),
  /** The orchestrator or a coordinator did work itself. */
  z.object({
    type: z.literal('work.direct'),
    actor: id,
    task: id,
    class: ToolClass,
    target: z.string(),
    milliseconds: z.number(),
  }),
  z.object({ type: z.literal('review.ended'), task: id, by: id, approved: z.boolean(), reason: z.string() }),
  z.object({
    type: z.literal('task.landed'),
    task: id,
    by: id,
    author: id,
    paths: z.array(z.object({ path: z.string(), lines: count })),
    reviewRounds: count,
  }),
  z.object({ type: z.literal('takeover.happened'), task: id, by: z.string(), reason: TakeoverReason }),
  z.object({ type: z.literal('human.answered'), task: id.nullable(), what: z.string() }),
  z.object({
    type: z.literal('check.ended'),
    suite: z.string(),
    at: z.enum(['base', 'end']),
    passed: count.nullable(),
    failed: count.nullable(),
    errors: count.nullable(),
    exitCode: z.int().nullable(),
  }),
  z.object({ type: z.literal('note.added'), by: id, task: id.nullable(), text: z.string() }),
] as const

/** The audit. */
const audit = [
  z.object({ type: z.literal('survey.ended'), survey: Survey }),
  z.object({
    type: z.literal('inspection.ended'),
    task: id,
    inspector: z.string(),
    version: z.int(),
    layer: Layer,
    status: z.enum(['ran', 'notRun']),
    reason: z.string(),
    population: count,
    bad: count,
    unit: z.string(),
    findings: count,
    milliseconds: z.number(),
  }),
  z.object({ type: z.literal('finding.drafted'), task: id, by: id, finding: Finding }),
  z.object({ type: z.literal('finding.verified'), task: id, by: id, verdict: FindingVerdict }),
  z.object({ type: z.literal('debt.recorded'), debt: Debt, change: z.enum(['added', 'kept', 'gone', 'reopened']) }),
  /** The register as a whole: the number that the next new debt gets. */
  z.object({ type: z.literal('register.consolidated'), nextId: z.int().min(1) }),
  z.object({ type: z.literal('finding.suppressed'), fingerprint: z.string(), by: z.string(), reason: z.string() }),
  z.object({ type: z.literal('layer.scored'), score: LayerScore, worst: Priority.nullable() }),
] as const

/** Money and outside effects. */
const effects = [
  z.object({ type: z.literal('budget.reserved'), actor: id, usd: z.number(), tokens: count }),
  z.object({ type: z.literal('budget.settled'), actor: id, usd: z.number().nullable(), tokens: count }),
  z.object({ type: z.literal('effect.intended'), key: z.string(), what: z.string(), target: z.string() }),
  z.object({ type: z.literal('effect.done'), key: z.string(), found: z.boolean() }),
] as const

/** A fact: what happened, without where it stands in the ledger. */
export const Fact = z.discriminatedUnion('type', [...run, ...hierarchy, ...work, ...audit, ...effects])
export type Fact = z.infer<typeof Fact>
export type FactType = Fact['type']
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>

/** Version of the envelope and of the facts in it. A reader refuses a newer one. */
export const ledgerSchema = 1

/** A fact in its place: numbered without gaps, timed on two clocks, chained to the one before. */
export const LedgerEvent = z.object({
  seq: z.int().min(1),
  schema: z.int(),
  /** Which process life of the run wrote it, from 1. */
  boot: z.int().min(1),
  /** Wall clock, milliseconds since 1970. For people; never subtracted. */
  wall: z.number(),
  /** Milliseconds since this boot began, on a clock that does not jump. Durations come from it. */
  mono: z.number(),
  /** The unit of the runtime that wrote it. */
  unit: z.string(),
  fact: Fact,
  /** SHA-256 over the hash before and this event. */
  hash: z.string(),
})
export type LedgerEvent = z.infer<typeof LedgerEvent>
