import { beforeAll, describe, expect, test } from 'vitest'
import { isReadOnly } from '../../src/domain/specialist.ts'
import { layers } from '../../src/domain/layer.ts'
import { strategyNames } from '../../src/engine/decompose.ts'
import { type LoadedLibrary, loadLibrary } from '../../src/library/load.ts'
import { checkLibrary, resolveMission } from '../../src/library/resolve.ts'
import { packageRoot } from '../../src/library/roots.ts'

const strategies = strategyNames
let library: LoadedLibrary

beforeAll(async () => {
  library = await loadLibrary({ roots: [{ folder: packageRoot(), label: '' }] })
})

test('every shipped definition loads, and nothing is wrong with any of them', () => {
  expect(checkLibrary(library, ['static'], strategies)).toEqual({ problems: [], warnings: [] })
  expect([...library.coordinators.keys()]).toEqual(['platform', 'quality', 'resilience'])
})

test.each(['full-stack-audit', 'night-mission', 'debt-sprint'])('%s resolves with everybody it names', (name) => {
  const resolved = resolveMission(library, name, ['static'], strategies)
  expect([...resolved.coordinators.keys()].sort()).toEqual(['platform', 'quality', 'resilience'])
  expect(resolved.warnings).toEqual([])
  for (const phase of resolved.mission.phases) expect(phase.intent.length).toBeGreaterThan(80)
})

test('each of the sixteen layers has one read-only explorer on the static backend, and one coordinator that answers for it', () => {
  for (const layer of layers) {
    const explorer = library.specialists.get(`explore-${layer}`)
    expect(explorer).toMatchObject({ layer, backend: 'static' })
    expect(explorer && isReadOnly(explorer)).toBe(true)
    expect([...library.coordinators.values()].filter((coordinator) => coordinator.layers.includes(layer))).toHaveLength(
      1,
    )
  }
})

test('the audit explores all layers at once and each coordinator commands four to eight specialists', () => {
  const { mission, coordinators } = resolveMission(library, 'full-stack-audit', ['static'], strategies)
  const explore = mission.phases.find(({ name }) => name === 'explore')
  expect(explore?.explorers).toHaveLength(layers.length)
  for (const { specialists, limits } of coordinators.values()) {
    expect(specialists.length).toBeGreaterThanOrEqual(4)
    expect(specialists.length).toBeLessThanOrEqual(8)
    expect(limits.agents).toBe(8)
  }
})

test('what writes to the repository waits for workspaces; the audit needs none', () => {
  const needing = [...library.missions.values()].flatMap(({ name, phases }) =>
    phases.filter(({ needs }) => needs.includes('workspaces')).map((phase) => `${name}/${phase.name}`),
  )
  expect(needing.sort()).toEqual([
    'debt-sprint/pay-down',
    'night-mission/debts',
    'night-mission/expand',
    'night-mission/repair',
  ])
})

describe.each(['code-reviewer', 'security-reviewer', 'evidence-checker', 'registrar', 'surveyor'])('%s', (name) => {
  test('judges and counts, and cannot write', () => {
    const specialist = library.specialists.get(name)
    expect(specialist && isReadOnly(specialist)).toBe(true)
  })
})

test('orders are written to a colleague: what to read, what done is, when to stop, and no shouting', () => {
  for (const { name, instructions } of library.specialists.values()) {
    expect(instructions, name).toMatch(/## Read first/)
    expect(instructions, name).toMatch(/## Done/)
    expect(instructions, name).toMatch(/## Return/)
    expect(instructions, name).toMatch(/## Stop/)
    expect(instructions, name).not.toMatch(/\b(?:MUST|NEVER|ALWAYS|IMPORTANT|You are an?)\b/)
  }
})
