import type { Check } from '../../domain/check.ts'
import type { Coordinator } from '../../domain/coordinator.ts'
import type { Priority } from '../../domain/finding.ts'
import type { Layer } from '../../domain/layer.ts'
import type { RunState } from '../../domain/state.ts'
import type { TaskDraft } from '../../domain/task.ts'

/** What a strategy sees. `coordinator` is null when the orchestrator sends out explorers. */
export interface Decomposing {
  readonly coordinator: Coordinator | null
  readonly roster: readonly string[]
  readonly layerOf: (specialist: string) => Layer | null
  readonly intent: string
  readonly state: RunState
  /** The coordinators of the phase, side by side. */
  readonly team: readonly Coordinator[]
  readonly checks: readonly Check[]
  /** Severities of debts that the phase takes, and of those that it takes although they need judgement. */
  readonly priorities: readonly Priority[]
  readonly judgement: readonly Priority[]
  /** Whether anybody here can do what needs judgement. */
  readonly mayThink: boolean
  readonly tasksAtMost: number
}

/** Something seen and not taken, and why. */
export interface Deferred {
  /** A debt's id, or a check's name. */
  readonly subject: string
  readonly title: string
  readonly reason: string
}

/** Tasks, and what is left for another day. */
export interface Planned {
  readonly drafts: readonly TaskDraft[]
  readonly deferred: readonly Deferred[]
}
