import assert from 'node:assert/strict'
import type { Units } from '../../../ports/runtime.ts'
import { type Bench, eventually, noted, notes, untilAborted } from './bench.ts'

export async function replays(at: Bench): Promise<void> {
  let made = 0
  const units = (blockAgent: boolean): Units => ({
    missions: {
      root: async (ctx) => {
        const first = await ctx.record('first', () => ++made)
        await ctx.emit(noted(`first ${first}`), noted('beside it'))
        const ref = await ctx.start('agent', 'a', null)
        await ctx.all([ref])
        const second = await ctx.record('second', () => ++made)
        await ctx.emit(noted(`second ${second}`))
        return [first, second]
      },
    },
    agents: { agent: async (ctx) => (blockAgent ? untilAborted(ctx) : { value: null, facts: [] }) },
  })
  const before = await at.open(units(true))
  await before.start('root', 'r', null)
  await eventually(() => notes(before).length === 2)
  await before.close()
  const after = await at.open(units(false))
  await after.start('root', 'r', null)
  assert.deepEqual(await after.result('r'), { status: 'done', value: [1, 2] })
  assert.deepEqual(notes(after), ['first 1', 'beside it', 'second 2'])
  await after.close()
}

export async function resumesAgents(at: Bench): Promise<void> {
  const ran: string[] = []
  const units = (stuck: string): Units => ({
    missions: {
      root: async (ctx) => {
        const refs = await Promise.all(['x', 'y'].map((name) => ctx.start('agent', name, name)))
        const settled = await ctx.all(refs)
        return settled.map((one) => one.status)
      },
    },
    agents: {
      agent: async (ctx, name) => {
        ran.push(`${name}${ctx.interrupted ? ' again' : ''}`)
        if (name === stuck) return untilAborted(ctx)
        return { value: String(name), facts: [noted(`${name} ended`)] }
      },
    },
  })
  const before = await at.open(units('y'))
  await before.start('root', 'r', null)
  await eventually(() => notes(before).includes('x ended') && ran.length === 2)
  await before.close()
  const after = await at.open(units('none'))
  await after.start('root', 'r', null)
  assert.deepEqual(await after.result('r'), { status: 'done', value: ['done', 'done'] })
  assert.deepEqual(ran, ['x', 'y', 'y again'])
  assert.deepEqual(notes(after), ['x ended', 'y ended'])
  await after.close()
}

export async function replaysFirst(at: Bench): Promise<void> {
  const units = (slow: string, gate: boolean): Units => ({
    missions: {
      root: async (ctx) => {
        const refs = new Map((await Promise.all(['x', 'y'].map((n) => ctx.start('agent', n, n)))).map((r) => [r.id, r]))
        const winner = await ctx.first(refs)
        await ctx.emit(noted(`won ${winner.id}`))
        if (gate) await ctx.wait('never', 60_000)
        return winner.id
      },
    },
    agents: {
      agent: async (_, name) => {
        if (name === slow) await new Promise((resolve) => setTimeout(resolve, 20))
        return { value: null, facts: [] }
      },
    },
  })
  const before = await at.open(units('x', true))
  await before.start('root', 'r', null)
  await eventually(() => notes(before).length === 1)
  await before.close()
  const after = await at.open(units('y', false))
  await after.start('root', 'r', null)
  assert.deepEqual(await after.result('r'), { status: 'done', value: 'r/y' })
  await after.close()
}

export async function checksOrder(at: Bench): Promise<void> {
  const units = (keys: readonly string[], last: boolean): Units => ({
    missions: {
      root: async (ctx) => {
        for (const key of keys) await ctx.record(key, () => key)
        await ctx.emit(noted('recorded'))
        if (!last) await ctx.wait('never', 60_000)
        return null
      },
    },
    agents: {},
  })
  const before = await at.open(units(['a', 'b'], false))
  await before.start('root', 'r', null)
  await eventually(() => notes(before).length === 1)
  await before.close()
  const after = await at.open(units(['b', 'a'], true))
  await after.start('root', 'r', null)
  await assert.rejects(after.result('r'), { code: 'order' })
  await after.close()
}

export async function chains(at: Bench): Promise<void> {
  const none: Units = { missions: {}, agents: {} }
  for (const text of ['one', 'two', 'three']) {
    const runtime = await at.open(none)
    await Promise.all([runtime.append(noted(text)), runtime.append(noted(`${text} again`))])
    await runtime.close()
  }
  const last = await at.open(none)
  const events = [...last.events()]
  await last.close()
  assert.deepEqual(
    events.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6],
  )
  assert.deepEqual(
    events.map(({ boot }) => boot),
    [1, 1, 2, 2, 3, 3],
  )
  assert.equal(new Set(events.map(({ hash }) => hash)).size, 6)
}
