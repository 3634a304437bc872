import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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
let work: string
const runs = new Map<string, RunResult>()

beforeAll(async () => {
  library = await loadLibrary({ roots: [{ folder: packageRoot(), label: 'echelon' }] })
  repository = await fixtureRepository(shop)
  work = await mkdtemp(join(tmpdir(), 'echelon-work-'))
  await Promise.all(
    names.map(async (mission) => {
      const state = join(repository.root, '.echelon', mission)
      const place = { repo: repository.root, state, work: join(work, mission), env: {} }
      runs.set(mission, await runMission({ mission, ...place }).result)
    }),
  )
})
afterAll(async () => {
  await repository.remove()
  await rm(work, { recursive: true, force: true })
})

test('these are all the missions we ship, and nothing is wrong with any definition', () => {
  expect([...library.missions.keys()].toSorted()).toEqual([...names].toSorted())
  expect(library.problems).toEqual([])
})

describe.each(names)('%s', (name) => {
  test('is planned phase by phase, and nothing of it will be held in a git repository', async () => {
    const plan = await planMission({ mission: name, repo: repository.root })
    const { phases } = shipped(name)
    expect(plan.phases.map((phase) => phase.name)).toEqual(phases.map((phase) => phase.name))
    expect(plan.phases.flatMap((phase) => (phase.held === null ? [] : [phase.name]))).toEqual([])
    expect(plan.estimate).toMatchObject({ usd: 0, usdLimit: shipped(name).limits.costUsd })
    for (const { orders } of plan.phases) {
      expect(orders.length).toBeGreaterThan(0)
      for (const { roster, cap } of orders) expect(Math.min(roster.length, cap)).toBeGreaterThan(0)
    }
  })

  test('runs to its end: every phase that was ordered has finished, and every task is done', () => {
    const { state } = resultOf(name)
    const ordered = shipped(name).phases.filter(({ expansion }) => expansion === null)
    expect(ordered.map((phase) => state.phases.get(phase.name)?.state)).toEqual(ordered.map(() => 'finished'))
    expect([...state.tasks.values()].map((task) => task.state)).toEqual([...state.tasks].map(() => 'done'))
  })

  test('lands what it may land, and says how it came out', () => {
    const { outcome, exitCode, state } = resultOf(name)
    const queue = [...state.debts.values()].find(({ debt }) => debt.title.includes('Queue "reports"'))
    const pays = shipped(name).phases.some(({ needs }) => needs.includes('workspaces'))
    expect(queue?.debt.state).toBe(pays ? 'fixed' : 'open')
    expect(state.landed.size > 0).toBe(pays)
    expect({ outcome, exitCode }).toEqual({ outcome: 'accomplished', exitCode: 0 })
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

function resultOf(name: string): RunResult {
  return runs.get(name) ?? absent(name)
}

function absent(name: string): never {
  throw new Error(`${name} is not there`)
}
