import { z } from 'zod'
import { Location, Priority } from './finding.ts'
import { Layer } from './layer.ts'

export const DebtState = z.enum(['open', 'fixing', 'fixed', 'reopened', 'accepted', 'false-positive', 'gone'])
export type DebtState = z.infer<typeof DebtState>

/** A registered finding. Its id never changes and is never given to another. */
export const Debt = z.strictObject({
  id: z.string().regex(/^DEBT-\d{3,}$/),
  fingerprint: z.string(),
  /** Fingerprints this debt had before a rename, a rule version or an edit moved it. */
  aliases: z.array(z.string()),
  rule: z.string(),
  layer: Layer,
  severity: Priority,
  title: z.string(),
  anchor: z.string(),
  location: Location,
  /** The primary evidence's text, to find the debt again after its file or symbol changed. */
  snippet: z.string(),
  state: DebtState,
  /** Why a person accepted it or called it false, and until when (ISO date), if they did. */
  reason: z.string().optional(),
  until: z.string().optional(),
  /** Commits: where it was first seen, and where it was last seen. */
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** The commit that paid it, and the branch it landed on: set with the state `fixed`, by the fix gate only. */
  fixedIn: z.string().optional(),
  fixedOn: z.string().optional(),
})
export type Debt = z.infer<typeof Debt>

/** register.json: the debts of one repository over all its runs. */
export const Register = z.strictObject({
  schema: z.literal(1),
  nextId: z.int().min(1),
  debts: z.array(Debt),
})
export type Register = z.infer<typeof Register>

export const emptyRegister: Register = { schema: 1, nextId: 1, debts: [] }
