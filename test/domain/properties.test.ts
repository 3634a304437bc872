import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../src/domain/hierarchy.ts'
import { judge, orchestrator, type SpawnRequest } from '../../src/domain/hierarchy.ts'
import { defaultLimits, Limits, override, tighten } from '../../src/domain/limits.ts'
import { covers, overlap } from '../../src/domain/scope.ts'
import { collide, draftProblems, waves } from '../../src/domain/waves.ts'
import { Door, type Wish } from '../../src/engine/door.ts'

const runs = { numRuns: 500 }
const role = fc.constantFrom<Role>('orchestrator', 'coordinator', 'specialist')
const actor = (of: Role): Actor =>
  of === 'orchestrator' ? orchestrator : { id: `a/${of}`, role: of, name: of, parent: 'orchestrator' }

const request: fc.Arbitrary<SpawnRequest> = fc.record({
  parent: role.map(actor),
  parentIsWorking: fc.boolean(),
  role,
  name: fc.constantFrom('mason', 'intruder'),
  roster: fc.subarray(['mason', 'smith']),
  explorerIsReadOnly: fc.boolean(),
  caps: fc.array(
    fc.record({
      level: fc.constantFrom('run' as const, 'phase' as const, 'coordinator' as const),
      name: fc.constant('x'),
      working: fc.nat(6),
      limit: fc.integer({ min: 1, max: 6 }),
    }),
    { maxLength: 3 },
  ),
  spawned: fc.nat(10),
  memory: fc.record({ reservedMb: fc.nat(100), wantedMb: fc.nat(100) }),
  limits: fc.record({
    spawns: fc.integer({ min: 1, max: 10 }),
    depth: fc.integer({ min: 1, max: 3 }),
    memoryMb: fc.integer({ min: 1, max: 150 }),
  }),
})

/** The policy written a second time, as one sentence: who may be let in at all. */
function lawful(r: SpawnRequest): boolean {
  const edge =
    (r.parent.role === 'orchestrator' &&
      (r.role === 'coordinator' || (r.role === 'specialist' && r.explorerIsReadOnly))) ||
    (r.parent.role === 'coordinator' && r.role === 'specialist')
  const depth = { orchestrator: 1, coordinator: 2, specialist: 3 }[r.role] <= r.limits.depth
  const room =
    r.role !== 'specialist' ||
    (r.spawned < r.limits.spawns &&
      r.caps.every(({ working, limit }) => working < limit) &&
      r.memory.reservedMb + r.memory.wantedMb <= r.limits.memoryMb)
  return edge && depth && room && r.parentIsWorking && r.roster.includes(r.name)
}

describe('the hierarchy', () => {
  test('a spawn is let in exactly when the policy allows it', () => {
    fc.assert(
      fc.property(request, (one) => (judge(one) === null) === lawful(one)),
      { numRuns: 5_000 },
    )
  })

  test('whatever is asked of the door in whatever order, no cap is exceeded and everything that leaves frees its place', () => {
    const limits = { ...defaultLimits, spawns: 12, memoryMb: 200, costUsd: 3, tokens: 1_000 }
    const move = fc.record({
      who: fc.integer({ min: 0, max: 9 }),
      team: fc.constantFrom('north', 'south'),
      leave: fc.boolean(),
      memoryMb: fc.integer({ min: 1, max: 90 }),
      usd: fc.constantFrom(0, 0.5, 1),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const door = new Door(limits)
        for (const team of ['north', 'south']) expect(door.enter(wishOf(team)).ok).toBe(true)
        const inside = new Map<string, { team: string; memoryMb: number; usd: number }>()
        let [entered, spent] = [0, 0]
        for (const { who, team, leave, memoryMb, usd } of moves) {
          const id = `p/${team}/t${who}#1`
          const present = inside.get(id)
          if (leave && present !== undefined) {
            door.leave(id, { usd: present.usd, tokens: 0 })
            inside.delete(id)
          } else if (!leave && present === undefined) {
            const answer = door.enter(wishOf(team, { id, memoryMb, usd }))
            if (!answer.ok) continue
            inside.set(id, { team, memoryMb, usd })
            entered += 1
            spent += usd
          }
          const at = [...inside.values()]
          expect(at.length).toBeLessThanOrEqual(4)
          for (const name of ['north', 'south'])
            expect(at.filter((one) => one.team === name).length).toBeLessThanOrEqual(3)
          expect(at.reduce((sum, one) => sum + one.memoryMb, 0)).toBeLessThanOrEqual(200)
          expect(entered).toBeLessThanOrEqual(12)
          expect(spent).toBeLessThanOrEqual(3)
        }
      }),
      runs,
    )
  })
})

