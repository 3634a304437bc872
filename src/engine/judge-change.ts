import { assignmentIn } from '../domain/assignment.ts'
import type { Ctx } from '../ports/runtime.ts'
import { attemptOnce, capsOf, type MadeChange } from './attempt.ts'
import type { Delivery } from './delivery.ts'
import { Examined } from './examine.ts'
import type { Post } from './post.ts'
import type { Running } from './running.ts'

/** The engine's look and the review, side by side. Null: neither has anything against it. */
export async function judgeChange(
  ctx: Ctx,
  running: Running,
  delivery: Delivery,
  { change, reviewer }: { readonly change: MadeChange; readonly reviewer: string | null },
): Promise<NonNullable<Examined> | null> {
  const { post, place, attempt } = delivery
  const { commit, base, paths } = change
  const owes = assignmentIn(post.task.input)?.work === 'fix'
  const question = { task: post.task.id, attempt, base, commit, paths: paths.map(({ path }) => path), owes }
  if (reviewer === null) return unreviewed
  const examination = await ctx.start('examine', `examine ${attempt}`, question)
  delivery.rounds += 1
  const ground = { duty: 'review', by: reviewer, base, refusals: [], byRote: change.mechanical, commit } as const
  const review = attemptOnce(ctx, capsOf(running, post, place), `review ${attempt}`, { ...post, attempt, ground })
  // Both at once: when the run is stopped both break off, and neither may do so unheard.
  const [examined, reviewed] = await Promise.all([ctx.all([examination]), review])
  const [look] = examined
  const objection = look?.status === 'done' ? Examined.parse(look.value) : broken(look)
  if (objection !== null) return objection
  if (reviewed.kind === 'done') return null
  return { why: 'review', reason: reviewed.reason, paths: [] }
}

export const unreviewed: NonNullable<Examined> = {
  why: 'review',
  reason: 'nobody of the roster but its author could review it',
  paths: [],
}

function broken(settled: { readonly status: string; readonly message?: string } | undefined): NonNullable<Examined> {
  return { why: 'infra', reason: settled?.message ?? 'the run was stopped before it was examined', paths: [] }
}

/** Its coordinator's reviewer, or anybody of the roster who only reads, but never the author. */
export function reviewerOf({ site }: Running, { owner }: Post, author: string): string | null {
  const coordinator = site.library.coordinators.get(owner.name)
  const { reviewer = null } = coordinator ?? {}
  if (reviewer !== null && reviewer !== author) return reviewer
  const others = ['code-reviewer', 'security-reviewer']
  return others.find((name) => name !== author && coordinator?.specialists.includes(name) === true) ?? null
}
