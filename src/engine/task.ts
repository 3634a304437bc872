import { mayChange, type TaskEnd } from '../domain/task.ts'
import type { Ctx } from '../ports/runtime.ts'
import { type AttemptAnswer, attemptOnce, attemptsAllowed, capsOf, final } from './attempt.ts'
import { deliver } from './deliver.ts'
import { type Place, placeUnder } from './place.ts'
import type { Post } from './post.ts'
import type { Running } from './running.ts'
import type { TaskAnswer } from './task-answer.ts'

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
