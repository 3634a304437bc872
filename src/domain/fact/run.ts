import { z } from 'zod'
import { RunOutcome } from './words.ts'

const id = z.string()
const count = z.int().min(0)
const limits = z.record(z.string(), z.number())

/** The run as a whole. */
export const runFacts = [
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
