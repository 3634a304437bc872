import { assignmentIn } from '../domain/assignment.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import type { Actor } from '../domain/hierarchy.ts'
import { tighten } from '../domain/limits.ts'
import type { Report } from '../domain/report.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { AgentBackend, Outcome } from '../ports/agent-backend.ts'
import type { AgentCtx } from '../ports/runtime.ts'
import type { Workspace } from '../ports/workspaces.ts'
import { bounded } from './bounded.ts'
import { brief } from './brief.ts'
import { Conduct } from './conduct.ts'
import { contextFor } from './context-for.ts'
import { type Imported, importChange } from './import-change.ts'
import { placeUnder } from './place.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

export interface Working {
  readonly attempt: Attempt
  readonly specialist: Specialist
  readonly actor: Actor
  readonly backend: AgentBackend
}

export interface Performed {
  readonly conduct: Conduct
  readonly outcome: Outcome<Report>
  /** What the engine took over; null when the attempt had no workspace or did not end well. */
  readonly imported: Imported | null
}

/** Has the backend do the job, in a workspace if the task changes files, within the limits of the attempt and under watch. */
export async function performJob(running: Running, ctx: AgentCtx, working: Working): Promise<Performed> {
  const { attempt } = working
  const workspace = await openWorkspace(running, ctx, attempt)
  try {
    const { conduct, result } = await act(running, ctx, working, workspace)
    const outcome = outcomeOf(result, conduct)
    if (workspace === null || !outcome.ok) return { conduct, outcome, imported: null }
    const { task, attempt: number } = attempt
    const imported = await importChange(running, ctx, { task, attempt: number, actor: working.actor.id }, workspace)
    return { conduct, outcome, imported }
  } finally {
    await workspace?.close()
  }
}

async function openWorkspace(running: Running, ctx: AgentCtx, attempt: Attempt): Promise<Workspace | null> {
  const { ground, task } = attempt
  const { grounds } = running.site
  if (ground === undefined || ground.duty === 'review' || grounds === null) return null
  const { brief: text, quirks } = await contextFor(running, attempt, ctx.signal)
  const { isolation } = running.mission
  // An earlier life of the process may have used the attempt's name: no branch is ever used twice.
  const name = ctx.interrupted ? `${attempt.attempt}-${ctx.boot}` : String(attempt.attempt)
  const workspace = await grounds.workspaces.open(
    { task: task.id, attempt: name, base: ground.base, isolation, brief: text, repeatable: ground.byRote },
    ctx.signal,
  )
  const { id, branch, base } = workspace
  await ctx.emit(
    { type: 'workspace.opened', workspace: id, task: task.id, attempt: attempt.attempt, branch, base, isolation },
    ...quirks.map<Fact>((quirk) => ({ type: 'quirk.applied', quirk, task: task.id, attempt: attempt.attempt })),
  )
  return workspace
}

async function act(
  running: Running,
  ctx: AgentCtx,
  working: Working,
  workspace: Workspace | null,
): Promise<{ readonly conduct: Conduct; readonly result: Result }> {
  const { attempt, specialist, backend } = working
  const limits = tighten(placeUnder(running, attempt.task.phase, attempt.owner).limits, specialist.limits)
  let overLimit = (_reason: string): void => {}
  const conduct = new Conduct(running, { ctx, attempt }, { ...working, limits }, (reason) => overLimit(reason))
  const result = await bounded(
    {
      clock: running.site.clock,
      milliseconds: limits.attemptMinutes * 60_000,
      signal: ctx.signal,
      abort: ctx.abort,
    },
    async (stop) => {
      overLimit = (detail) => stop({ failure: 'limit', detail })
      const job = await brief(running, attempt, { ...working, limits, workspace, signal: ctx.signal })
      return backend.run(job, conduct.on, ctx.signal)
    },
  ).catch(crash)
  return { conduct, result }
}

type Result = Awaited<ReturnType<typeof bounded<Outcome<Report>>>> | { readonly crashed: string }

/** A backend throws for our own bugs only; the attempt says so and the run goes on. */
function crash(cause: unknown): { readonly crashed: string } {
  return { crashed: cause instanceof Error ? cause.message : String(cause) }
}

function outcomeOf(result: Result, { usage, cost }: Conduct): Outcome<Report> {
  if ('crashed' in result) return { ok: false, failure: 'crashed', detail: result.crashed, usage, cost }
  if (!result.ended) return { ok: false, ...result.stop, usage, cost }
  if (result.stop === null) return result.value
  // It was told to stop and did: whatever it answered, the reason for stopping is the outcome.
  return { ok: false, ...result.stop, usage: result.value.usage, cost: result.value.cost }
}

/** Which backend does a job: what needs no judgement needs no model, whosever task it is. */
export function backendFor(
  { site }: Running,
  { task, ground }: Attempt,
  specialist: Specialist | undefined,
): AgentBackend {
  const isCheck = assignmentIn(task.input)?.work === 'check'
  const id = isCheck || ground?.byRote === true ? 'static' : (specialist?.backend ?? site.defaultBackend)
  const backend = site.backends.get(id)
  if (backend === undefined) throw new EchelonError('internal', `There is no backend "${id}" in this run`)
  return backend
}
