import type { RefusalToLand } from '../domain/fact/landing.ts'
import type { Failure } from '../domain/fact/words.ts'
import type { TaskEnd } from '../domain/task.ts'
import type { Place } from './place.ts'
import type { Post } from './post.ts'

/** One task on its way to the mission branch. */
export interface Delivery {
  readonly post: Post
  readonly place: Place
  readonly refusals: string[]
  /** Reviews so far. */
  rounds: number
  attempt: number
}

/** What came of an attempt. */
export type Step =
  | { readonly kind: 'landed' }
  /** There was nothing to change: what it was about is not there any more. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Another attempt cannot help. */
  | { readonly kind: 'over'; readonly state: TaskEnd; readonly reason: string }
  | Back

/** It goes back to its author, or upwards. */
export interface Back {
  readonly kind: 'back'
  readonly why: RefusalToLand
  /** Set when the agent itself failed. */
  readonly failure: Failure | null
  readonly reason: string
}
