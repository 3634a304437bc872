import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mission, planMission, type RunResult, runMission } from '../../src/index.ts'
import { type LoadedLibrary, loadLibrary } from '../../src/library/load.ts'
import { packageRoot } from '../../src/library/roots.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { shop } from './shop.ts'

const names = ['full-stack-audit', 'night-mission', 'debt-sprint'] as const

let library: LoadedLibrary
let repository: FixtureRepository
const runs = new Map<string, RunResult>()

beforeAll(async () => {
  library = await loadLibrary({ roots: [{ folder: packageRoot(), label: 'echelon' }] })
  repository = await fixtureRepository(shop)
  await Promise.all(
    names.map(async (mission) => {
      const state = join(repository.root, '.echelon', mission)
      runs.set(mission, await runMission({ mission, repo: repository.root, state, env: {} }).result)
    }),
  )
})
afterAll(() => repository.remove())

test('these are all the missions we ship, and nothing is wrong with any definition', () => {
  expect([...library.missions.keys()].toSorted()).toEqual([...names].toSorted())
  expect(library.problems).toEqual([])
})

describe.each(names)('%s', (name) => {
  test('is planned phase by phase, and says beforehand which of them will be held', async () => {
    const plan = await planMission({ mission: name, repo: repository.root })
    const { phases } = shipped(name)
    expect(plan.phases.map((phase) => phase.name)).toEqual(phases.map((phase) => phase.name))
    expect(plan.phases.flatMap((phase) => (phase.held === null ? [] : [phase.name]))).toEqual(needy(name))
    expect(plan.estimate).toMatchObject({ usd: 0, usdLimit: shipped(name).limits.costUsd })
    for (const { orders } of plan.phases) {
      expect(orders.length).toBeGreaterThan(0)
      for (const { roster, cap } of orders) expect(Math.min(roster.length, cap)).toBeGreaterThan(0)
    }
  })

  test('runs: what needs nothing is done, what needs workspaces is held with its reason', () => {
    const { outcome, state, exitCode } = resultOf(name)
    const held = [...state.phases.values()].filter((phase) => phase.state === 'held')
    expect(held.map((phase) => phase.name)).toEqual(needy(name))
    for (const { reason } of held) expect(reason).toMatch(/workspaces|^the phase "repair" was held$/)
    const unfinished = [...state.phases.values()].filter((phase) => phase.state !== 'finished' && !held.includes(phase))
    expect(unfinished).toEqual([])
    expect([...state.tasks.values()].map((task) => task.state)).toEqual([...state.tasks].map(() => 'done'))
    expect({ outcome, exitCode }).toEqual(
      held.length > 0 ? { outcome: 'partial', exitCode: 3 } : { outcome: 'accomplished', exitCode: 0 },
    )
  })

  test('finds the queue that nobody works on, and checks its evidence', () => {
    const { debts, verdicts, findings } = resultOf(name).state
    const titles = [...debts.values()].map(({ debt }) => debt.title)
    expect(titles.filter((title) => title.includes('Queue "reports"'))).toHaveLength(1)
    expect([...verdicts.keys()].toSorted()).toEqual([...findings.keys()].toSorted())
  })
})

function shipped(name: string): Mission {
  return library.missions.get(name) ?? absent(name)
}

function needy(name: string): readonly string[] {
  return shipped(name).phases.flatMap((phase) => (phase.needs.length > 0 ? [phase.name] : []))
}

function resultOf(name: string): RunResult {
  return runs.get(name) ?? absent(name)
}

function absent(name: string): never {
  throw new Error(`${name} is not there`)
}
