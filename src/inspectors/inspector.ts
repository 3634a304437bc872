import type { Draft } from '../domain/finding.ts'
import type { Layer } from '../domain/layer.ts'
import type { FactStore } from './facts/store.ts'
import type { Snapshot } from './snapshot.ts'

/** What an inspector may look at. */
export interface View {
  readonly facts: FactStore
  readonly snapshot: Snapshot
}

/** A finding before the register knows its rule. */
export type Unfiled = Omit<Draft, 'rule'>

/** What an inspector answers. `bad` counts members of the population, whatever the grouping of the drafts. */
export interface Inspection {
  /** How many things of `unit` there were to look at. Zero: the inspector does not apply to this repository. */
  readonly population: number
  readonly bad: number
  /** Plural noun for the population: "client calls", "services". */
  readonly unit: string
  readonly drafts: readonly Unfiled[]
}

/** A pure function from facts to findings. Its id is the rule's name, `group/rule`. */
export interface Inspector {
  readonly id: string
  /** Raised when its anchors or its meaning change. */
  readonly version: number
  readonly layer: Layer
  /** One line: what is wrong when it fires. */
  readonly title: string
  /** Set when a library does the looking. */
  readonly tool?: { readonly id: string; readonly version: string }
  inspect(view: View, signal: AbortSignal): Inspection | Promise<Inspection>
}
