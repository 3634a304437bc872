import { z } from 'zod'
import { Failure } from '../domain/fact/words.ts'
import type { Json } from '../domain/json.ts'
import { tighten } from '../domain/limits.ts'
import { mayChange, TaskEnd } from '../domain/task.ts'
import type { Cap, Ctx } from '../ports/runtime.ts'
import { deliver } from './deliver.ts'
import { memoryOf, type Place, placeUnder } from './place.ts'
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
  /** `change` is what the engine took over from its workspace; absent when there was none, or nothing had to change. */
  z.object({ kind: z.literal('done'), change: MadeChange.optional() }),
  z.object({ kind: z.literal('blocked'), reason: z.string() }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), failure: Failure, reason: z.string() }),
])
export type AttemptAnswer = z.infer<typeof AttemptAnswer>

export const TaskAnswer = z.object({ task: z.string(), state: TaskEnd, reason: z.string() })
export type TaskAnswer = z.infer<typeof TaskAnswer>

/** Failures that another attempt cannot mend. */
export const final: ReadonlySet<Failure> = new Set<Failure>(['auth', 'quota', 'refused', 'aborted'])

/** Moves one task from queued to its end: attempts until one succeeds, the limit is reached, or trying again is useless. */
export async function pursue(ctx: Ctx, running: Running, post: Post): Promise<TaskAnswer> {
  const place = placeUnder(running, post.task.phase, post.owner)
  if (landsIts(running, post, place)) return deliver(ctx, running, post, place)
  let end: { state: TaskEnd; reason: string } = { state: 'failed', reason: 'no attempt was allowed' }
  let attempt = 0
  while (attempt < attemptsAllowed(running, post, place)) {
    attempt += 1
    const answer = await attemptOnce(ctx, capsOf(running, post, place), String(attempt), { ...post, attempt })
    end = endOf(answer)
    if (answer.kind !== 'failed' || final.has(answer.failure)) break
  }
  await ctx.emit({ type: 'task.ended', task: post.task.id, state: end.state, attempts: attempt, reason: end.reason })
  return { task: post.task.id, ...end }
}

/** Whether what the task changes goes through a workspace and the merge lane. */
function landsIts({ site }: Running, { task }: Post, { phase }: Place): boolean {
  return site.grounds !== null && phase.needs.includes('workspaces') && mayChange(task)
}

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

function endOf(answer: AttemptAnswer): { state: TaskEnd; reason: string } {
  switch (answer.kind) {
    case 'done':
      return { state: 'done', reason: '' }
    case 'blocked':
    case 'refused':
      return { state: answer.kind, reason: answer.reason }
    case 'failed':
      return {
        state: answer.failure === 'aborted' ? 'cancelled' : 'failed',
        reason: `${answer.failure}: ${answer.reason}`,
      }
  }
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
