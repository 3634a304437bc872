import { z } from 'zod'
import { Actor, RefusalCode, Role } from '../hierarchy.ts'

const id = z.string()
const count = z.int().min(0)
const limits = z.record(z.string(), z.number())
const use = z.object({ working: count, limit: count })

/** The hierarchy. */
export const hierarchyFacts = [
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
    /** What it came for. Absent: to do the task. */
    duty: z.enum(['work', 'review']).optional(),
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
