import type { AgentState, RunState } from '../../domain/state.ts'

/** A superior in one phase, with its tasks counted and those at work under it. */
export interface Team {
  readonly phase: string
  /** The superior's actor id. */
  readonly superior: string
  /** What the screen calls it: the coordinator's name, or `explorers` for the orchestrator's own. */
  readonly name: string
  readonly counts: { queued: number; done: number; failed: number }
  readonly working: AgentState[]
}

/** The teams of a run, in the order in which they were formed. One pass over agents and tasks. */
export function teamsOf(state: RunState): readonly Team[] {
  const teams = new Map<string, Team>()
  for (const agent of state.agents.values()) {
    const { actor, phase, ended } = agent
    if (actor.role === 'coordinator') teamAt(teams, phase, actor.id)
    if (actor.role === 'specialist' && ended === null) teamAt(teams, phase, actor.parent ?? '').working.push(agent)
  }
  for (const { queued, state: now } of state.tasks.values()) {
    const { counts } = teamAt(teams, queued.fact.phase, queued.fact.owner)
    if (now === 'queued') counts.queued += 1
    else if (now === 'done') counts.done += 1
    else if (now !== 'working') counts.failed += 1
  }
  return [...teams.values()]
}

function teamAt(teams: Map<string, Team>, phase: string, superior: string): Team {
  const key = `${phase}\0${superior}`
  const known = teams.get(key)
  if (known !== undefined) return known
  const name = superior === 'orchestrator' ? 'explorers' : (superior.split('/').at(-1) ?? superior)
  const team: Team = { phase, superior, name, counts: { queued: 0, done: 0, failed: 0 }, working: [] }
  teams.set(key, team)
  return team
}
