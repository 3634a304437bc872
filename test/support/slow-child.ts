import { defineCoordinator, defineMission, defineSpecialist, resumeMission, runMission } from '../../src/index.ts'
import { type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'

/**
 * A process that works on a mission long enough to be watched and stopped from another one. Arguments: `run` or `resume`,
 * and the milliseconds each stone takes, or `hang`: until the mason is told to stop.
 */
const [verb, work = 'hang'] = process.argv.slice(2)
const laid: Script = [
  { do: 'sleep', ms: Number(work) },
  { do: 'report', report: { outcome: 'done', summary: 'built' } },
]
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
  backends: [scriptedBackend({ mason: work === 'hang' ? [{ do: 'hang' }] : laid }, { clock: systemClock })],
}
const run = verb === 'resume' ? resumeMission({ ...place, missions: [mission] }) : runMission({ ...place, mission })
run.on('event', ({ fact }) => console.log(fact.type))
const { outcome, reason } = await run.result
console.log(JSON.stringify({ outcome, reason }))
