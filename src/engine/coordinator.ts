import { z } from 'zod'
import type { Coordinator } from '../domain/coordinator.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import { type Actor, orchestrator } from '../domain/hierarchy.ts'
import { type Order, TaskDraft } from '../domain/task.ts'
import { draftProblems } from '../domain/waves.ts'
import type { Ctx, MissionUnit } from '../ports/runtime.ts'
import { type Decomposing, situationOf, strategies } from './decompose.ts'
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
      const drafts = await planTasks(ctx, running, actor, place)
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
async function planTasks(ctx: Ctx, running: Running, actor: Actor, place: Place): Promise<readonly TaskDraft[]> {
  const coordinator = running.site.library.coordinators.get(actor.name)
  if (coordinator === undefined)
    throw new EchelonError('definition', `The coordinator "${actor.name}" has no definition`)
  const order = orderFor(running, actor, place)
  const plan = await ctx.record('plan', async () => jsonOf(await decompose(running, coordinator, order, place)))
  return z.array(TaskDraft).parse(plan)
}

async function decompose(
  running: Running,
  coordinator: Coordinator,
  order: Order,
  place: Place,
): Promise<readonly TaskDraft[]> {
  const named = phaseOf(running, order.phase).decompose
  const chosen = named ?? coordinator.decompose
  const drafts =
    typeof chosen === 'string'
      ? strategyOf(chosen, coordinator.name)(decomposing(running, coordinator, place))
      : await chosen(order, situationOf(running.state, running.site.repository.files))
  return checkDrafts(drafts, coordinator.name)
}

export function decomposing(running: Running, coordinator: Coordinator | null, place: Place): Decomposing {
  return {
    coordinator,
    roster: place.roster,
    layerOf: (name) => running.site.library.specialists.get(name)?.layer ?? null,
    intent: place.phase.intent,
    state: running.state,
  }
}

export function strategyOf(name: string, who: string): (from: Decomposing) => readonly TaskDraft[] {
  const strategy = strategies[name]
  if (strategy === undefined)
    throw new EchelonError(
      'definition',
      `${who} decomposes by "${name}", which is no strategy (${Object.keys(strategies).join(', ')})`,
    )
  return strategy
}

/** A plan that cannot be scheduled is the coordinator's fault and is said in its name. */
export function checkDrafts(given: readonly unknown[], who: string): readonly TaskDraft[] {
  const parsed = z.array(TaskDraft).safeParse(given)
  if (!parsed.success)
    throw new EchelonError('input', `The plan of ${who} is malformed: ${z.prettifyError(parsed.error)}`)
  const problems = draftProblems(parsed.data)
  if (problems.length > 0)
    throw new EchelonError('input', `The plan of ${who} cannot be scheduled: ${problems.join('; ')}`)
  return parsed.data
}

export function jsonOf(drafts: readonly TaskDraft[]): TaskDraft[] {
  return drafts.map((draft) => ({ ...draft }))
}
