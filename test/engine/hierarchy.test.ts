import { describe, expect, test } from 'vitest'
import type { Fact, LedgerEvent } from '../../src/index.ts'
import { defineCoordinator, defineMission } from '../../src/index.ts'
import { done, mission, play, team } from '../support/play.ts'

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>
const facts = <T extends Fact['type']>(events: readonly LedgerEvent[], type: T): readonly FactOf<T>[] =>
  events.flatMap(({ fact }) => (fact.type === type ? [fact as FactOf<T>] : []))

describe('one door for spawning', () => {
  test('a specialist outside the roster is refused, and the task says why', async () => {
    const night = await play({
      coordinators: [team('quality', ['mason:wall', 'intruder:crown'], { roster: ['mason'] })],
      scripts: { mason: [done()], intruder: [done()] },
    })
    expect(facts(night.events, 'spawn.refused')).toMatchObject([
      { parent: 'act/quality', name: 'intruder', code: 'roster', task: 'act/quality/crown' },
    ])
    expect(night.result.state.tasks.get('act/quality/crown')?.state).toBe('refused')
    expect(night.result.outcome).toBe('partial')
    expect(night.result.exitCode).toBe(3)
  })

  test('a specialist that wants helpers gets none, whatever it asks for', async () => {
    const night = await play({
      scripts: {
        mason: [{ do: 'spawn', name: 'helper' }, { do: 'spawn', name: 'general', role: 'coordinator' }, done()],
      },
    })
    const refused = facts(night.events, 'spawn.refused')
    expect(refused.map(({ name, code }) => [name, code])).toEqual([
      ['helper', 'role'],
      ['general', 'role'],
    ])
    expect(facts(night.events, 'agent.spawned').map(({ actor }) => actor.role)).toEqual([
      'orchestrator',
      'coordinator',
      'specialist',
    ])
    expect(night.result.outcome).toBe('accomplished')
  })

  test('the orchestrator sends out explorers only if they cannot write', async () => {
    const explore = defineMission({
      name: 'scout',
      description: 'Look around.',
      limits: { attempts: 1 },
      phases: [{ name: 'look', explorers: ['scout'] }],
    })
    await expect(
      play({ mission: explore, coordinators: [], scripts: { scout: [done()] }, tools: ['Read', 'Edit'] }),
    ).rejects.toThrow(/scout/)
    const night = await play({ mission: explore, coordinators: [], scripts: { scout: [done()] } })
    expect(facts(night.events, 'agent.spawned').at(-1)?.actor).toMatchObject({
      parent: 'orchestrator',
      role: 'specialist',
    })
  })

  test('no more spawns than the run allows, whoever asks', async () => {
    const tasks = Array.from({ length: 5 }, (_, n) => `mason:t${n}`)
    const night = await play({
      coordinators: [team('quality', tasks)],
      scripts: { mason: [done()] },
      limits: { spawns: 3 },
    })
    expect(facts(night.events, 'agent.spawned').filter(({ actor }) => actor.role === 'specialist')).toHaveLength(3)
    expect(facts(night.events, 'spawn.refused').map(({ code }) => code)).toEqual(['spawns', 'spawns'])
  })

  test('a run that allows two levels has no specialists', async () => {
    const night = await play({ scripts: { mason: [done()] }, limits: { depth: 2 } })
    expect(facts(night.events, 'spawn.refused')).toMatchObject([{ code: 'depth' }])
  })
})

