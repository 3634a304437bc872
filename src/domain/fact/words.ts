import { z } from 'zod'

/** Why work did not end as asked, in the words of backends and providers. */
export const Failure = z.enum([
  'refused',
  'malformed',
  'limit',
  'timeout',
  'aborted',
  'auth',
  'quota',
  'provider',
  'crashed',
  'empty',
])
export type Failure = z.infer<typeof Failure>

/** What a tool call does, as metrics see it. */
export const ToolClass = z.enum(['mutate', 'exec', 'read', 'vcs', 'delegate', 'talk'])
export type ToolClass = z.infer<typeof ToolClass>

export const TakeoverReason = z.enum([
  'price_cap',
  'broken_tests',
  'ambiguity',
  'conflict',
  'quota',
  'permission',
  'infra',
  'tool_quirk',
  'safety',
])
export type TakeoverReason = z.infer<typeof TakeoverReason>

export const RunOutcome = z.enum(['accomplished', 'partial', 'aborted', 'failed'])
export type RunOutcome = z.infer<typeof RunOutcome>
