import type { FactOf } from '../../event.ts'
import type { Actor, Role } from '../../hierarchy.ts'
import type { Chronicle } from '../chronicle.ts'
import { attemptKey, phaseSeat, type Ranks, superiorSeat } from './ranks.ts'

type Spawned = FactOf<'agent.spawned'>

/** Why this spawn was against the policy graph, or null. */
export function judgeSpawn(run: Chronicle, ranks: Ranks, fact: Spawned): string | null {
  if (fact.actor.role === 'orchestrator') return judgeRoot(ranks, fact.actor)
  const parent = fact.actor.parent === null ? undefined : ranks.posts.get(fact.actor.parent)
  if (parent === undefined) return `${fact.actor.id} was spawned by nobody of this run`
  return (
    judgeParent(ranks, parent, fact) ??
    judgeDepth(run, fact.actor.role) ??
    judgePhase(run, parent.actor, fact) ??
    (fact.actor.role === 'specialist' ? judgeCaps(run, ranks, fact) : null)
  )
}

function judgeRoot(ranks: Ranks, actor: Actor): string | null {
  if (actor.parent !== null) return `${actor.id} is an orchestrator under ${actor.parent}`
  return ranks.root === null || ranks.root === actor.id ? null : `${actor.id} is a second orchestrator`
}

type Post = { readonly actor: Actor; readonly phase: string }

function judgeParent(ranks: Ranks, parent: Post, { actor, phase }: Spawned): string | null {
  const { id, role } = parent.actor
  if (role === 'specialist') return `${id} is a specialist and spawned ${actor.id}`
  if (role === 'coordinator' && actor.role === 'coordinator') return `${id} is a coordinator and appointed ${actor.id}`
  if (ranks.ended.has(id)) return `${id} had ended when it spawned ${actor.id}`
  if (role === 'coordinator' && parent.phase !== phase)
    return `${id} serves in phase "${parent.phase}" and spawned ${actor.id} in "${phase}"`
  return null
}

const level: Readonly<Record<Role, number>> = { orchestrator: 1, coordinator: 2, specialist: 3 }

function judgeDepth({ started }: Chronicle, role: Role): string | null {
  const depth = started?.limits.depth
  return depth !== undefined && level[role] > depth ? `a ${role} is deeper than ${depth} levels` : null
}

function judgePhase({ started }: Chronicle, parent: Actor, { actor, phase }: Spawned): string | null {
  const plan = started?.phases.find(({ name }) => name === phase)
  if (plan === undefined) return `${actor.id} works in "${phase}", which is no phase of the mission`
  if (actor.role === 'coordinator')
    return plan.coordinators.includes(actor.name) ? null : `"${actor.name}" is no coordinator of "${phase}"`
  if (parent.role === 'orchestrator') {
    if (plan.explorers === 0) return `"${phase}" has no explorers and the orchestrator spawned ${actor.id}`
    return outside(plan.explorerNames, actor.name, `the explorers of "${phase}"`)
  }
  const team = started?.teams?.find(({ coordinator }) => coordinator === parent.name)
  return outside(team?.specialists, actor.name, `the roster of ${parent.name}`)
}

function outside(roster: readonly string[] | undefined, name: string, whose: string): string | null {
  return roster === undefined || roster.includes(name) ? null : `"${name}" is not in ${whose}`
}

/** The caps at this instant, counted again from who had come and gone. */
function judgeCaps({ started }: Chronicle, ranks: Ranks, fact: Spawned): string | null {
  const { actor, caps, phase, memoryMb } = fact
  if (caps === null) return `${actor.id} held no slot`
  const limits = started?.limits ?? {}
  const counts = [
    { of: 'run', working: ranks.working, limit: Math.min(caps.run.limit, limits.agents ?? caps.run.limit) },
    { of: `phase "${phase}"`, working: ranks.workingIn.get(phaseSeat(phase)) ?? 0, limit: caps.phase.limit },
    {
      of: actor.parent ?? '',
      working: ranks.workingIn.get(superiorSeat(actor.parent)) ?? 0,
      limit: caps.coordinator.limit,
    },
  ]
  const full = counts.find(({ working, limit }) => working + 1 > limit)
  if (full !== undefined) return `${actor.id} made ${full.working + 1} of ${full.limit} at work in ${full.of}`
  if (limits.memoryMb !== undefined && ranks.memoryMb + memoryMb > limits.memoryMb)
    return `${actor.id} made ${ranks.memoryMb + memoryMb} of ${limits.memoryMb} MB`
  const isNew = !ranks.attempts.has(attemptKey(fact))
  if (limits.spawns !== undefined && isNew && ranks.attempts.size + 1 > limits.spawns)
    return `${actor.id} was spawn ${ranks.attempts.size + 1} of ${limits.spawns}`
  return null
}
