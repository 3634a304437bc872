import type { FactOf } from '../event.ts'
import type { Chronicle, Home, Placed } from './chronicle.ts'
import { judgeDispatch, judgeOrder } from './edge/dispatch.ts'
import { judgeLanding, judgePath } from './edge/land.ts'
import { newRanks, occupy, type Ranks, release } from './edge/ranks.ts'
import { judgeReport, judgeReview } from './edge/report.ts'
import { judgeSpawn } from './edge/spawn.ts'

/** Something that passed between two ranks, and why it was against the policy graph, or null. */
export interface Edge extends Home {
  readonly kind: 'spawn' | 'dispatch' | 'report' | 'review' | 'land' | 'scope'
  readonly seq: number
  readonly violation: string | null
}

/**
 * Every edge of the run, judged from the facts alone. It shares no code with the door that refuses spawns: a hole in the
 * door must show here.
 */
export function edgesOf(run: Chronicle): readonly Edge[] {
  const edges: Edge[] = []
  const ranks = newRanks()
  for (const placed of run.events) {
    for (const span of placed.closes) release(ranks, span)
    for (const edge of edgesAt(run, ranks, placed)) edges.push(edge)
  }
  return edges
}

type Draw = (kind: Edge['kind'], violation: string | null) => Edge

function edgesAt(run: Chronicle, ranks: Ranks, placed: Placed): readonly Edge[] {
  const { fact, seq, phase, coordinator } = placed
  const draw: Draw = (kind, violation) => ({ kind, seq, phase, coordinator, violation })
  if (fact.type === 'agent.spawned') return spawnEdges(run, ranks, placed, fact, draw)
  if (fact.type === 'report.consumed') return [draw('report', judgeReport(run, fact))]
  if (fact.type === 'review.ended') return [draw('review', judgeReview(run, ranks, fact))]
  if (fact.type === 'task.landed') return landEdges(run, fact, draw)
  // An order whose receiver never came to work reached nobody: no edge.
  if (fact.type === 'order.given' && run.actors.has(fact.to)) return [draw('dispatch', judgeOrder(run, fact))]
  if (fact.type === 'agent.ended') ranks.ended.add(fact.actor)
  if (fact.type === 'task.ended') ranks.endedTasks.add(fact.task)
  return []
}

function spawnEdges(
  run: Chronicle,
  ranks: Ranks,
  placed: Placed,
  fact: FactOf<'agent.spawned'>,
  draw: Draw,
): readonly Edge[] {
  const violation = judgeSpawn(run, ranks, fact)
  const dispatch =
    fact.task === null || fact.actor.role !== 'specialist'
      ? []
      : [draw('dispatch', judgeDispatch(run, ranks, fact, fact.task))]
  occupy(ranks, fact, placed.opens)
  // The root answers to the user: nobody in the run spawned it, so there is no edge to judge.
  if (fact.actor.role === 'orchestrator' && violation === null) return dispatch
  return [draw('spawn', violation), ...dispatch]
}

function landEdges(run: Chronicle, fact: FactOf<'task.landed'>, draw: Draw): readonly Edge[] {
  const paths = fact.paths.map(({ path }) => draw('scope', judgePath(run, fact, path)))
  return [draw('land', judgeLanding(run, fact)), ...paths]
}
