import { defineCoordinator, defineMission, defineSpecialist, resumeMission, runMission } from '../../src/index.ts'
import { type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'

/**
 * A process that works on a mission long enough to be watched and stopped from another one. Arguments: `run` or `resume`,
 * and what each mason does: `brief` work, or to `hang` until it is told to stop.
 */
const [verb, work] = process.argv.slice(2)
const scripts: Readonly<Record<string, Script>> = {
  brief: [
    { do: 'sleep', ms: 150 },
    { do: 'report', report: { outcome: 'done', summary: 'built' } },
  ],
  hang: [{ do: 'hang' }],
}
const names = ['quality', 'resilience', 'platform']
const mission = defineMission({
  name: 'slow',
  description: 'Three walls, stone by stone.',
  phases: [{ name: 'build', coordinators: names }],
})
const place = {
  specialists: [defineSpecialist({ name: 'mason', description: 'Lays stones.', tools: ['Read'] })],
  coordinators: names.map((name) =>
    defineCoordinator({
      name,
      description: `Builds the ${name} wall.`,
      specialists: ['mason'],
      limits: { agents: 1 },
      decompose: () =>
        Array.from({ length: 6 }, (_, at) => ({ key: `stone-${at}`, title: `Lay stone ${at}`, specialist: 'mason' })),
    }),
  ),
  backends: [scriptedBackend({ mason: scripts[work ?? 'brief'] ?? [] }, { clock: systemClock })],
}
const run = verb === 'resume' ? resumeMission({ ...place, missions: [mission] }) : runMission({ ...place, mission })
run.on('event', ({ fact }) => console.log(fact.type))
const { outcome, reason } = await run.result
console.log(JSON.stringify({ outcome, reason }))
