import { z } from 'zod'
import { TaskEnd } from '../task.ts'
import { Cost, Usage } from '../usage.ts'
import { Failure, TakeoverReason, ToolClass } from './words.ts'

const id = z.string()
const count = z.int().min(0)

/** Tasks, attempts and what agents did in them. */
export const workFacts = [
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
