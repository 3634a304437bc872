import { z } from 'zod'
import { Priority } from '../domain/finding.ts'

/** A reviewed change that asks to land. */
export const Candidate = z.object({
  task: z.string(),
  attempt: z.int(),
  /** Who wrote it. */
  author: z.string(),
  base: z.string(),
  commit: z.string(),
  subject: z.string(),
  /** The whole message of the commit that will land. */
  message: z.string(),
  wall: z.number(),
  paths: z.array(z.object({ path: z.string(), lines: z.int() })),
  /** The debt it is to pay, if it is about one. */
  owed: z.object({ debt: z.string(), fingerprint: z.string(), rule: z.string(), severity: Priority }).nullable(),
})
export type Candidate = z.infer<typeof Candidate>
