import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineMission, runMission, type RunResult } from '../../src/index.ts'
import { type LoadedLibrary, loadLibrary } from '../../src/library/load.ts'
import { packageRoot } from '../../src/library/roots.ts'
import { type FixtureRepository, fixtureRepository, scriptedBackend, systemClock } from '../../src/testing/index.ts'

let library: LoadedLibrary
let repository: FixtureRepository
let result: RunResult

/** Every shipped coordinator gives each of its roster a task; the orchestrator sends every explorer. */
const muster = (coordinators: readonly string[], explorers: readonly string[]) =>
  defineMission({
    name: 'muster',
    description: 'Everybody reports once.',
    phases: [
      { name: 'teams', coordinators: [...coordinators], decompose: 'roster' },
      { name: 'explorers', explorers: [...explorers], decompose: 'roster' },
    ],
  })

beforeAll(async () => {
  library = await loadLibrary({ roots: [{ folder: packageRoot(), label: 'echelon' }] })
  repository = await fixtureRepository({ 'readme.md': 'a parade ground' })
  const explorers = [...library.specialists.values()].flatMap(({ name, layer }) => (layer === null ? [] : [name]))
  result = await runMission({
    repo: repository.root,
    mission: muster([...library.coordinators.keys()], explorers),
    // Inspectors have no answer to a roll call; a script has.
    specialists: [...library.specialists.values()].map((specialist) => ({ ...specialist, backend: null })),
    backends: [
      scriptedBackend(() => [{ do: 'report', report: { outcome: 'done', summary: 'here' } }], { clock: systemClock }),
    ],
    env: {},
  }).result
})
afterAll(() => repository.remove())

test('every shipped specialist has a superior who can spawn it', () => {
  const spawned = [...result.state.agents.values()].filter(({ actor }) => actor.role === 'specialist')
  expect([...new Set(spawned.map(({ actor }) => actor.name))].toSorted()).toEqual(
    [...library.specialists.keys()].toSorted(),
  )
  expect(result.state.refusals).toEqual([])
  expect(result.outcome).toBe('accomplished')
})

test('each coordinator commands exactly its roster, its reviewer among them', () => {
  for (const { name, specialists, reviewer } of library.coordinators.values()) {
    const commanded = [...result.state.agents.values()].filter(({ actor }) => actor.parent === `teams/${name}`)
    expect(commanded.map(({ actor }) => actor.name).toSorted()).toEqual(specialists.toSorted())
    expect(specialists).toContain(reviewer)
  }
})
