import { z } from 'zod'
import type { Actor } from '../domain/hierarchy.ts'
import type { Task } from '../domain/task.ts'

/** A queued task and who answers for it. */
export type Post = { readonly task: Task; readonly owner: Actor }

/** One attempt at it, from 1. */
export type Attempt = Post & { readonly attempt: number; readonly ground?: Ground }

/** What an attempt that changes files stands on. */
export interface Ground {
  readonly duty: 'work' | 'review'
  /** Who does it, when it is not the task's own specialist: its reviewer, or whoever takes over. */
  readonly by: string
  /** The commit of the mission branch that it begins from. */
  readonly base: string
  /** Why earlier attempts did not land. */
  readonly refusals: readonly string[]
  /** No judgement takes part: edits are made to the letter, or held against it. Whoever takes over does what they think best. */
  readonly byRote: boolean
  /** The change to review. */
  readonly commit: string | null
}

// A unit's input is given by our own code and again on every replay; it comes from no file and needs no second look.
const isPost = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'task' in value && 'owner' in value

export const Post = z.custom<Post>(isPost)
export const Attempt = z.custom<Attempt>((value) => isPost(value) && Object.hasOwn(Object(value), 'attempt'))
