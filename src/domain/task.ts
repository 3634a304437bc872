import { z } from 'zod'
import type { ResolvedLimits } from './limits.ts'
import { Name } from './specialist.ts'

/** What a superior gives: intent, limits and success criteria; never a recipe. */
export interface Order {
  readonly phase: string
  readonly coordinator: string
  readonly goal: string
  readonly intent: string
  readonly limits: ResolvedLimits
  readonly success: readonly string[]
}

/** A task as a coordinator proposes it. */
export const TaskDraft = z.strictObject({
  /** Unique within its coordinator's answer; other drafts name it in `after`. */
  key: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
    .max(80),
  title: z.string().min(1).max(200),
  specialist: Name,
  /** Path globs the task may touch. Two tasks whose scopes overlap do not work at the same time. Empty: it touches nothing. */
  scope: z.array(z.string()).max(200).default([]),
  after: z.array(z.string()).default([]),
  kind: z.enum(['survey', 'check', 'inspect', 'verify', 'consolidate', 'simple', 'code', 'complex']).default('simple'),
  /** What the specialist is handed. */
  input: z.json().default(null),
  instructions: z.string().max(20_000).default(''),
})
export type TaskDraft = z.infer<typeof TaskDraft>

/** A draft that was queued. `owner` is the actor that answers for it: a coordinator, or the orchestrator in reconnaissance. */
export type Task = TaskDraft & { readonly id: string; readonly phase: string; readonly owner: string }

export const TaskEnd = z.enum(['done', 'failed', 'refused', 'blocked', 'cancelled'])
export type TaskEnd = z.infer<typeof TaskEnd>

export type TaskState = 'queued' | 'working' | TaskEnd

/** Kinds of tasks that look and change nothing. */
const looking: ReadonlySet<TaskDraft['kind']> = new Set<TaskDraft['kind']>([
  'survey',
  'check',
  'inspect',
  'verify',
  'consolidate',
])

/** Whether a task of this kind may change files, and so needs a workspace where its phase has them. */
export function mayChange({ kind }: Pick<TaskDraft, 'kind'>): boolean {
  return !looking.has(kind)
}
