import { z } from 'zod'
import type { Fact } from '../domain/event.ts'
import { orchestrator } from '../domain/hierarchy.ts'
import type { Ctx, MissionUnit, Settled } from '../ports/runtime.ts'
import { checkPlan, decomposing, jsonOf, strategyOf } from './plan-tasks.ts'
import type { Planned } from './strategies/planned.ts'
import { type Place, placeUnder } from './place.ts'
import type { Running } from './running.ts'
import { runTasks } from './tasks.ts'

export const PhaseInput = z.object({ phase: z.string() })

/** One phase: its coordinators side by side, and the orchestrator's own explorers beside them. */
export function phaseUnit(running: Running): MissionUnit {
  return async (ctx, input) => {
    const { phase: name } = PhaseInput.parse(input)
    const place = placeUnder(running, name, orchestrator)
    await ctx.emit({ type: 'phase.started', phase: name })
    const refs = await Promise.all(
      place.phase.coordinators.map((coordinator) =>
        ctx.start('coordinator', coordinator, { phase: name, coordinator }),
      ),
    )
    if (place.phase.explorers.length > 0) await explore(ctx, running, place)
    const settled = await ctx.all(refs)
    const failed = settled.flatMap((one, index) => brokenOrder(one, name, place.phase.coordinators[index] ?? ''))
    await ctx.emit(...failed, await phaseFinished(ctx, running, name))
    return null
  }
}

/** A coordinator whose code or plan broke has not ended its order by itself. */
function brokenOrder(settled: Settled, phase: string, coordinator: string): readonly Fact[] {
  if (settled.status !== 'failed') return []
  const actor = `${phase}/${coordinator}`
  return [
    { type: 'order.failed', to: actor, phase, reason: settled.message },
    { type: 'agent.ended', actor, phase },
  ]
}

async function explore(ctx: Ctx, running: Running, place: Place): Promise<void> {
  const recorded = await ctx.record('explorers', () => jsonOf(plan(running, place)))
  const { drafts } = checkPlan(recorded, 'the orchestrator')
  await runTasks(ctx, running, orchestrator, { phase: place.phase.name, drafts })
}

function plan(running: Running, place: Place): Planned {
  const strategy = strategyOf(place.phase.decompose ?? 'roster', 'the orchestrator')
  return checkPlan(strategy(decomposing(running, null, place)), 'the orchestrator')
}

async function phaseFinished(ctx: Ctx, { state }: Running, phase: string): Promise<Fact> {
  const counted = await ctx.record('count', () => {
    const tasks = [...state.tasks.values()].filter(({ queued }) => queued.fact.phase === phase)
    const ended = tasks.filter(({ end }) => end !== null).length
    return { done: tasks.filter((task) => task.state === 'done').length, ended }
  })
  return { type: 'phase.finished', phase, ...counted }
}