describe('caps at the same instant', () => {
  test('run, phase and coordinator caps hold at every spawn, and the ledger shows the use', async () => {
    const tasks = Array.from({ length: 8 }, (_, n) => `mason:t${n}`)
    const capped = (name: string, agents: number) => ({ ...team(name, tasks), limits: { agents } })
    const night = await play({
      mission: mission(['north', 'south'], { agents: 5 }),
      coordinators: [capped('north', 2), capped('south', 4)],
      scripts: { mason: [{ do: 'sleep', ms: 4 }, done()] },
    })
    const spawned = facts(night.events, 'agent.spawned').filter(({ actor }) => actor.role === 'specialist')
    expect(spawned).toHaveLength(16)
    for (const { caps, actor } of spawned) {
      expect(caps?.run.limit).toBe(5)
      expect(caps?.coordinator.limit).toBe(actor.parent === 'act/north' ? 2 : 4)
      for (const level of [caps?.run, caps?.phase, caps?.coordinator])
        expect(level?.working).toBeLessThanOrEqual(level?.limit ?? 0)
    }
    expect(Math.max(...spawned.map(({ caps }) => caps?.run.working ?? 0))).toBe(5)
  })

  test('memory is reserved before work; what can never fit is refused', async () => {
    const night = await play({ scripts: { mason: [done()] }, limits: { memoryMb: 32 } })
    expect(facts(night.events, 'spawn.refused')).toMatchObject([{ code: 'memory' }])
  })

  test('an unknown price is not free, and a known one is kept under the limit', async () => {
    const unknown = await play({ scripts: { mason: [done()] }, price: 'unknown', limits: {} })
    expect(facts(unknown.events, 'spawn.refused')).toMatchObject([{ code: 'budget' }])
    const tasks = Array.from({ length: 4 }, (_, n) => `mason:t${n}`)
    const night = await play({
      mission: mission(['quality'], { costUsd: 1, tokens: 1_000, agents: 1 }),
      coordinators: [team('quality', tasks)],
      scripts: {
        mason: [
          {
            do: 'turn',
            usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
            cost: { usd: 0.3, basis: 'reported' },
          },
          { do: 'fail', failure: 'provider' },
        ],
      },
      price: { usd: 0.5, tokens: 10 },
    })
    expect(facts(night.events, 'budget.reserved').length).toBeGreaterThan(0)
    expect(facts(night.events, 'spawn.refused').every(({ code }) => code === 'budget')).toBe(true)
  })
})

