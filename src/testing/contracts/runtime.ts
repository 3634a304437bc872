import assert from 'node:assert/strict'
import type { Fact } from '../../domain/event.ts'
import type { AgentCtx, Runtime, Units } from '../../ports/runtime.ts'
import type { Clause } from '../contract.ts'

/** A place where runtimes of one run can be opened again and again, as after a crash. */
export interface Bench {
  open(units: Units): Promise<Runtime>
  remove(): Promise<void>
}

const noted = (text: string): Fact => ({ type: 'note.added', by: 'test', task: null, text })
const notes = (runtime: Runtime): readonly string[] =>
  [...runtime.events()].flatMap(({ fact }) => (fact.type === 'note.added' ? [fact.text] : []))

/** What every runtime promises to mission code: caps, recording, recovery, cancelling, signals, order. */
export function runtimeContract(bench: () => Promise<Bench>): readonly Clause[] {
  const clause = (title: string, run: (at: Bench) => Promise<void>): Clause => ({
    title,
    run: async () => {
      const at = await bench()
      try {
        await run(at)
      } finally {
        await at.remove()
      }
    },
  })
  return [
    clause('a mission starts agents, waits for all, and answers', fanOut),
    clause('no cap is ever exceeded, at any level', capsHold),
    clause('a heavy unit waits for its weight and is not starved', weightsHold),
    clause('what was recorded is replayed, and what was emitted is not emitted twice', replays),
    clause('an ended agent is not run again; an open one is', resumesAgents),
    clause('the winner of first() is the same on replay', replaysFirst),
    clause('mission code that asks in another order is stopped', checksOrder),
    clause('a signal sent early is kept; one that never comes times out', signals),
    clause('a signal delivered twice counts once', signalsOnce),
    clause('cancelling reaches every agent below and ends the mission', cancels),
    clause('draining takes in nobody new and leaves the rest for later', drains),
    clause('an agent that breaks is an answer, not the end of the run', survivesBreakage),
    clause('facts are numbered without a gap, in one chain, across boots', chains),
    clause('ten thousand units end', tenThousand),
  ]
}

async function fanOut(at: Bench): Promise<void> {
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

async function capsHold(at: Bench): Promise<void> {
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

async function weightsHold(at: Bench): Promise<void> {
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

async function replays(at: Bench): Promise<void> {
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

async function resumesAgents(at: Bench): Promise<void> {
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

async function replaysFirst(at: Bench): Promise<void> {
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

async function checksOrder(at: Bench): Promise<void> {
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

async function signals(at: Bench): Promise<void> {
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

async function signalsOnce(at: Bench): Promise<void> {
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

async function cancels(at: Bench): Promise<void> {
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

async function drains(at: Bench): Promise<void> {
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

async function survivesBreakage(at: Bench): Promise<void> {
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

async function chains(at: Bench): Promise<void> {
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

async function tenThousand(at: Bench): Promise<void> {
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

/** Works until the process "dies" under it. */
async function untilAborted(ctx: AgentCtx): Promise<{ value: null; facts: [] }> {
  await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
  return { value: null, facts: [] }
}

async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not come about within two seconds')
}
