import { describe, expect, test } from 'vitest'
import { defineMission } from '../../src/index.ts'
import { readRun } from '../../src/index.ts'
import { done, play, team } from '../support/play.ts'

const scouts = Array.from({ length: 16 }, (_, n) => `scout-${n}`)
const tasks = Array.from({ length: 8 }, (_, n) => `mason:t${n}`)

describe('the shape of the night that the project grew from', () => {
  test('sixteen explorers at once, then three coordinators with eight specialists each, every number from the ledger', async () => {
    const mission = defineMission({
      name: 'night',
      description: 'Look at everything, then repair it.',
      limits: { agents: 16, attempts: 1 },
      phases: [
        { name: 'review', explorers: scouts },
        {
          name: 'repair',
          coordinators: ['quality', 'resilience', 'platform'],
          after: ['review'],
          go: ['review.done >= 1'],
        },
        { name: 'never', coordinators: ['quality'], after: ['repair'], go: ['repair.failed > 0'] },
        { name: 'after', coordinators: ['quality'], after: ['never'] },
      ],
    })
    const night = await play({
      mission,
      coordinators: ['quality', 'resilience', 'platform'].map((name) => ({
        ...team(name, tasks),
        limits: { agents: 8 },
      })),
      scripts: Object.fromEntries(
        [...scouts, 'mason'].map((name) => [name, [{ do: 'sleep' as const, ms: 15 }, done()]]),
      ),
    })
    const { metrics, state } = await readRun(night.result.documents)
    expect(metrics.mission.agentsSpawned.value).toBe(16 + 3 + 24)
    expect(metrics.mission.peakConcurrency.value).toBe(16)
    expect(metrics.mission.parallelFactor.value).toBeGreaterThan(6)
    expect(metrics.mission.delegationRatio).toEqual({ value: 1, numerator: 40, denominator: 40 })
    expect(metrics.mission.hierarchyCompliance.value).toBe(1)
    expect(metrics.refused.refused).toBe(0)
    expect([...state.phases.values()].map((phase) => [phase.name, phase.state])).toEqual([
      ['review', 'finished'],
      ['repair', 'finished'],
      ['never', 'held'],
      ['after', 'held'],
    ])
    expect(state.phases.get('never')?.reason).toBe('no go: repair.failed > 0 (measured 0)')
    expect(state.phases.get('after')?.reason).toBe('the phase "never" was held')
    expect(night.result).toMatchObject({ outcome: 'partial', reason: 'held: never, after' })
    expect(await night.read('HANDOFF.md')).toContain('no go: repair.failed > 0')
  })

  test('a planted intruder is refused, costs no compliance, and stands in the handoff', async () => {
    const night = await play({
      coordinators: [team('quality', ['mason:wall', 'intruder:crown'], { roster: ['mason'] })],
      scripts: { mason: [done()], intruder: [done()] },
    })
    const { metrics } = await readRun(night.result.documents)
    expect(metrics.mission.hierarchyCompliance.value).toBe(1)
    expect(metrics.refused).toMatchObject({ refused: 1 })
    expect(await night.read('HANDOFF.md')).toMatch(/quality was refused the agent "intruder"/)
  })
})
