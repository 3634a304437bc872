import { z } from 'zod'

const tokens = z.int().min(0)

/** Tokens of one or more model calls. A backend without a model reports zeros. */
export const Usage = z.object({
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWriteTokens: tokens,
})
export type Usage = z.infer<typeof Usage>

/** Money spent. `usd` is null when nobody can know it; `none` says that the backend has no price because it has no model. */
export const Cost = z.object({
  usd: z.number().min(0).nullable(),
  basis: z.enum(['reported', 'estimated', 'unknown', 'none']),
})
export type Cost = z.infer<typeof Cost>

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
export const noCost: Cost = { usd: 0, basis: 'none' }

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  }
}

/** One unknown part makes the sum unknown. */
export function addCost(a: Cost, b: Cost): Cost {
  if (a.basis === 'none') return b
  if (b.basis === 'none') return a
  if (a.usd === null || b.usd === null) return { usd: null, basis: 'unknown' }
  return { usd: a.usd + b.usd, basis: a.basis === 'reported' && b.basis === 'reported' ? 'reported' : 'estimated' }
}
