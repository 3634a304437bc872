import { z } from 'zod'

const count = z.int().min(0)

/** Lines that go and lines that come at one place of a file. */
export const Hunk = z.object({
  /** `@@ -3,2 +3,4 @@` */
  header: z.string(),
  oldStart: count,
  newStart: count,
  removed: z.array(z.string()),
  added: z.array(z.string()),
})
export type Hunk = z.infer<typeof Hunk>

/** What git says happened to one path. A rename is a deletion and an addition. */
export const Change = z.object({
  path: z.string(),
  kind: z.enum(['added', 'modified', 'deleted']),
  binary: z.boolean(),
  /** Lines added and removed; 0 for a binary file. */
  lines: count,
  hunks: z.array(Hunk),
  /** Why this may never be taken over, whoever asks: a link that leads outside, a submodule, a name git gives a meaning. */
  forbidden: z.string().nullable(),
})
export type Change = z.infer<typeof Change>
