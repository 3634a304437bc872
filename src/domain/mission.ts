import { z } from 'zod'
import { Priority } from './finding.ts'
import { Limits } from './limits.ts'
import { Name } from './specialist.ts'

/** What a phase may need from the world beyond a read-only look at the repository. */
export const Need = z.enum(['workspaces', 'model'])
export type Need = z.infer<typeof Need>

/** A condition, or a command: `run: npm test` in YAML is an object, and the text of both is the same. */
const Criterion = z.union([
  z.string(),
  z.strictObject({ run: z.string().min(1) }).transform(({ run }) => `run: ${run}`),
])

export const PhaseFrontmatter = z.strictObject({
  name: Name,
  /** Coordinators that receive this phase's order, working side by side. */
  coordinators: z.array(Name).max(50).optional(),
  /** Read-only specialists that the orchestrator spawns itself: reconnaissance. */
  explorers: z.array(Name).max(200).optional(),
  /** Phases that must have finished. */
  after: z.array(Name).optional(),
  /** Go/no-go: every condition must hold, for example `explore.done >= 0.8` or `findings.P0 == 0`. */
  go: z.array(z.string()).optional(),
  /** Strategy for turning the order into tasks. Default: each coordinator's own. */
  decompose: z.string().optional(),
  limits: Limits.optional(),
  /** Direct action by the orchestrator or a coordinator. Default `forbidden`; each use is a fact. */
  direct: z.enum(['allowed', 'forbidden']).optional(),
  needs: z.array(Need).optional(),
  /** Severities of the debts that the phase takes. Default: all. */
  priorities: z.array(Priority).min(1).optional(),
  /** Severities of those among them that it takes although they need judgement. Default: all of them. */
  judgement: z.array(Priority).optional(),
  /**
   * Makes the phase an expansion: it runs only when every success criterion holds by then, with time and spawns left, and
   * its own limits bound it. The text is one of the mission's standing orders, which allows it.
   */
  expansion: z.string().optional(),
})

export const MissionFrontmatter = z.strictObject({
  name: Name,
  description: z.string().min(1).max(2_000),
  limits: Limits.optional(),
  /** The delegation ratio this mission aims at, shown beside the measured one. */
  delegationTarget: z.number().min(0).max(1).optional(),
  phases: z.array(PhaseFrontmatter).min(1).max(50),
  /** Conditions that must hold at the end for the mission to be accomplished; `run: COMMAND` is one that must exit with 0. */
  success: z.array(Criterion).optional(),
  /** Conditions under which no new task is begun: what works may end, the rest is handed over. */
  stop: z.array(z.string()).optional(),
  'standing-orders': z.array(z.string()).optional(),
  /** `clone` gives each attempt a repository of its own, for agents that must run git themselves. Default `worktree`. */
  isolation: z.enum(['worktree', 'clone']).optional(),
})

export interface Phase {
  readonly name: string
  readonly coordinators: readonly string[]
  readonly explorers: readonly string[]
  readonly after: readonly string[]
  readonly go: readonly string[]
  readonly decompose: string | null
  readonly limits: Limits
  readonly direct: boolean
  readonly needs: readonly Need[]
  readonly priorities: readonly Priority[]
  readonly judgement: readonly Priority[]
  readonly expansion: string | null
  /** The order: what is wanted and why, from the section `## phase` of the file. */
  readonly intent: string
}

export interface Mission {
  readonly kind: 'mission'
  readonly name: string
  readonly description: string
  readonly limits: Limits
  readonly delegationTarget: number | null
  readonly phases: readonly Phase[]
  readonly success: readonly string[]
  readonly stop: readonly string[]
  readonly standingOrders: readonly string[]
  readonly isolation: 'worktree' | 'clone'
  readonly intent: string
  readonly file: string
}
