import type { AntiPattern } from '../anti-pattern.ts'
import { delegatedResults, type Result, synthesisRatio } from '../delegation.ts'
import { directUnits } from '../direct-work.ts'
import type { Scope } from '../scope.ts'

const manyResults = 5
const leastSynthesis = 0.2
const mostIgnored = 0.2

/**
 * A superior that delegates and does not read what comes back: five results and a synthesis ratio under 0.20, or over
 * 20 % of its results never consumed. Results are judged once it has ended, or the run has.
 */
export function ghostGeneral(mission: Scope): AntiPattern {
  const consumed = new Set<string>()
  const ended = new Set<string>()
  for (const { fact } of mission.events) {
    if (fact.type === 'report.consumed') consumed.add(fact.task)
    if (fact.type === 'agent.ended') ended.add(fact.actor)
  }
  const generals = Map.groupBy(delegatedResults(mission), ({ owner }) => owner)
  const ghosts = [...generals].flatMap(([owner, results]) => {
    const isJudged = mission.run.concluded !== null || ended.has(owner)
    const ignored = isJudged ? results.filter(({ task }) => !consumed.has(task)) : []
    return haunt(mission, owner, results, ignored)
  })
  return {
    name: 'ghostGeneral',
    found: ghosts.length > 0,
    count: ghosts.length,
    events: [...new Set(ghosts.flatMap(({ events }) => events))].sort((a, b) => a - b),
    detail: ghosts[0]?.detail ?? 'every superior consumed what its people returned',
  }
}

interface Ghost {
  readonly events: readonly number[]
  readonly detail: string
}

function haunt(
  mission: Scope,
  owner: string,
  results: readonly Result[],
  ignored: readonly Result[],
): readonly Ghost[] {
  if (ignored.length > mostIgnored * results.length)
    return [
      {
        events: ignored.map(({ seq }) => seq),
        detail: `${owner} never consumed ${ignored.length} of ${results.length} results`,
      },
    ]
  if (results.length < manyResults) return []
  const synthesis = synthesisRatio(mission, owner).value
  if (synthesis === null || synthesis >= leastSynthesis) return []
  const direct = directUnits(mission).filter(({ actor }) => actor === owner)
  return [
    {
      events: direct.flatMap(({ events }) => events),
      detail: `${owner} had ${results.length} results and spent ${Math.round(synthesis * 100)} % of its time on them`,
    },
  ]
}
