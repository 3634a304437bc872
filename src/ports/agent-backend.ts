import type { z } from 'zod'
import type { Failure, ToolClass } from '../domain/fact/words.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { Json } from '../domain/json.ts'
import type { Layer } from '../domain/layer.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import type { Cost, Usage } from '../domain/usage.ts'

/** One piece of work for one agent, with the shape its answer must have. */
export interface Job<T> {
  readonly actor: Actor
  readonly task: string
  readonly attempt: number
  readonly title: string
  readonly instructions: string
  readonly prompt: string
  readonly input: Json
  readonly layer: Layer | null
  /** Null: every tool the run allows. */
  readonly tools: readonly string[] | null
  readonly model: string
  readonly cwd: string
  readonly answer: z.ZodType<T>
  readonly limits: ResolvedLimits
}

/** What an agent does while it works. The backend awaits each one, so that a fact is on disc before the next step. */
export type AgentEvent =
  | {
      readonly type: 'turn'
      readonly tools: readonly { readonly name: string; readonly class: ToolClass }[]
      readonly usage: Usage
      readonly cost: Cost
      readonly milliseconds: number
    }
  /** It wants to change a file. The answer says whether it may. */
  | { readonly type: 'edit'; readonly path: string; readonly lines: number }
  /** It wants a sub-agent. Specialists spawn nobody; the wish and the refusal are recorded. */
  | { readonly type: 'spawn'; readonly name: string; readonly role: 'coordinator' | 'specialist' }
  | { readonly type: 'note'; readonly text: string }
  /** Text for people watching. Not a fact; may be dropped. */
  | { readonly type: 'text'; readonly text: string }

export type Permission = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** What a model or provider did is a value. A backend throws only for our own bugs. */
export type Outcome<T> = {
  readonly usage: Usage
  readonly cost: Cost
  /** For a backend that can go on where it stopped. */
  readonly resume?: string
} & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure; readonly detail: string }
)

export interface Capabilities {
  /** Whether a model does the work. Without one there is no price and no key. */
  readonly model: boolean
  readonly edits: boolean
}

/** Runs agents of one kind. */
export interface AgentBackend {
  readonly id: string
  readonly capabilities: Capabilities
  /** Worst case of one attempt, reserved before dispatch. Null: unknown, and then a money limit refuses it. */
  estimate(job: Pick<Job<unknown>, 'model' | 'limits'>): { readonly usd: number; readonly tokens: number } | null
  run<T>(job: Job<T>, on: (event: AgentEvent) => Promise<Permission>, signal: AbortSignal): Promise<Outcome<T>>
}
