import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AgentBackend, defineSpecialist, type Fact, type LedgerEvent, runMission } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { done, mission, play, team } from '../support/play.ts'

const facts = (events: readonly LedgerEvent[], type: Fact['type']): readonly Fact[] =>
  events.flatMap(({ fact }) => (fact.type === type ? [fact] : []))

let repository: FixtureRepository
beforeAll(async () => {
  repository = await fixtureRepository({ 'readme.md': 'a till' })
})
afterAll(() => repository.remove())

describe('money', () => {
  test('F16: an agent whose price is unknown is refused before it is called', async () => {
    let calls = 0
    const night = await play({
      scripts: { mason: [{ do: 'call', f: () => void calls++ }, done()] },
      price: 'unknown',
      limits: { attempts: 1 },
    })
    expect(facts(night.events, 'spawn.refused')).toMatchObject([{ code: 'budget', name: 'mason' }])
    expect(calls).toBe(0)
    expect(await night.read('HANDOFF.md')).toContain('unknown is not free')
  })

  test('F15: a bill that is missing counts as the worst case that was reserved, one that came as what it says', async () => {
    expect(await served({ usd: null, basis: 'unknown' })).toEqual(['done', 'refused'])
    expect(await served({ usd: 0.1, basis: 'reported' })).toEqual(['done', 'done'])
  })
})

describe('agents', () => {
  test('F22: an agent that ends without a word has failed, and its task is tried again up to its limit', async () => {
    const night = await play({ scripts: { mute: [{ do: 'turn' }] }, mission: mission(['quality'], { attempts: 2 }) })
    expect(facts(night.events, 'attempt.ended')).toMatchObject([
      { attempt: 1, ok: false, failure: 'empty' },
      { attempt: 2, ok: false, failure: 'empty' },
    ])
    expect(night.result.outcome).toBe('partial')
  })

  test('F33: a change outside the scope is denied by name, and claiming it all the same costs the attempt', async () => {
    const night = await play({
      coordinators: [team('quality', ['mason:wall'], { scope: ['src/**'] })],
      scripts: {
        mason: [
          { do: 'edit', path: 'src/wall.ts' },
          { do: 'edit', path: 'deploy/key.pem' },
          {
            do: 'report',
            report: {
              outcome: 'done',
              summary: 'both',
              changes: [
                { path: 'src/wall.ts', lines: 3 },
                { path: 'deploy/key.pem', lines: 1 },
              ],
            },
          },
        ],
      },
      tools: ['Read', 'Edit'],
    })
    expect(facts(night.events, 'action.denied')).toMatchObject([{ what: 'scope', target: 'deploy/key.pem' }])
    expect(facts(night.events, 'claim.rejected')).toMatchObject([{ claim: 'changed deploy/key.pem' }])
    expect(facts(night.events, 'attempt.ended')).toMatchObject([{ ok: false, failure: 'malformed' }])
    expect(await night.read('HANDOFF.md')).toContain('deploy/key.pem')
  })
})

type Cost = Awaited<ReturnType<AgentBackend['run']>>['cost']

/** How two tasks end, one after the other, when each reserves 0.6 of 1 USD and is billed so much. */
async function served(cost: Cost): Promise<readonly string[]> {
  const till: AgentBackend = {
    id: 'till',
    capabilities: { model: true, edits: false },
    estimate: () => ({ usd: 0.6, tokens: 10 }),
    run: async ({ answer }) => ({
      ok: true,
      value: answer.parse({ outcome: 'done', summary: 'served' }),
      usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
      cost,
    }),
  }
  const { state } = await runMission({
    repo: repository.root,
    state: join(repository.root, `.state-${cost.basis}`),
    mission: mission(['quality'], { costUsd: 1, tokens: 1_000, agents: 1 }),
    coordinators: [team('quality', ['mason:first', 'mason:second'])],
    specialists: [defineSpecialist({ name: 'mason', description: 'mason', tools: ['Read'] })],
    backends: [till],
    env: {},
  }).result
  return [...state.tasks.values()].map((task) => task.state)
}