function wishOf(team: string, specialist?: { id: string; memoryMb: number; usd: number }): Wish {
  const coordinator: Actor = { id: `p/${team}`, role: 'coordinator', name: team, parent: 'orchestrator' }
  const common = { phase: 'p', explorerIsReadOnly: false, caps: { run: 4, phase: 4, coordinator: 3 } }
  if (specialist === undefined)
    return { ...common, parent: orchestrator, actor: coordinator, roster: ['north', 'south'], memoryMb: 0, money: null }
  const { id, memoryMb, usd } = specialist
  const worker: Actor = { id, role: 'specialist', name: 'mason', parent: coordinator.id }
  return { ...common, parent: coordinator, actor: worker, roster: ['mason'], memoryMb, money: { usd, tokens: 1 } }
}

const limits = fc
  .record(
    {
      agents: fc.integer({ min: 1, max: 50 }),
      spawns: fc.integer({ min: 1, max: 50 }),
      attempts: fc.integer({ min: 1, max: 20 }),
      costUsd: fc.integer({ min: 0, max: 9 }),
      attemptMinutes: fc.integer({ min: 1, max: 60 }),
    },
    { requiredKeys: [] },
  )
  .map((given) => Limits.parse(given))

describe('limits', () => {
  test('only tighten on the way down, whatever the order of the levels', () => {
    fc.assert(
      fc.property(limits, limits, (phase, coordinator) => {
        const one = tighten(tighten(defaultLimits, phase), coordinator)
        expect(one).toEqual(tighten(tighten(defaultLimits, coordinator), phase))
        for (const [key, value] of Object.entries(one))
          expect(value).toBeLessThanOrEqual(Object.entries(defaultLimits).find(([name]) => name === key)?.[1] ?? 0)
      }),
      runs,
    )
  })

  test('a mission may loosen the defaults, field by field', () => {
    fc.assert(
      fc.property(limits, (stated) => {
        expect(override(defaultLimits, stated)).toEqual({ ...defaultLimits, ...stated })
      }),
      runs,
    )
  })
})

const folder = fc
  .array(fc.constantFrom('src', 'docs', 'a'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
const file = fc.tuple(folder, fc.constantFrom('b.ts', 'c.py')).map((parts) => parts.join('/'))
const path = fc.oneof(folder, file)
const glob = fc.oneof(
  path,
  folder.map((one) => `${one}/**`),
  folder.map((one) => `${one}/*`),
  fc.constantFrom('**/*.ts', '**/*.py', '*', '**', 'src/{a,docs}/**', 'docs/'),
)

describe('scopes', () => {
  test('two scopes that both cover a path overlap: colliding tasks are never missed', () => {
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        path,
        (a, b, one) => {
          if (covers(a, one) && covers(b, one)) expect(overlap(a, b)).toBe(true)
          expect(overlap(a, b)).toBe(overlap(b, a))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test.each([
    [['src/api/**'], ['src/web/**'], false],
    [['src/**'], ['src/web/a.ts'], true],
    [['**/*.ts'], ['**/*.py'], false],
    [['src'], ['src/deep/file.ts'], true],
    [[], ['src/**'], false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(collide({ key: 'a', after: [], scope: a }, { key: 'b', after: [], scope: b })).toBe(expected)
  })
})

describe('waves', () => {
  test('every task comes after all it waits for, and circles are named', () => {
    const graph = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(graph, (edges) => {
        const drafts = edges.map((after, n) => ({
          key: `t${n}`,
          after: [...new Set(after.filter((other) => other < edges.length).map((other) => `t${other}`))],
          scope: [],
        }))
        const numbers = waves(drafts)
        const of = new Map(drafts.map(({ key }, index) => [key, numbers[index] ?? 0]))
        for (const { key, after } of drafts)
          if ((of.get(key) ?? 0) > 0) for (const other of after) expect(of.get(other)).toBeLessThan(of.get(key) ?? 0)
        expect(draftProblems(drafts).length > 0).toBe(numbers.includes(0))
      }),
      runs,
    )
  })

  test('doubled keys and dangling names are problems', () => {
    const draft = (key: string, after: string[] = []) => ({ key, after, scope: [] })
    expect(draftProblems([draft('a'), draft('a'), draft('b', ['z'])])).toEqual([
      'two tasks have the key "a"',
      'task "b" waits for "z", which is no task',
    ])
  })
})
