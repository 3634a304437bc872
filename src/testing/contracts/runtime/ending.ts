import assert from 'node:assert/strict'
import type { Units } from '../../../ports/runtime.ts'
import { type Bench, eventually, noted, notes } from './bench.ts'

export async function cancels(at: Bench): Promise<void> {
  let [began, aborted] = [0, 0]
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const ref = await ctx.start('team', 't', null)
        await ctx.all([ref])
        return null
      },
      team: async (ctx) => {
        const caps = [{ name: 'run', limit: 2 }]
        const refs = await Promise.all([1, 2, 3, 4].map((n) => ctx.start('agent', `a${n}`, null, { caps })))
        await ctx.all(refs)
        return null
      },
    },
    agents: {
      agent: async (ctx) => {
        began += 1
        await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
        aborted += 1
        return { value: null, facts: [] }
      },
    },
  })
  await runtime.start('root', 'r', null)
  await eventually(() => began === 2)
  await runtime.cancel('r')
  assert.deepEqual(await runtime.result('r'), { status: 'cancelled' })
  assert.deepEqual([began, aborted], [2, 2])
  await runtime.close()
}

export async function drains(at: Bench): Promise<void> {
  const ran: string[] = []
  const units: Units = {
    missions: {
      root: async (ctx) => {
        const caps = [{ name: 'run', limit: 1 }]
        const refs = await Promise.all(['x', 'y', 'z'].map((name) => ctx.start('agent', name, name, { caps })))
        return (await ctx.all(refs)).length
      },
    },
    agents: {
      agent: async (_, name) => {
        ran.push(String(name))
        await new Promise((resolve) => setTimeout(resolve, 15))
        return { value: null, facts: [noted(`${name} ended`)] }
      },
    },
  }
  const before = await at.open(units)
  await before.start('root', 'r', null)
  await eventually(() => ran.length === 1)
  await before.drain()
  assert.deepEqual(notes(before), ['x ended'])
  await before.close()
  const after = await at.open(units)
  await after.start('root', 'r', null)
  assert.deepEqual(await after.result('r'), { status: 'done', value: 3 })
  assert.deepEqual(ran, ['x', 'y', 'z'])
  await after.close()
}

export async function survivesBreakage(at: Bench): Promise<void> {
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const ref = await ctx.start('agent', 'a', null)
        const [one] = await ctx.all([ref])
        return one?.status === 'failed' ? one.message : 'no'
      },
    },
    agents: {
      agent: async () => {
        throw new Error('broken pipe')
      },
    },
  })
  await runtime.start('root', 'r', null)
  assert.deepEqual(await runtime.result('r'), { status: 'done', value: 'broken pipe' })
  await runtime.close()
}
