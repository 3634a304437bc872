import { z } from 'zod'
import type { DebtState } from './debt.ts'
import type { Finding } from './finding.ts'
import { Layer } from './layer.ts'
import { Limits } from './limits.ts'
import { Name, SpecialistFrontmatter } from './specialist.ts'
import type { Order, TaskDraft } from './task.ts'

export const CoordinatorFrontmatter = SpecialistFrontmatter.omit({ layer: true, memoryMb: true }).extend({
  /** Its roster: nobody else may be spawned under it. */
  specialists: z.array(Name).min(1).max(200),
  reviewer: Name.optional(),
  /** Who takes over a task that its specialist could not land, once, after its attempts. Must be of the roster. */
  takeover: Name.optional(),
  limits: Limits.optional(),
  /** Path globs it answers for. Default: the whole repository. */
  domain: z.array(z.string().min(1)).optional(),
  /** Audit layers it answers for. */
  layers: z.array(Layer).optional(),
  /** Pre-authorised classes of action. */
  'standing-orders': z.array(z.string()).optional(),
  /** How it turns an order into tasks when the phase does not say. Default `roster`. */
  decompose: z.string().optional(),
})

/** What a coordinator may look at while it decomposes an order. */
export interface Situation {
  readonly findings: readonly Finding[]
  readonly debts: readonly { readonly id: string; readonly state: DebtState; readonly fingerprint: string }[]
  readonly files: readonly string[]
}

/** Turns an order into tasks. Runs once; its answer is recorded and replayed. */
export type Decompose = (order: Order, situation: Situation) => Drafted | Promise<Drafted>
type Drafted = readonly z.input<typeof TaskDraft>[]

export interface Coordinator {
  readonly kind: 'coordinator'
  readonly name: string
  readonly description: string
  readonly specialists: readonly string[]
  readonly reviewer: string | null
  readonly takeover: string | null
  readonly limits: Limits
  readonly domain: readonly string[]
  readonly layers: readonly Layer[]
  readonly standingOrders: readonly string[]
  /** A strategy's name, or the coordinator's own function. */
  readonly decompose: string | Decompose
  readonly model: string
  readonly instructions: string
  readonly file: string
}
