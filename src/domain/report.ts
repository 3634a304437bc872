import { z } from 'zod'
import { CheckResult } from './check.ts'
import { Debt } from './debt.ts'
import { FindingVerdict, InspectorRun } from './finding.ts'

/** A change that a specialist says it made. The engine believes git, not this. */
export const ReportedChange = z.object({ path: z.string().min(1).max(1_024), lines: z.int().min(0) })
export type ReportedChange = z.infer<typeof ReportedChange>

/** Why data of the tests is not read: it is no part of the product, and what stood in it before is gone from the audit. */
export const testDataReason = 'data of the tests'

/** What was found in the repository before anyone inspected it. */
export const Survey = z.object({
  files: z.int().min(0),
  bytes: z.int().min(0),
  languages: z.record(z.string(), z.int()),
  stacks: z.array(z.string()),
  facts: z.record(z.string(), z.int()),
  /** Files that could not be read or parsed, each with its reason. */
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
})
export type Survey = z.infer<typeof Survey>

export const LayerScore = z.object({
  layer: z.string(),
  /** 0–100, or null below 60 % coverage: no number rather than a guess. */
  score: z.number().min(0).max(100).nullable(),
  ran: z.int(),
  applicable: z.int(),
  population: z.int(),
  why: z.string(),
})
export type LayerScore = z.infer<typeof LayerScore>

/** How the register moved in this run. */
export const Consolidation = z.object({
  debts: z.array(Debt),
  nextId: z.int(),
  added: z.array(z.string()),
  gone: z.array(z.string()),
  reopened: z.array(z.string()),
  suppressed: z.array(z.object({ fingerprint: z.string(), reason: z.string(), by: z.string() })),
  scores: z.array(LayerScore),
})
export type Consolidation = z.infer<typeof Consolidation>

/** A specialist's answer to its task. Claims in it are checked by the engine before anything believes them. */
export const Report = z.object({
  outcome: z.enum(['done', 'blocked']),
  summary: z.string().max(20_000),
  changes: z.array(ReportedChange).max(10_000).default([]),
  notes: z.array(z.string().max(4_000)).max(100).default([]),
  survey: Survey.optional(),
  inspections: z.array(InspectorRun).optional(),
  verdicts: z.array(FindingVerdict).optional(),
  consolidation: Consolidation.optional(),
  check: CheckResult.optional(),
  /** What the task is about is not there any more, so nothing had to change. */
  nothingToDo: z.boolean().optional(),
  /** A reviewer's word on a change that somebody else made. */
  review: z.object({ approved: z.boolean(), reasons: z.array(z.string().max(1_000)).max(200) }).optional(),
})
export type Report = z.infer<typeof Report>
export type ReportInput = z.input<typeof Report>
