import { z } from 'zod'
import { Failure } from '../domain/fact/words.ts'
import type { Json } from '../domain/json.ts'
import { tighten } from '../domain/limits.ts'
import type { Cap, Ctx } from '../ports/runtime.ts'
import { memoryOf, type Place } from './place.ts'
import type { Attempt, Post } from './post.ts'
import type { Running } from './running.ts'

/** A change that the engine took over and committed. */
export const MadeChange = z.object({
  /** The specialist's name, and the actor that was it. */
  by: z.string(),
  author: z.string(),
  base: z.string(),
  commit: z.string(),
  paths: z.array(z.object({ path: z.string(), lines: z.int() })),
  /** Made by an edit that needed no judgement. */
  mechanical: z.boolean(),
})
export type MadeChange = z.infer<typeof MadeChange>

/** How one attempt ended, as its specialist's unit answers. */
export const AttemptAnswer = z.discriminatedUnion('kind', [
  /**
   * `change` is what the engine took over from its workspace; absent when there was none, or nothing had to change. `reason`
   * says why there is none, when it was not that.
   */
  z.object({ kind: z.literal('done'), change: MadeChange.optional(), reason: z.string().optional() }),
  z.object({ kind: z.literal('blocked'), reason: z.string() }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), failure: Failure, reason: z.string() }),
])
export type AttemptAnswer = z.infer<typeof AttemptAnswer>

/** Failures that another attempt cannot mend. */
export const final: ReadonlySet<Failure> = new Set<Failure>(['auth', 'quota', 'refused', 'aborted'])

/** Sends one specialist out and waits for its answer. `key` names the unit below the task. */
export async function attemptOnce(
  ctx: Ctx,
  caps: readonly Cap[],
  key: string,
  attempt: Attempt,
): Promise<AttemptAnswer> {
  const ref = await ctx.start('specialist', key, asInput(attempt), { caps })
  const [settled] = await ctx.all([ref])
  if (settled === undefined || settled.status === 'cancelled')
    return { kind: 'failed', failure: 'aborted', reason: 'the run was cancelled' }
  if (settled.status === 'failed') return { kind: 'failed', failure: 'crashed', reason: settled.message }
  return AttemptAnswer.parse(settled.value)
}

function asInput({ ground, ...attempt }: Attempt): Json {
  return ground === undefined ? attempt : { ...attempt, ground: { ...ground, refusals: [...ground.refusals] } }
}

export function attemptsAllowed({ site }: Running, { task }: Post, { limits }: Place): number {
  return tighten(limits, site.library.specialists.get(task.specialist)?.limits ?? {}).attempts
}

/** Innermost first; each level encloses the one before. */
export function capsOf({ limits, site }: Running, { owner, task }: Post, { caps }: Place): readonly Cap[] {
  return [
    { name: `coordinator ${owner.id}`, limit: caps.coordinator },
    { name: `phase ${task.phase}`, limit: caps.phase },
    { name: 'run', limit: caps.run },
    { name: 'memory', limit: limits.memoryMb, weight: memoryOf(site.library.specialists.get(task.specialist)) },
  ]
}
