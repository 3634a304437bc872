import { fork } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from './row.ts'
import type { Awake, Order } from './resume-child.ts'

const events = 100_000
const rounds = 3

/** A run of a hundred thousand events dies before its end; a fresh process goes on with it. */
export async function resume(report: Report): Promise<void> {
  const origin = mkdtempSync(join(tmpdir(), 'resume-'))
  await live({ folder: origin, verb: 'build', events })
  const bare: Awake[] = []
  const ours: Awake[] = []
  for (let round = 0; round < rounds; round += 1) {
    const folder = `${origin}-${round}`
    cpSync(origin, folder, { recursive: true })
    bare.push(await live({ folder, verb: 'lines', events }))
    ours.push(await live({ folder, verb: round === rounds - 1 ? 'finish' : 'wake', events }))
    rmSync(folder, { recursive: true })
  }
  const name = `resume of ${events.toLocaleString('en-US')} events`
  report(
    `${name}: spawn to next unit`,
    { unit: 'ms', rounds: ours.map((one) => one.sinceSpawnMs) },
    {
      baseline: { unit: 'ms', rounds: bare.map((one) => one.sinceSpawnMs) },
      atMost: 500,
    },
  )
  report(
    `${name}: in the process`,
    { unit: 'ms', rounds: ours.map((one) => one.inProcessMs) },
    {
      baseline: { unit: 'ms', rounds: bare.map((one) => one.inProcessMs) },
    },
  )
  report(
    `${name}: CPU, Node's start included`,
    { unit: 'ms', rounds: ours.map((one) => one.cpuMs) },
    {
      baseline: { unit: 'ms', rounds: bare.map((one) => one.cpuMs) },
    },
  )
  report(`${name}: peak memory`, { unit: 'MB', rounds: ours.map((one) => one.peakMb) })
  const { redone, cutOff } = ours.at(-1) ?? { redone: Number.NaN, cutOff: Number.NaN }
  report(`${name}: turns of finished attempts redone`, { unit: '', rounds: [redone] }, { atMost: 0, isPromise: true })
  report(`${name}: turns of attempts cut off, taken again`, { unit: '', rounds: [cutOff] })
}

const nothing: Awake = { sinceSpawnMs: 0, inProcessMs: 0, cpuMs: 0, peakMb: 0, redone: 0, cutOff: 0 }

/** One life. The time from spawn counts until the child says that its next unit has started. */
function live(order: Order): Promise<Awake> {
  return new Promise((resolve, reject) => {
    const spawned = performance.timeOrigin + performance.now()
    const child = fork(join(import.meta.dirname, 'resume-child.ts'), [JSON.stringify({ ...order, spawned })], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    let said: Awake = nothing
    // The only sender is resume-child.ts, which sends what it measured.
    child.on('message', (awake) => {
      said = awake as Awake
    })
    child.on('close', (code, signal) => {
      if (code === 0 || (order.verb === 'build' && signal === 'SIGKILL')) return resolve(said)
      reject(new Error(`${order.verb} ended with ${code ?? signal}`))
    })
  })
}