describe('tasks', () => {
  test('a task waits for what it depends on, and is blocked when that fails', async () => {
    const order: string[] = []
    const chain = defineCoordinator({
      name: 'quality',
      description: 'A chain.',
      specialists: ['mason', 'drunk'],
      decompose: () => [
        { key: 'roof', title: 'Roof', specialist: 'mason', after: ['wall'] },
        { key: 'wall', title: 'Wall', specialist: 'mason', after: ['base'] },
        { key: 'base', title: 'Base', specialist: 'mason' },
        { key: 'cellar', title: 'Cellar', specialist: 'drunk' },
        { key: 'stairs', title: 'Stairs', specialist: 'mason', after: ['cellar'] },
        { key: 'lamp', title: 'Lamp', specialist: 'mason', after: ['stairs'] },
      ],
    })
    const night = await play({
      coordinators: [chain],
      scripts: {
        mason: [{ do: 'call', f: (job) => void order.push(job.title) }, done()],
        drunk: [{ do: 'fail', failure: 'provider' }],
      },
    })
    expect(order).toEqual(['Base', 'Wall', 'Roof'])
    const states = Object.fromEntries(
      [...night.result.state.tasks].map(([id, task]) => [id.split('/').at(-1), task.state]),
    )
    expect(states).toEqual({
      roof: 'done',
      wall: 'done',
      base: 'done',
      cellar: 'failed',
      stairs: 'blocked',
      lamp: 'blocked',
    })
    expect(facts(night.events, 'task.queued').map(({ wave }) => wave)).toEqual([3, 2, 1, 1, 2, 3])
  })

  test('two tasks that may touch the same files never work at the same time', async () => {
    let [now, most] = [0, 0]
    const count = (by: number) => () => {
      now += by
      most = Math.max(most, now)
    }
    const scopes = [['src/a.ts'], ['src/**'], ['src/b/*.ts'], ['docs/**']]
    const overlapping = defineCoordinator({
      name: 'quality',
      description: 'Collisions.',
      specialists: ['mason'],
      decompose: () => scopes.map((scope, n) => ({ key: `t${n}`, title: scope.join(), specialist: 'mason', scope })),
    })
    await play({
      coordinators: [overlapping],
      scripts: { mason: [{ do: 'call', f: count(1) }, { do: 'sleep', ms: 10 }, { do: 'call', f: count(-1) }, done()] },
    })
    // src/a.ts, src/b/*.ts and docs/** may go together; src/** goes alone beside docs/**.
    expect(most).toBe(3)
  })

  test('a plan that cannot be scheduled is said in its coordinator’s name, and the night goes on', async () => {
    const circle = defineCoordinator({
      name: 'quality',
      description: 'A circle.',
      specialists: ['mason'],
      decompose: () => [
        { key: 'a', title: 'A', specialist: 'mason', after: ['b'] },
        { key: 'b', title: 'B', specialist: 'mason', after: ['a'] },
      ],
    })
    const night = await play({ coordinators: [circle, team('platform', ['mason:ok'])], scripts: { mason: [done()] } })
    expect(
      facts(night.events, 'order.failed')
        .map(({ reason }) => reason)
        .join(),
    ).toContain('The plan of quality cannot be scheduled: tasks wait for each other in a circle: a, b')
    expect(night.result.state.tasks.get('act/platform/ok')?.state).toBe('done')
    expect(night.result.outcome).toBe('partial')
  })

  test('a task is tried again up to its limit, and not when trying again is useless', async () => {
    const stubborn = mission(['quality'], { attempts: 3 })
    const provider = await play({ mission: stubborn, scripts: { mason: [{ do: 'fail', failure: 'provider' }] } })
    expect(facts(provider.events, 'attempt.ended').map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    const auth = await play({ mission: stubborn, scripts: { mason: [{ do: 'fail', failure: 'auth' }] } })
    expect(facts(auth.events, 'attempt.ended').map(({ attempt }) => attempt)).toEqual([1])
  })
})

describe('agents that break the rules', () => {
  test('an edit outside the scope is denied, and so is any edit by a reader', async () => {
    const night = await play({
      coordinators: [team('quality', ['mason:wall'], { scope: ['src/**'] })],
      scripts: { mason: [{ do: 'edit', path: 'src/a.ts' }, { do: 'edit', path: 'secrets/key.pem' }, done()] },
      tools: ['Read', 'Edit'],
    })
    expect(facts(night.events, 'action.denied')).toMatchObject([{ what: 'scope', target: 'secrets/key.pem' }])
    const reader = await play({ scripts: { reader: [{ do: 'edit', path: 'src/a.ts' }, done()] } })
    expect(facts(reader.events, 'action.denied')).toMatchObject([{ what: 'tool', target: 'src/a.ts' }])
  })

  test('a claim of work that was not done fails the attempt, by name', async () => {
    const night = await play({
      scripts: {
        liar: [
          {
            do: 'report',
            report: { outcome: 'done', summary: 'all fixed', changes: [{ path: 'src/a.ts', lines: 9 }] },
          },
        ],
      },
    })
    expect(facts(night.events, 'claim.rejected')).toMatchObject([{ claim: 'changed src/a.ts' }])
    expect(facts(night.events, 'attempt.ended')).toMatchObject([{ ok: false, failure: 'malformed' }])
  })

  test('F31: "done" on a code task without a change is empty', async () => {
    const lazy = defineCoordinator({
      name: 'quality',
      description: 'One code task.',
      specialists: ['mason'],
      decompose: () => [{ key: 'fix', title: 'Fix', specialist: 'mason', kind: 'code' as const, scope: ['src/**'] }],
    })
    const night = await play({ coordinators: [lazy], scripts: { mason: [done()] }, tools: ['Edit'] })
    expect(facts(night.events, 'attempt.ended')).toMatchObject([{ ok: false, failure: 'empty' }])
  })

  test('a flood of output is cut, the cut is recorded, and the agent is heard to its end', async () => {
    const night = await play({ scripts: { talker: [{ do: 'flood', kb: 50 }, done()] }, limits: { outputKb: 10 } })
    expect(facts(night.events, 'action.denied')).toMatchObject([{ what: 'output' }])
    expect(night.result.outcome).toBe('accomplished')
  })

  test('an agent that never ends is stopped at its limit', async () => {
    const night = await play({ scripts: { sleeper: [{ do: 'hang' }, done()] }, limits: { attemptMinutes: 0.001 } })
    expect(facts(night.events, 'attempt.ended')).toMatchObject([{ ok: false, failure: 'timeout' }])
    expect(night.result.exitCode).toBe(3)
  })

  test('too many turns end the attempt', async () => {
    const night = await play({
      scripts: { mason: [{ do: 'turn' }, { do: 'turn' }, { do: 'turn' }, { do: 'turn' }, done()] },
      limits: { turns: 3 },
    })
    expect(facts(night.events, 'turn.ended')).toHaveLength(3)
    expect(facts(night.events, 'attempt.ended')).toMatchObject([{ failure: 'limit' }])
  })

  test('an answer that is no report, and a backend that breaks, cost the attempt and not the night', async () => {
    const night = await play({
      scripts: {
        mad: [{ do: 'answer', value: { outcome: 'splendid' } }],
        broken: [{ do: 'throw', message: 'boom' }],
        mason: [done()],
      },
    })
    const failures = Object.fromEntries(
      facts(night.events, 'attempt.ended').map(({ task, failure }) => [task, failure]),
    )
    expect(failures).toEqual({
      'act/quality/mad': 'malformed',
      'act/quality/broken': 'crashed',
      'act/quality/mason': null,
    })
  })
})
