import type { Change } from '../domain/change.ts'
import type { Fact } from '../domain/event.ts'
import { covers } from '../domain/scope.ts'
import type { AgentCtx } from '../ports/runtime.ts'
import type { Workspace } from '../ports/workspaces.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

/** Facts about rejected hunks of one attempt; the rest is counted in the last of them. */
const rejectionsTold = 200

/** What the engine took over from a workspace. */
export interface Imported {
  /** Null: nothing that may be taken over has changed. */
  readonly commit: string | null
  readonly paths: readonly { readonly path: string; readonly lines: number }[]
  readonly rejected: number
}

/**
 * Takes over what git says changed, and commits it. Hunks outside the task's scope stay behind, each with its reason in the
 * ledger. The agent is not asked.
 */
export async function importChange(
  { site }: Running,
  ctx: AgentCtx,
  { task, attempt, actor }: Pick<Attempt, 'task' | 'attempt'> & { readonly actor: string },
  workspace: Workspace,
): Promise<Imported> {
  const changes = await workspace.changes(ctx.signal)
  const reasons = new Map(changes.map((change) => [change, refusal(change, task.scope)]))
  const accepted = changes.filter((change) => reasons.get(change) === null)
  const rejected = changes.flatMap<Fact>((change) => rejections(task.id, attempt, change, reasons.get(change) ?? null))
  await ctx.emit(...told(rejected))
  if (accepted.length === 0) return { commit: null, paths: [], rejected: rejected.length }
  const text = `${task.title}\n\nTask-Id: ${task.id}\nAttempt: ${attempt}\n`
  const message = { text, wall: site.clock.wall() }
  const commit = await workspace.commit(
    accepted.map(({ path }) => path),
    message,
    ctx.signal,
  )
  const paths = accepted.map(({ path, lines }) => ({ path, lines }))
  if (commit === null) return { commit, paths: [], rejected: rejected.length }
  const { base, branch } = workspace
  await ctx.emit({ type: 'change.committed', actor, task: task.id, attempt, base, commit, branch, paths })
  return { commit, paths, rejected: rejected.length }
}

function refusal({ path, forbidden }: Change, scope: readonly string[]): string | null {
  if (forbidden !== null) return forbidden
  return covers(scope, path) ? null : `outside the task's scope (${scope.join(', ') || 'nothing'})`
}

function rejections(task: string, attempt: number, { path, kind, hunks }: Change, reason: string | null): Fact[] {
  if (reason === null) return []
  const headers = hunks.length === 0 ? [`${kind}, as a whole`] : hunks.map(({ header }) => header)
  return headers.map((hunk) => ({ type: 'hunk.rejected', task, attempt, path, hunk, reason }))
}

function told(facts: readonly Fact[]): readonly Fact[] {
  const more = facts.length - rejectionsTold
  const last = facts[rejectionsTold]
  if (more <= 0 || last?.type !== 'hunk.rejected') return facts
  return [...facts.slice(0, rejectionsTold), { ...last, hunk: `and ${more - 1} more hunks, this one included` }]
}
