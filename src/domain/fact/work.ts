import { z } from 'zod'
import { TaskEnd } from '../task.ts'
import { Cost, Usage } from '../usage.ts'
import { Failure, ToolClass } from './words.ts'

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
  z.object({ type: z.literal('note.added'), by: id, task: id.nullable(), text: z.string() }),
] as const
