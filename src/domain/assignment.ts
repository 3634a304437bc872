import { z } from 'zod'
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
])
export type Assignment = z.infer<typeof Assignment>

/** The assignment in a task's input. Null: the task is no part of an audit. */
export function assignmentIn(input: Json): Assignment | null {
  if (input === null) return null
  const parsed = Assignment.safeParse(input)
  return parsed.success ? parsed.data : null
}

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
])
export type Material = z.infer<typeof Material>
