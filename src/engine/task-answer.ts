import { z } from 'zod'
import { TaskEnd } from '../domain/task.ts'

/** How a task came out, as its superior takes it in. */
export const TaskAnswer = z.object({ task: z.string(), state: TaskEnd, reason: z.string() })
export type TaskAnswer = z.infer<typeof TaskAnswer>
