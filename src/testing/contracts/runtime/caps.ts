import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'

export async function fanOut(at: Bench): Promise<void> {
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const refs = await Promise.all([1, 2, 3].map((n) => ctx.start<number>('double', `n${n}`, n)))
        const settled = await ctx.all(refs)
        return settled.map((one) => (one.status === 'done' ? one.value : -1))
      },
    },
    agents: { double: async (_, input) => ({ value: Number(input) * 2, facts: [] }) },
  })
  await runtime.start('root', 'r', null)
  assert.deepEqual(await runtime.result('r'), { status: 'done', value: [2, 4, 6] })
  await runtime.close()
}

export async function capsHold(at: Bench): Promise<void> {
  const working = new Map<string, number>()
  const peak = new Map<string, number>()
  const enter = (name: string, by: number): void => {
    const now = (working.get(name) ?? 0) + by
    working.set(name, now)
    peak.set(name, Math.max(peak.get(name) ?? 0, now))
  }
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const teams = ['a', 'b', 'c']
        const refs = await Promise.all(
          teams.flatMap((team) =>
            Array.from({ length: 12 }, (_, n) =>
              ctx.start('agent', `${team}${n}`, team, {
                caps: [
                  { name: team, limit: 3 },
                  { name: 'run', limit: 7 },
                ],
              }),
            ),
          ),
        )
        await ctx.all(refs)
        return null
      },
    },
    agents: {
      agent: async (_, team) => {
        for (const name of ['run', String(team)]) enter(name, 1)
        await new Promise((resolve) => setTimeout(resolve, 3))
        for (const name of ['run', String(team)]) enter(name, -1)
        return { value: null, facts: [] }
      },
    },
  })
  await runtime.start('root', 'r', null)
  await runtime.result('r')
  await runtime.close()
  assert.equal(peak.get('run'), 7)
  for (const team of ['a', 'b', 'c']) assert.ok((peak.get(team) ?? 0) <= 3)
}

export async function weightsHold(at: Bench): Promise<void> {
  let [used, most] = [0, 0]
  const order: number[] = []
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const weights = [60, 60, 90, 10, 10, 10]
        const refs = await Promise.all(
          weights.map((weight, n) =>
            ctx.start('agent', `w${n}`, weight, { caps: [{ name: 'memory', limit: 100, weight }] }),
          ),
        )
        await ctx.all(refs)
        return null
      },
    },
    agents: {
      agent: async (_, weight) => {
        used += Number(weight)
        most = Math.max(most, used)
        order.push(Number(weight))
        await new Promise((resolve) => setTimeout(resolve, 2))
        used -= Number(weight)
        return { value: null, facts: [] }
      },
    },
  })
  await runtime.start('root', 'r', null)
  await runtime.result('r')
  await runtime.close()
  assert.ok(most <= 100)
  assert.deepEqual(order, [60, 60, 90, 10, 10, 10])
}

export async function tenThousand(at: Bench): Promise<void> {
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const caps = [{ name: 'run', limit: 500 }]
        const refs = await Promise.all(
          Array.from({ length: 10_000 }, (_, n) => ctx.start<number>('agent', `n${n}`, n, { caps })),
        )
        const settled = await ctx.all(refs)
        return settled.reduce((sum, one) => sum + (one.status === 'done' ? one.value : 0), 0)
      },
    },
    agents: { agent: async (_, n) => ({ value: Number(n), facts: [] }) },
  })
  await runtime.start('root', 'r', null)
  assert.deepEqual(await runtime.result('r'), { status: 'done', value: 49_995_000 })
  await runtime.close()
}
