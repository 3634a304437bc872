import { z } from 'zod'
import { assignmentIn } from '../domain/assignment.ts'
import type { Fact } from '../domain/event.ts'
import { type Actor, orchestrator } from '../domain/hierarchy.ts'
import { covers } from '../domain/scope.ts'
import type { Order, TaskDraft } from '../domain/task.ts'
import type { Ctx, MissionUnit } from '../ports/runtime.ts'
import { type Place, placeUnder } from './place.ts'
import { planTasks } from './plan-tasks.ts'
import type { Running } from './running.ts'
import type { Planned } from './strategies/planned.ts'
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
      const { drafts, deferred } = await planTasks(ctx, running, orderFor(running, actor, place), place)
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
