import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'

export async function signals(at: Bench): Promise<void> {
  const runtime = await at.open({
    missions: {
      root: async (ctx) => {
        const ref = await ctx.start('agent', 'a', null)
        await ctx.all([ref])
        const early = await ctx.wait('early', 60_000)
        const never = await ctx.wait('never', 5)
        const late = await ctx.wait('late', 60_000)
        return [early, never, late]
      },
    },
    agents: {
      agent: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return { value: null, facts: [] }
      },
    },
  })
  await runtime.start('root', 'r', null)
  await runtime.signal('r', 'early', 'kept')
  setTimeout(() => void runtime.signal('r', 'late', { yes: true }), 40)
  assert.deepEqual(await runtime.result('r'), { status: 'done', value: ['kept', null, { yes: true }] })
  await runtime.close()
}

export async function signalsOnce(at: Bench): Promise<void> {
  const runtime = await at.open({
    missions: { root: async (ctx) => [await ctx.wait('s', 1_000), await ctx.wait('s', 5)] },
    agents: {},
  })
  await runtime.start('root', 'r', null)
  await runtime.signal('r', 's', 1, 'inbox 1')
  await runtime.signal('r', 's', 1, 'inbox 1')
  assert.deepEqual(await runtime.result('r'), { status: 'done', value: [1, null] })
  await runtime.close()
}
