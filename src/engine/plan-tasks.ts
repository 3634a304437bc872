import { z } from 'zod'
import type { Coordinator } from '../domain/coordinator.ts'
import { EchelonError } from '../domain/errors.ts'
import type { RunState } from '../domain/state.ts'
import { type Order, TaskDraft } from '../domain/task.ts'
import { draftProblems } from '../domain/waves.ts'
import type { Ctx } from '../ports/runtime.ts'
import { situationOf, strategies } from './decompose.ts'
import { type Place, phaseOf } from './place.ts'
import type { Running } from './running.ts'
import type { Decomposing, Planned } from './strategies/planned.ts'

/** The plan is made once and recorded; on replay it is read back. */
export async function planTasks(ctx: Ctx, running: Running, order: Order, place: Place): Promise<Planned> {
  const coordinator = running.site.library.coordinators.get(order.coordinator)
  if (coordinator === undefined)
    throw new EchelonError('definition', `The coordinator "${order.coordinator}" has no definition`)
  const plan = await ctx.record('plan', async () =>
    jsonOf(untold(running.state, await decompose(running, coordinator, order, place))),
  )
  return RecordedPlan.parse(plan)
}

/** A debt that was left for the same reason by an earlier phase is not left a second time. */
function untold({ deferred }: RunState, plan: Planned): Planned {
  const told = new Set(deferred.map(({ fact }) => `${fact.subject} ${fact.reason}`))
  return { ...plan, deferred: plan.deferred.filter(({ subject, reason }) => !told.has(`${subject} ${reason}`)) }
}

const RecordedPlan = z.object({
  drafts: z.array(TaskDraft),
  deferred: z.array(z.object({ subject: z.string(), title: z.string(), reason: z.string() })),
})

async function decompose(running: Running, coordinator: Coordinator, order: Order, place: Place): Promise<Planned> {
  const named = phaseOf(running, order.phase).decompose
  const chosen = named ?? coordinator.decompose
  const plan =
    typeof chosen === 'string'
      ? strategyOf(chosen, coordinator.name)(decomposing(running, coordinator, place))
      : await chosen(order, situationOf(running.state, running.site.repository.files))
  return checkPlan(plan, coordinator.name)
}

export function decomposing(running: Running, coordinator: Coordinator | null, place: Place): Decomposing {
  const { library, backends } = running.site
  const { phase, limits } = place
  return {
    coordinator,
    roster: place.roster,
    layerOf: (name) => library.specialists.get(name)?.layer ?? null,
    intent: phase.intent,
    state: running.state,
    team: phase.coordinators.flatMap((name) => library.coordinators.get(name) ?? []),
    checks: running.landing?.checking.list ?? [],
    priorities: phase.priorities,
    judgement: phase.judgement,
    mayThink: backends.get(running.site.defaultBackend)?.capabilities.edits === true,
    // An author and a reviewer for each.
    tasksAtMost: Math.max(1, Math.floor(limits.spawns / 2)),
  }
}

export function strategyOf(name: string, who: string): (typeof strategies)[string] {
  const strategy = strategies[name]
  if (strategy === undefined)
    throw new EchelonError(
      'definition',
      `${who} decomposes by "${name}", which is no strategy (${Object.keys(strategies).join(', ')})`,
    )
  return strategy
}

/** Tasks with or without a list of what was left aside, in one shape, and checked. */
export function checkPlan(plan: readonly unknown[] | Planned, who: string): Planned {
  if ('drafts' in plan) return { drafts: checkDrafts(plan.drafts, who), deferred: plan.deferred }
  return { drafts: checkDrafts(plan, who), deferred: [] }
}

/** A plan that cannot be scheduled is the coordinator's fault and is said in its name. */
function checkDrafts(given: readonly unknown[], who: string): readonly TaskDraft[] {
  const parsed = z.array(TaskDraft).safeParse(given)
  if (!parsed.success)
    throw new EchelonError('input', `The plan of ${who} is malformed: ${z.prettifyError(parsed.error)}`)
  const problems = draftProblems(parsed.data)
  if (problems.length > 0)
    throw new EchelonError('input', `The plan of ${who} cannot be scheduled: ${problems.join('; ')}`)
  return parsed.data
}

export function jsonOf({ drafts, deferred }: Planned): z.infer<typeof RecordedPlan> {
  return { drafts: drafts.map((draft) => ({ ...draft })), deferred: deferred.map((one) => ({ ...one })) }
}
