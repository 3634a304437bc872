import { z } from 'zod'

const id = z.string()
const count = z.int().min(0)

/** Money and outside effects. */
export const effectFacts = [
  z.object({ type: z.literal('budget.reserved'), actor: id, usd: z.number(), tokens: count }),
  z.object({ type: z.literal('budget.settled'), actor: id, usd: z.number().nullable(), tokens: count }),
  z.object({ type: z.literal('effect.intended'), key: z.string(), what: z.string(), target: z.string() }),
  z.object({ type: z.literal('effect.done'), key: z.string(), found: z.boolean() }),
] as const
