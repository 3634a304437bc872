import { z } from 'zod'
import { Edit } from './edit.ts'
import { Layer } from './layer.ts'
import { RelativePath } from './relative-path.ts'

const Line = z.int().min(1)

/** A question about the fact store that the engine can ask again: how many facts of this name have these values. */
export const FactQuery = z.object({
  fact: z.string(),
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type FactQuery = z.infer<typeof FactQuery>

/** Why a finding should be believed. The engine checks every kind itself, without a model. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('code'),
    file: RelativePath,
    startLine: Line,
    endLine: Line,
    /** The text as it stands in the file; compared after folding white space. */
    quote: z.string().min(1).max(400),
    role: z.enum(['primary', 'related', 'counter']),
  }),
  z.object({ kind: z.literal('absence'), query: FactQuery, scope: z.array(z.string()), expected: z.literal(0) }),
  z.object({ kind: z.literal('count'), query: FactQuery, claimed: z.int().min(0), population: z.int().min(0) }),
])
export type Evidence = z.infer<typeof Evidence>

export const Priority = z.enum(['P0', 'P1', 'P2', 'P3'])
export type Priority = z.infer<typeof Priority>

export const Impact = z.enum(['security', 'data-loss', 'service-dead', 'feature-broken', 'quality', 'hygiene'])
export type Impact = z.infer<typeof Impact>

export const Reach = z.enum(['production', 'reachable', 'unreachable', 'dev-or-test', 'unknown'])
export type Reach = z.infer<typeof Reach>

export const Confidence = z.enum(['proven', 'high', 'medium', 'low'])
export type Confidence = z.infer<typeof Confidence>

export const Location = z.object({ file: RelativePath, line: Line })
export type Location = z.infer<typeof Location>

/** What an inspector or an agent hands in. Severity and fingerprint are computed from it, never asserted. */
export const Draft = z.object({
  rule: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  title: z.string().min(1).max(140),
  claim: z.enum(['presence', 'absence', 'mismatch', 'count', 'behaviour']),
  impact: Impact,
  reach: Reach,
  reachWhy: z.string().max(300),
  confidence: Confidence,
  /** Semantic identity within the rule: no line numbers, ordinals, absolute paths or message text. */
  anchor: z.string().min(1).max(300),
  evidence: z.array(Evidence).min(1).max(20),
  /** Every place of a grouped finding; the first is where a reader should look. */
  instances: z.array(Location).min(1).max(500),
  fix: z.object({
    advice: z.string().min(1).max(600),
    effort: z.enum(['S', 'M', 'L']),
    doneWhen: z.string().max(300),
    /** The repair itself, where no judgement is needed. It removes the whole finding, at every place. Absent: somebody has to think. */
    edits: z.array(Edit).min(1).max(500).optional(),
  }),
})
export type Draft = z.infer<typeof Draft>

export const Source = z.object({ kind: z.enum(['inspector', 'tool', 'agent']), id: z.string(), version: z.string() })
export type Source = z.infer<typeof Source>

/** A draft with its identity and its computed severity. */
export const Finding = Draft.extend({
  schema: z.literal(1),
  ruleVersion: z.int().min(1),
  layer: Layer,
  severity: Priority,
  severityWhy: z.array(z.string()),
  /** False: a candidate, listed apart and kept out of the register. */
  registered: z.boolean(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  source: Source,
})
export type Finding = z.infer<typeof Finding>

/** One inspector's run over its layer. What did not run says so and is never a pass. */
export const InspectorRun = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ran'),
    inspector: z.string(),
    version: z.int(),
    layer: Layer,
    /** How many things were looked at (`unit` names them) and how many of them are bad. */
    population: z.int().min(0),
    bad: z.int().min(0),
    unit: z.string(),
    findings: z.array(Finding),
    milliseconds: z.number(),
  }),
  z.object({
    status: z.literal('notRun'),
    inspector: z.string(),
    version: z.int(),
    layer: Layer,
    reason: z.string(),
  }),
])
export type InspectorRun = z.infer<typeof InspectorRun>

/** The answer of an independent check of one finding's evidence. */
export const FindingVerdict = z.object({
  fingerprint: z.string(),
  verdict: z.enum(['confirmed', 'rejected']),
  reason: z.string(),
  /** Evidence with corrected line numbers, when the quote had moved. */
  relocated: z.array(Evidence).optional(),
})
export type FindingVerdict = z.infer<typeof FindingVerdict>
