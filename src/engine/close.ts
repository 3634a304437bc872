import type { Check } from '../domain/check.ts'
import { parseCondition } from '../domain/condition.ts'
import { commandSuite } from '../domain/measure-condition.ts'
import type { Fact } from '../domain/event.ts'
import type { AgentUnit } from '../ports/runtime.ts'
import type { Grounds } from '../ports/site.ts'
import { checkEnded } from './checking.ts'
import type { Running } from './running.ts'

/** The longest a command of the success criteria may take. */
const commandMinutes = 60

/** Looks at the mission branch when the work is over: every check, and every command that the success criteria name. */
export function closeUnit(running: Running): AgentUnit {
  return async (ctx) => {
    const { grounds } = running.site
    const checking = running.landing?.checking
    if (grounds === null || checking === undefined) return { value: null, facts: [] }
    const tip = await grounds.trunk.tip(ctx.signal)
    const results = await Promise.all(
      [...checking.list, ...commandsOf(running)].map((check) => checking.quietly(check, tip)),
    )
    const facts = results.map<Fact>((result) => checkEnded(result, { at: 'end' }))
    return { value: null, facts: [...facts, ...(await show(grounds, ctx.signal))] }
  }
}

/** What landed just before a crash may not be shown yet. */
async function show({ trunk }: Grounds, signal: AbortSignal): Promise<readonly Fact[]> {
  const commit = await trunk.tip(signal)
  if (commit === trunk.base) return []
  const shown = await trunk.publish(signal)
  return [{ type: 'branch.published', branch: trunk.branch, commit, reason: shown.ok ? '' : shown.reason }]
}

function commandsOf({ mission }: Running): readonly Check[] {
  return mission.success.flatMap((text) => {
    const parsed = parseCondition(text)
    if (!parsed.ok || parsed.condition.subject.kind !== 'command') return []
    const { argv } = parsed.condition.subject
    const name = commandSuite(argv)
    return [
      { name, kind: 'test', argv: [...argv], folder: '', minutes: commandMinutes, repair: null, source: mission.file },
    ]
  })
}
