import { assignmentIn, isMechanical } from '../domain/assignment.ts'
import { isOpen } from '../domain/baseline.ts'
import { Debt } from '../domain/debt.ts'
import type { Fact } from '../domain/event.ts'
import type { RefusalToLand } from '../domain/fact/landing.ts'
import type { Failure } from '../domain/fact/words.ts'
import type { Ctx } from '../ports/runtime.ts'
import { attemptOnce, attemptsAllowed, capsOf, final } from './attempt.ts'
import { candidateOf } from './candidate-of.ts'
import type { Back, Delivery, Step } from './delivery.ts'
import { escalate } from './escalate.ts'
import { judgeChange, reviewerOf, unreviewed } from './judge-change.ts'
import { LandAnswer } from './land.ts'
import type { Place } from './place.ts'
import type { Post } from './post.ts'
import type { Running } from './running.ts'
import type { TaskAnswer } from './task-answer.ts'

/**
 * Sees a task that changes files through to the mission branch: work, the engine's own look, a review by somebody else,
 * the merge lane. What is sent back is done again with the reasons; when that is used up, somebody stronger takes over, or
 * it is handed upwards.
 */
export async function deliver(ctx: Ctx, running: Running, post: Post, place: Place): Promise<TaskAnswer> {
  const delivery: Delivery = { post, place, refusals: [], rounds: 0, attempt: 0 }
  const allowed = attemptsAllowed(running, post, place)
  let step: Step = { kind: 'back', why: 'infra', failure: null, reason: 'no attempt was allowed' }
  while (delivery.attempt < allowed && step.kind === 'back' && mayHelp(post, delivery, step))
    step = await tryToLand(ctx, running, delivery, post.task.specialist)
  if (step.kind === 'back') {
    const tryAgain = (by: string): Promise<Step> => tryToLand(ctx, running, delivery, by)
    step = await escalate(ctx, running, delivery, { back: step, tryAgain })
  }
  if (step.kind === 'nothing') await tellGone(ctx, running, post)
  const end = endOf(step)
  await ctx.emit({ type: 'task.ended', task: post.task.id, ...end, attempts: delivery.attempt })
  return { task: post.task.id, ...end }
}

/** Whether another attempt could end otherwise: the same edits on the same base are the same change. */
function mayHelp({ task }: Post, { attempt }: Delivery, { why }: Back): boolean {
  return (
    attempt === 0 ||
    !isMechanical(assignmentIn(task.input)) ||
    why === 'conflict' ||
    why === 'revert' ||
    why === 'infra'
  )
}

/** The inspector no longer finds the debt where the attempt began: another change took it along. */
async function tellGone(ctx: Ctx, { state }: Running, { task }: Post): Promise<void> {
  const debt = Debt.nullable().parse(
    await ctx.record('gone', () => {
      const assignment = assignmentIn(task.input)
      const known = assignment?.work === 'fix' ? state.debts.get(assignment.debt)?.debt : undefined
      return known === undefined || !isOpen(known) ? null : { ...known, state: 'gone' }
    }),
  )
  if (debt !== null) await ctx.emit({ type: 'debt.recorded', debt, change: 'gone' })
}

/** One attempt, all the way. */
async function tryToLand(ctx: Ctx, running: Running, delivery: Delivery, by: string): Promise<Step> {
  const { post, place, refusals } = delivery
  delivery.attempt += 1
  const { attempt } = delivery
  const base = await ctx.record(`base ${attempt}`, () => tipOf(running))
  const byRote = isMechanical(assignmentIn(post.task.input)) && by === post.task.specialist
  const ground = { duty: 'work', by, base, refusals: [...refusals], byRote, commit: null } as const
  const made = await attemptOnce(ctx, capsOf(running, post, place), String(attempt), { ...post, attempt, ground })
  if (made.kind === 'blocked' || made.kind === 'refused') return { kind: 'over', state: made.kind, reason: made.reason }
  if (made.kind === 'failed') return afterFailure(delivery, made)
  const { change } = made
  if (change === undefined) return { kind: 'nothing', reason: made.reason ?? 'there was nothing left to change' }
  const reviewer = reviewerOf(running, post, change.by)
  const refusal = await judgeChange(ctx, running, delivery, { change, reviewer })
  if (refusal !== null || reviewer === null) return sendBack(ctx, delivery, refusal ?? unreviewed)
  const candidate = await ctx.record(`candidate ${attempt}`, () =>
    candidateOf(running, post, attempt, { change, reviewer }),
  )
  const landing = { candidate, reviewRounds: delivery.rounds }
  const [settled] = await ctx.all([await ctx.start('land', `land ${attempt}`, landing)])
  if (settled?.status !== 'done') return lost(settled)
  const answer = LandAnswer.parse(settled.value)
  if (answer.kind === 'landed') return { kind: 'landed' }
  return answer.why === 'empty' ? { kind: 'nothing', reason: answer.reason } : sendBack(ctx, delivery, answer)
}

async function tipOf({ site, stopped }: Running): Promise<string> {
  return (await site.grounds?.trunk.tip(stopped)) ?? site.repository.commit
}

function afterFailure(
  { refusals }: Delivery,
  { failure, reason }: { readonly failure: Failure; readonly reason: string },
): Step {
  if (failure === 'aborted') return { kind: 'over', state: 'cancelled', reason: `${failure}: ${reason}` }
  if (final.has(failure)) return { kind: 'over', state: 'failed', reason: `${failure}: ${reason}` }
  refusals.push(`${failure}: ${reason}`)
  return { kind: 'back', why: failure === 'empty' ? 'empty' : 'infra', failure, reason: `${failure}: ${reason}` }
}

async function sendBack(
  ctx: Ctx,
  { post, attempt, refusals }: Delivery,
  { why, reason, paths }: { readonly why: RefusalToLand; readonly reason: string; readonly paths: readonly string[] },
): Promise<Back> {
  await ctx.emit({ type: 'landing.refused', task: post.task.id, attempt, why, reason, paths: [...paths] })
  refusals.push(paths.length === 0 ? `${why}: ${reason}` : `${why}: ${reason} (${paths.join(', ')})`)
  return { kind: 'back', why, failure: null, reason }
}

function lost(settled: { readonly status: string; readonly message?: string } | undefined): Step {
  if (settled === undefined || settled.status === 'cancelled')
    return { kind: 'over', state: 'cancelled', reason: 'aborted: the run was cancelled' }
  return { kind: 'over', state: 'failed', reason: settled.message ?? 'it could not land' }
}

function endOf(step: Step): Pick<Extract<Fact, { type: 'task.ended' }>, 'state' | 'reason'> {
  switch (step.kind) {
    case 'landed':
      return { state: 'done', reason: '' }
    case 'nothing':
      return { state: 'done', reason: step.reason }
    case 'over':
      return { state: step.state, reason: step.reason }
    case 'back':
      return { state: 'failed', reason: `${step.why}: ${step.reason}` }
  }
}
