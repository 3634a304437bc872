import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineCoordinator, defineMission, defineSpecialist } from '../../src/index.ts'
import { scriptedBackend, systemClock } from '../../src/testing/index.ts'

/** A mission small enough to be killed at every event of it: two coordinators, a dependency, a refused intruder. */
export const smallMission = defineMission({
  name: 'small',
  description: 'Two coordinators do a little work.',
  limits: { agents: 3, attempts: 2 },
  phases: [{ name: 'build', coordinators: ['north', 'south'] }],
  success: ['build.failed == 1'],
})

const coordinators = ['north', 'south'].map((name) =>
  defineCoordinator({
    name,
    description: name,
    specialists: ['mason'],
    limits: { agents: 2 },
    decompose: () => [
      { key: 'base', title: 'Lay the base', specialist: 'mason' },
      { key: 'wall', title: 'Raise the wall', specialist: name === 'north' ? 'mason' : 'intruder', after: ['base'] },
      ...(name === 'south' ? [{ key: 'roof', title: 'Cannot work', specialist: 'mason' }] : []),
    ],
  }),
)

/** Everything `runMission` needs beside the repository. Each attempt that reaches its end leaves a mark in `marks`. */
export function smallPlace(marks: string) {
  const masons = defineSpecialist({ name: 'mason', description: 'Builds.', tools: ['Read'] })
  const backend = scriptedBackend(
    (job) => [
      { do: 'turn' },
      { do: 'call', f: () => appendFileSync(join(marks), `${job.task}#${job.attempt}\n`) },
      job.title === 'Cannot work'
        ? { do: 'fail', failure: 'provider' }
        : { do: 'report', report: { outcome: 'done', summary: 'built' } },
    ],
    { clock: systemClock },
  )
  return { specialists: [masons], coordinators, backends: [backend], env: {} }
}
