import { z } from 'zod'
import { Debt } from '../debt.ts'
import { Finding, FindingVerdict, Priority } from '../finding.ts'
import { Layer } from '../layer.ts'
import { LayerScore, Survey } from '../report.ts'

const id = z.string()
const count = z.int().min(0)

/** The audit. */
export const auditFacts = [
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
  z.object({
    type: z.literal('debt.recorded'),
    debt: Debt,
    change: z.enum(['added', 'kept', 'gone', 'reopened', 'fixed']),
  }),
  /** The register as a whole: the number that the next new debt gets. */
  z.object({ type: z.literal('register.consolidated'), nextId: z.int().min(1) }),
  z.object({ type: z.literal('finding.suppressed'), fingerprint: z.string(), by: z.string(), reason: z.string() }),
  z.object({ type: z.literal('layer.scored'), score: LayerScore, worst: Priority.nullable() }),
] as const
