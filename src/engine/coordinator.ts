import { z } from 'zod'
import { assignmentIn } from '../domain/assignment.ts'
import type { Coordinator } from '../domain/coordinator.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import { type Actor, orchestrator } from '../domain/hierarchy.ts'
import { covers } from '../domain/scope.ts'
import { type Order, TaskDraft } from '../domain/task.ts'
import type { RunState } from '../domain/state.ts'
import { draftProblems } from '../domain/waves.ts'
import type { Ctx, MissionUnit } from '../ports/runtime.ts'
import { type Decomposing, type Planned, situationOf, strategies } from './decompose.ts'
import { type Place, phaseOf, placeUnder } from './place.ts'
import type { Running } from './running.ts'
import { runTasks } from './tasks.ts'

export const CoordinatorInput = z.object({ phase: z.string(), coordinator: z.string() })

/** One coordinator in one phase: appointed at the door, given its order, it decomposes and sees its tasks through. */
export function coordinatorUnit(running: Running): MissionUnit {
  return async (ctx, input) => {
    const { phase, coordinator: name } = CoordinatorInput.parse(input)
    const actor: Actor = { id: `${phase}/${name}`, role: 'coordinator', name, parent: orchestrator.id }
    const place = placeUnder(running, phase, actor)
    const refusal = await appoint(ctx, running, actor, place)
    if (refusal !== null) return { refused: refusal }
    try {
      const { drafts, deferred } = await planTasks(ctx, running, actor, place)
      await tellDeferred(ctx, actor, deferred)
      await askForScope(ctx, running, actor, drafts)
      const answers = await runTasks(ctx, running, actor, { phase, drafts })
      await ctx.emit({ type: 'agent.ended', actor: actor.id, phase })
      return { tasks: answers.length }
    } finally {
      running.door.leave(actor.id, { usd: 0, tokens: 0 })
    }
  }
}

async function appoint(ctx: Ctx, running: Running, actor: Actor, place: Place): Promise<string | null> {
  const answer = running.door.enter({
    parent: orchestrator,
    actor,
    phase: place.phase.name,
    roster: place.phase.coordinators,
    explorerIsReadOnly: false,
    memoryMb: 0,
    caps: place.caps,
    money: null,
  })
  const order = orderFor(running, actor, place)
  await ctx.emit(...(answer.ok ? appointed(actor, order) : [refusedFact(actor, order.phase, answer.refusal)]))
  return answer.ok ? null : answer.refusal.detail
}

function appointed(actor: Actor, { phase, intent, limits }: Order): readonly Fact[] {
  return [
    {
      type: 'agent.spawned',
      actor,
      phase,
      task: null,
      attempt: 0,
      backend: null,
      model: null,
      caps: null,
      memoryMb: 0,
    },
    { type: 'order.given', from: orchestrator.id, to: actor.id, phase, intent, limits: { ...limits } },
  ]
}

function refusedFact(
  actor: Actor,
  phase: string,
  { code, detail }: { code: Extract<Fact, { type: 'spawn.refused' }>['code']; detail: string },
): Fact {
  return {
    type: 'spawn.refused',
    parent: orchestrator.id,
    role: 'coordinator',
    name: actor.name,
    phase,
    task: null,
    code,
    detail,
  }
}

function orderFor(running: Running, actor: Actor, { phase, limits }: Place): Order {
  return {
    phase: phase.name,
    coordinator: actor.name,
    goal: running.goal,
    intent: phase.intent,
    limits,
    success: running.mission.success,
  }
}

/** The plan is made once and recorded; on replay it is read back. */
async function planTasks(ctx: Ctx, running: Running, actor: Actor, place: Place): Promise<Planned> {
  const coordinator = running.site.library.coordinators.get(actor.name)
  if (coordinator === undefined)
    throw new EchelonError('definition', `The coordinator "${actor.name}" has no definition`)
  const order = orderFor(running, actor, place)
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

/** What a coordinator saw and did not take is said at once: silence would look like an empty field. */
async function tellDeferred(ctx: Ctx, { id }: Actor, deferred: Planned['deferred']): Promise<void> {
  if (deferred.length === 0) return
  await ctx.emit(...deferred.map<Fact>((one) => ({ type: 'work.deferred', by: id, ...one })))
}

/**
 * A fault between two files is one task, even when the second file lies in another's domain. The orchestrator allows what
 * an inspector's own edits name, and nothing that a coordinator wishes for by itself.
 */
async function askForScope(
  ctx: Ctx,
  { site }: Running,
  { id, name }: Actor,
  drafts: readonly TaskDraft[],
): Promise<void> {
  const domain = site.library.coordinators.get(name)?.domain ?? []
  const facts = drafts.flatMap<Fact>(({ key, scope, input }) => {
    const assignment = assignmentIn(input)
    const paths = scope.filter((path) => !covers(domain, path))
    if (assignment?.work !== 'fix' || !assignment.mechanical || paths.length === 0) return []
    const reason = 'the edits of its finding lie there too'
    return [{ type: 'scope.granted', by: orchestrator.id, task: `${id}/${key}`, paths, reason }]
  })
  if (facts.length > 0) await ctx.emit(...facts)
}

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
