import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endOrphans } from '../../src/processes/orphans.ts'
import { livingProcesses, parsePs } from '../../src/processes/process-table.ts'
import { type Command, runProcess } from '../../src/processes/run-process.ts'
import { endAll, sleepers } from './living.ts'

/** A duration that no other process on the machine sleeps for: by it a test finds its own. */
let naps = 0
let nap = ''
beforeEach(() => {
  naps += 1
  nap = `${30_000 + naps}.${process.pid}`
})
afterEach(() => endAll(nap))

function shell(script: string, more: Partial<Command> = {}): Command {
  const signal = new AbortController().signal
  const env = { PATH: process.env.PATH ?? '' }
  return { argv: ['sh', '-c', script], cwd: '/', env, milliseconds: 60_000, outputBytes: 10_000, signal, ...more }
}

/** A child, one in a session of its own, and one that was given away twice. */
const family = () => `sleep ${nap} & setsid sleep ${nap} & (setsid sh -c 'sleep ${nap} & exit' & exit); sleep ${nap}`

async function untilThere(count: number): Promise<void> {
  for (let looks = 0; sleepers(nap).length < count && looks < 1_500; looks++) await delay(20)
  expect(sleepers(nap).length).toBeGreaterThanOrEqual(count)
}

describe.runIf(process.platform === 'linux')('the whole tree ends', () => {
  test('F24: a kill of the process group leaves those that left it; ours leaves nobody', async () => {
    const plain = spawn('sh', ['-c', family()], { detached: true, stdio: 'ignore' })
    await untilThere(4)
    if (plain.pid !== undefined) process.kill(-plain.pid, 'SIGKILL')
    await delay(50)
    expect(sleepers(nap).length).toBeGreaterThanOrEqual(2)
    endAll(nap)

    const ended = await runProcess(shell(family(), { milliseconds: 3_000 }))
    expect(ended).toMatchObject({ ending: 'timeout', exitCode: null })
    expect(ended.survivors).toBeGreaterThanOrEqual(4)
    expect(sleepers(nap)).toEqual([])
  })

  test('what a command leaves running when it ends well is ended too', async () => {
    const ended = await runProcess(shell(`setsid sleep ${nap} >/dev/null 2>&1 & echo done`))
    expect(ended).toMatchObject({ ending: 'exited', exitCode: 0, output: 'done\n', survivors: 1 })
    expect(sleepers(nap)).toEqual([])
  })

  test('one that clears its environment and leaves its session is known from the time when its parent lived', async () => {
    const ended = await runProcess(shell(`env -i setsid /bin/sleep ${nap} > /dev/null 2>&1 & sleep 2.4`))
    expect(ended).toMatchObject({ ending: 'exited', survivors: 1 })
    expect(sleepers(nap)).toEqual([])
  })

  test('a process that will not be asked is forced', async () => {
    const controller = new AbortController()
    const running = runProcess(shell(`trap '' TERM; sleep ${nap} & wait`, { signal: controller.signal }))
    await untilThere(1)
    controller.abort()
    const ended = await running
    expect(ended).toMatchObject({ ending: 'aborted', signal: 'SIGKILL' })
    expect(sleepers(nap)).toEqual([])
  })

  test('a stranger with the same command line lives on', async () => {
    const stranger = spawn('sleep', [nap], { stdio: 'ignore', detached: true })
    await runProcess(shell(`setsid sleep ${nap} & sleep ${nap}`, { milliseconds: 300 }))
    expect(sleepers(nap)).toEqual([stranger.pid])
  })

  test('an abort ends it at once', async () => {
    const controller = new AbortController()
    const running = runProcess(shell(family(), { signal: controller.signal }))
    await untilThere(4)
    controller.abort()
    expect(await running).toMatchObject({ ending: 'aborted' })
    expect(sleepers(nap)).toEqual([])
  })

  test('F25: what a killed Echelon left running is found by its marker at the next start, and nobody else is', async () => {
    const module = JSON.stringify(new URL('../../src/processes/run-process.ts', import.meta.url).href)
    const command = JSON.stringify({ ...shell(family()), signal: undefined })
    const code = `const { runProcess } = await import(${module}); await runProcess({ ...${command}, signal: new AbortController().signal })`
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'ignore' })
    await untilThere(4)
    expect(await endOrphans()).toBe(0)
    const gone = new Promise((resolve) => owner.once('exit', resolve))
    // Both at one stroke: a launcher that outlives its owner ends what it can.
    const launchers = (await livingProcesses()).filter(({ parent }) => parent === owner.pid)
    expect(launchers).toHaveLength(1)
    for (const { pid } of launchers) process.kill(pid, 'SIGKILL')
    owner.kill('SIGKILL')
    await gone
    expect(sleepers(nap).length).toBeGreaterThanOrEqual(4)

    const stranger = spawn('sleep', [nap], { stdio: 'ignore', detached: true })
    expect(await endOrphans()).toBeGreaterThanOrEqual(4)
    expect(sleepers(nap)).toEqual([stranger.pid])
  })
})

test('where there is no /proc the table is what ps prints', () => {
  const text = [
    '    1     0     1 Ss   Mon Nov  3 07:00:01 2025',
    '  812     1   812 S+   Thu Nov 20 07:46:02 2025',
    '  813   812   812 Z    Thu Nov 20 07:46:02 2025',
    '',
  ].join('\n')
  expect(parsePs(text)).toEqual([
    { pid: 1, parent: 0, group: 1, start: Date.parse('Nov 3 2025 07:00:01') / 1_000 },
    { pid: 812, parent: 1, group: 812, start: Date.parse('Nov 20 2025 07:46:02') / 1_000 },
  ])
})
