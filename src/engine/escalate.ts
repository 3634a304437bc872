import type { TakeoverReason } from '../domain/fact/words.ts'
import type { Ctx } from '../ports/runtime.ts'
import type { Back, Delivery, Step } from './delivery.ts'
import { learn } from './quirks.ts'
import type { Running } from './running.ts'

/** Hands a task upwards, and lets whoever may take over try once. What they learn is a quirk for later briefs. */
export async function escalate(
  ctx: Ctx,
  running: Running,
  delivery: Delivery,
  { back, tryAgain }: { readonly back: Back; readonly tryAgain: (by: string) => Promise<Step> },
): Promise<Step> {
  const { post } = delivery
  const reason = reasonOf(back)
  await ctx.emit({ type: 'task.escalated', task: post.task.id, reason, detail: back.reason.slice(0, 2_000) })
  const stronger = strongerThan(running, delivery)
  if (stronger === null) return back
  await ctx.emit({ type: 'takeover.happened', task: post.task.id, by: stronger, reason })
  const step = await tryAgain(stronger)
  if (step.kind === 'landed') await learn(ctx, running, post, await lessonOf(ctx, running, delivery))
  return step
}

/** Whoever the coordinator names, if they can change files of their own accord. */
function strongerThan({ site }: Running, { post: { owner, task } }: Delivery): string | null {
  const stronger = site.library.coordinators.get(owner.name)?.takeover ?? null
  if (stronger === null || stronger === task.specialist) return null
  const id = site.library.specialists.get(stronger)?.backend ?? site.defaultBackend
  return site.backends.get(id)?.capabilities.edits === true ? stronger : null
}

/** What went wrong, and what whoever stepped in says they did instead. */
function lessonOf(ctx: Ctx, { state }: Running, { post, refusals, attempt }: Delivery): Promise<string> {
  return ctx.record('lesson', () => {
    const last = state.tasks.get(post.task.id)?.attempts.findLast(({ fact }) => fact.attempt === attempt)
    return `${refusals.at(-1) ?? 'It did not land'}. What landed: ${last?.fact.detail ?? ''}`.slice(0, 500)
  })
}

function reasonOf({ why, failure }: Back): TakeoverReason {
  if (failure === 'limit') return 'price_cap'
  if (failure === 'quota') return 'quota'
  if (failure === 'auth') return 'permission'
  if (failure === 'malformed') return 'tool_quirk'
  switch (why) {
    case 'checks':
      return 'broken_tests'
    case 'conflict':
    case 'stale':
    case 'revert':
      return 'conflict'
    case 'gate':
    case 'review':
      return 'safety'
    case 'scope':
      return 'permission'
    case 'empty':
      return 'ambiguity'
    case 'infra':
      return 'infra'
  }
}
