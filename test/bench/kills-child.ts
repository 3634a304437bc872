import { appendFileSync } from 'node:fs'
import { type LedgerEvent, resumeMission, runMission } from '../../src/index.ts'
import { cast, type Company, report } from './company.ts'
import { endWithParent } from './orphan.ts'

const shape = { teams: 3, specialists: 6, turns: 4, latency: 8, teamCap: 3 } as const
export const tasksInAll = shape.teams * shape.specialists

/** One life of a run through the public door; each turn leaves its mark outside of the ledger. */
async function live(argument: string): Promise<void> {
  endWithParent()
  const { repo, marks, verb, afterEvent } = JSON.parse(argument)
  const { mission, ...people } = cast(companyThatMarks(marks))
  let events = 0
  const on = (_event: LedgerEvent): void => {
    events += 1
    if (events === afterEvent) process.kill(process.pid, 'SIGKILL')
  }
  const common = { ...people, repo, env: {}, on }
  const run = verb === 'run' ? runMission({ ...common, mission }) : resumeMission({ ...common, missions: [mission] })
  await run.result
}

function companyThatMarks(marks: string): Company {
  return {
    ...shape,
    script: ({ task, attempt }) => [
      ...Array.from({ length: shape.turns }, (_, turn) => [
        { do: 'sleep', ms: shape.latency } as const,
        { do: 'call', f: () => appendFileSync(marks, `${task}#${attempt} ${turn}\n`) } as const,
        { do: 'turn', tools: [{ name: 'read', class: 'read' }] } as const,
      ]).flat(),
      report,
    ],
  }
}

const [, script = '', argument] = process.argv
if (script.endsWith('kills-child.ts') && argument !== undefined) await live(argument)
