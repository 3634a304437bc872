import type { AgentState, RunState, Timed } from '../../../domain/state.ts'
import type { Book } from '../book.ts'

export type AgentEnd = 'working' | 'done' | 'failed' | 'interrupted'

export interface Member {
  readonly agent: AgentState
  readonly end: AgentEnd
  readonly title: string
}

/** The specialists of one parent in one phase, with the parent's own life and the spawns it was refused. */
export interface Team {
  readonly phase: string
  readonly parent: string
  /** What people call the parent. */
  readonly name: string
  readonly isCoordinator: boolean
  /** The coordinator's own life in this phase. */
  readonly lead: AgentState | null
  readonly members: readonly Member[]
  readonly refusals: readonly Timed<'spawn.refused'>[]
  /** The tightest cap its members were spawned under. Null when nobody was. */
  readonly cap: number | null
}

/** All teams in the order in which they first appear. */
export function teams(book: Book): readonly Team[] {
  const { state } = book
  const keys = new Map<string, { phase: string; parent: string }>()
  const meet = (phase: string, parent: string) => keys.set(`${phase}\n${parent}`, { phase, parent })
  for (const { actor, phase } of state.agents.values()) {
    if (actor.role === 'specialist') meet(phase, actor.parent ?? '')
    if (actor.role === 'coordinator') meet(phase, actor.id)
  }
  for (const { fact } of state.refusals) meet(fact.phase, fact.parent)
  const members = membersByTeam(book)
  const caps = capsByTeam(book)
  return [...keys].map(([key, { phase, parent }]) => ({
    phase,
    parent,
    name: state.agents.get(parent)?.actor.name ?? parent,
    isCoordinator: state.agents.get(parent)?.actor.role === 'coordinator',
    lead: leadOf(state, phase, parent),
    members: members.get(key) ?? [],
    refusals: state.refusals.filter(({ fact }) => fact.phase === phase && fact.parent === parent),
    cap: caps.get(key) ?? null,
  }))
}

function leadOf(state: RunState, phase: string, parent: string): AgentState | null {
  const agent = state.agents.get(parent)
  return agent?.actor.role === 'coordinator' && agent.phase === phase ? agent : null
}

function membersByTeam({ state }: Book): ReadonlyMap<string, Member[]> {
  const result = new Map<string, Member[]>()
  for (const agent of state.agents.values()) {
    if (agent.actor.role !== 'specialist') continue
    const key = `${agent.phase}\n${agent.actor.parent ?? ''}`
    const team = result.get(key) ?? []
    result.set(key, team)
    team.push({ agent, end: endOf(state, agent), title: titleOf(state, agent) })
  }
  return result
}

function capsByTeam({ events }: Book): ReadonlyMap<string, number> {
  const result = new Map<string, number>()
  for (const { fact } of events) {
    if (fact.type !== 'agent.spawned' || fact.caps === null) continue
    const { run, phase, coordinator } = fact.caps
    const key = `${fact.phase}\n${fact.actor.parent ?? ''}`
    const cap = Math.min(run.limit, phase.limit, coordinator.limit)
    result.set(key, Math.min(cap, result.get(key) ?? cap))
  }
  return result
}

function endOf(state: RunState, { actor, task, attempt, ended, interrupted }: AgentState): AgentEnd {
  if (interrupted) return 'interrupted'
  if (ended === null) return 'working'
  const attempts = task === null ? [] : (state.tasks.get(task)?.attempts ?? [])
  const own = attempts.find(({ fact }) => fact.actor === actor.id && fact.attempt === attempt)
  return own?.fact.ok === false ? 'failed' : 'done'
}

function titleOf(state: RunState, { task }: AgentState): string {
  return task === null ? '' : (state.tasks.get(task)?.queued.fact.title ?? '')
}
