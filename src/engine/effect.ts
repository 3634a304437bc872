import type { Ctx } from '../ports/runtime.ts'

/** Something done outside the ledger that must happen once. */
export interface Effect {
  /** Names the effect for ever: the same key is the same effect. */
  readonly key: string
  readonly what: string
  readonly target: string
  /** Whether it is already done out there. */
  lookup(): Promise<boolean>
  act(): Promise<void>
}

/** Intent, then a look outside, then the effect, then the fact that it is done: a crash at any point does it once. */
export async function perform(ctx: Ctx, effect: Effect): Promise<void> {
  await ctx.emit({ type: 'effect.intended', key: effect.key, what: effect.what, target: effect.target })
  const found = await ctx.record(`effect ${effect.key}`, async () => {
    if (await effect.lookup()) return true
    await effect.act()
    return false
  })
  await ctx.emit({ type: 'effect.done', key: effect.key, found })
}
