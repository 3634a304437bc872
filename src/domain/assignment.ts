import { z } from 'zod'
import { Hunk } from './change.ts'
import { Check } from './check.ts'
import { Register } from './debt.ts'
import { Finding } from './finding.ts'
import type { Json } from './json.ts'
import { Layer } from './layer.ts'

/** What a task of an audit asks for, as it is kept in the ledger: small, by reference. */
export const Assignment = z.discriminatedUnion('work', [
  z.object({ work: z.literal('survey') }),
  z.object({ work: z.literal('inspect'), layer: Layer }),
  z.object({ work: z.literal('verify'), fingerprints: z.array(z.string()) }),
  z.object({ work: z.literal('consolidate') }),
  z.object({ work: z.literal('check'), check: z.string() }),
  /** Run the repository's own repair of a check that is red. */
  z.object({ work: z.literal('repair'), check: z.string() }),
  /** Pay a debt. `mechanical`: the finding's own edits do it, no judgement is needed. */
  z.object({ work: z.literal('fix'), debt: z.string(), fingerprint: z.string(), mechanical: z.boolean() }),
])
export type Assignment = z.infer<typeof Assignment>

/** The assignment in a task's input. Null: the task is no part of an audit. */
export function assignmentIn(input: Json): Assignment | null {
  if (input === null) return null
  const parsed = Assignment.safeParse(input)
  return parsed.success ? parsed.data : null
}

/** Whether the work needs no judgement: an inspector's own edits, or the repository's own repair. */
export function isMechanical(assignment: Assignment | null): boolean {
  return assignment?.work === 'repair' || (assignment?.work === 'fix' && assignment.mechanical)
}

/** One file of a change, as it was and as it would be; null: it is not there. */
export const ReviewedFile = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  hunks: z.array(Hunk),
})
export type ReviewedFile = z.infer<typeof ReviewedFile>

/** The same with its material, as the specialist receives it. */
export const Material = z.discriminatedUnion('work', [
  z.object({ work: z.literal('survey') }),
  z.object({ work: z.literal('inspect'), layer: Layer }),
  z.object({ work: z.literal('verify'), findings: z.array(Finding) }),
  z.object({
    work: z.literal('consolidate'),
    findings: z.array(Finding),
    register: Register,
    /** Rules that ran in this run: only their debts can be gone. */
    rulesThatRan: z.array(z.string()),
    inspections: z.array(
      z.object({
        inspector: z.string(),
        layer: Layer,
        status: z.enum(['ran', 'notRun']),
        population: z.int(),
        bad: z.int(),
      }),
    ),
    commit: z.string(),
    today: z.string(),
  }),
  z.object({ work: z.literal('check'), check: Check, commit: z.string() }),
  z.object({ work: z.literal('repair'), check: Check }),
  z.object({
    work: z.literal('fix'),
    debt: z.string(),
    title: z.string(),
    /** Null: it is not there any more. */
    finding: Finding.nullable(),
    mechanical: z.boolean(),
    /** Why earlier attempts did not land. */
    refusals: z.array(z.string()),
  }),
  z.object({
    work: z.literal('review'),
    title: z.string(),
    /** What the author was asked to pay; null when it was something else. */
    finding: Finding.nullable(),
    files: z.array(ReviewedFile),
    mechanical: z.boolean(),
    /** The repair whose outcome it claims to be, if it is one's. */
    check: z.string().nullable(),
  }),
])
export type Material = z.infer<typeof Material>
