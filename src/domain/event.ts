import { z } from 'zod'
import { auditFacts } from './fact/audit.ts'
import { effectFacts } from './fact/effects.ts'
import { hierarchyFacts } from './fact/hierarchy.ts'
import { landingFacts } from './fact/landing.ts'
import { runFacts } from './fact/run.ts'
import { workFacts } from './fact/work.ts'

/** A fact: what happened, without where it stands in the ledger. */
export const Fact = z.discriminatedUnion('type', [
  ...runFacts,
  ...hierarchyFacts,
  ...workFacts,
  ...landingFacts,
  ...auditFacts,
  ...effectFacts,
])
export type Fact = z.infer<typeof Fact>
export type FactType = Fact['type']
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>

/** Version of the envelope and of the facts in it. A reader refuses a newer one. */
export const ledgerSchema = 1

/** A fact in its place: numbered without gaps, timed on two clocks, chained to the one before. */
export const LedgerEvent = z.object({
  seq: z.int().min(1),
  schema: z.int(),
  /** Which process life of the run wrote it, from 1. */
  boot: z.int().min(1),
  /** Wall clock, milliseconds since 1970. For people; never subtracted. */
  wall: z.number(),
  /** Milliseconds since this boot began, on a clock that does not jump. Durations come from it. */
  mono: z.number(),
  /** The unit of the runtime that wrote it. */
  unit: z.string(),
  fact: Fact,
  /** SHA-256 over the hash before and this event. */
  hash: z.string(),
})
export type LedgerEvent = z.infer<typeof LedgerEvent>
