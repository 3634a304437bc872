import { z } from 'zod'
import { Actor } from '../domain/hierarchy.ts'
import { TaskDraft } from '../domain/task.ts'

/** A queued task and who answers for it. */
export const Post = z.object({
  task: TaskDraft.extend({ id: z.string(), phase: z.string(), owner: z.string() }),
  owner: Actor,
})
export type Post = z.infer<typeof Post>

export const Attempt = Post.extend({ attempt: z.int() })
export type Attempt = z.infer<typeof Attempt>
