import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Launched, type LaunchOrder, launch } from '../../src/processes/launcher.ts'
import { livingProcesses } from '../../src/processes/process-table.ts'
import { endAll, sleepers } from './living.ts'

let naps = 0
let nap = ''
beforeEach(() => {
  naps += 1
  nap = `${40_000 + naps}.${process.pid}`
})
afterEach(() => endAll(nap))

const environment = { PATH: process.env.PATH }

function order(argv: readonly string[], more: Partial<LaunchOrder> = {}): LaunchOrder {
  return { argv, cwd: '/', env: environment, input: null, ...more }
}

/** Everything that a program prints, and how it ends. */
async function outcome(given: LaunchOrder) {
  const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  const program = launch(given, (stream, bytes) => printed[stream].push(bytes))
  await program.closed
  return {
    ...(await program.exited),
    stdout: Buffer.concat(printed.stdout),
    stderr: Buffer.concat(printed.stderr).toString(),
  }
}

const unheard = (given: LaunchOrder): Launched => launch(given, () => {})

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; !holds() && looks < 1_500; looks += 1) await delay(20)
  expect(holds()).toBe(true)
}

describe('a program that is started for us', () => {
  test('gets its input, its folder and its environment and no other, and is heard to its last byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256))
    expect(await outcome(order(['cat'], { input: bytes }))).toMatchObject({ code: 0, signal: null, stdout: bytes })
    const env = { PATH: process.env.PATH, ONLY: 'this' }
    const script = 'echo "$PWD $ONLY $HOME"; echo wrong >&2; exit 3'
    const ended = await outcome(order(['sh', '-c', script], { cwd: '/tmp', env }))
    expect(ended).toMatchObject({ code: 3, stderr: 'wrong\n' })
    expect(ended.stdout.toString()).toBe('/tmp this \n')
  })

  test('that does not read its input, or prints faster than anybody listens, ends well', async () => {
    expect(await outcome(order(['true'], { input: Buffer.alloc(5_000_000) }))).toMatchObject({ code: 0 })
    const { stdout } = await outcome(order(['head', '-c', '30000000', '/dev/zero']))
    expect(stdout.length).toBe(30_000_000)
  })

  test('says why when it cannot be started', async () => {
    await expect(unheard(order(['no-such-program-anywhere'])).started).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(unheard(order(['true'], { cwd: '/nowhere' })).closed).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(unheard(order(['echo', 'a\0b'])).exited).rejects.toThrow(/null bytes/)
  })

  test('ends with its group when it is told to, and many run at the same time', async () => {
    const program = unheard(order(['sh', '-c', `sleep ${nap} & sleep ${nap}`]))
    const others = [1, 2, 3].map((code) => outcome(order(['sh', '-c', `exit ${code}`])))
    await until(() => sleepers(nap).length === 2)
    expect((await Promise.all(others)).map(({ code }) => code)).toEqual([1, 2, 3])
    program.signal('SIGTERM')
    expect(await program.exited).toEqual({ code: null, signal: 'SIGTERM' })
    await program.closed
    expect(sleepers(nap)).toEqual([])
    program.signal('SIGTERM')
  })
})

describe.runIf(process.platform === 'linux')('the process that starts them', () => {
  const launcher = JSON.stringify(new URL('../../src/processes/launcher.ts', import.meta.url).href)

  function owner(code: string) {
    const script = `const { launch } = await import(${launcher}); ${code}`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
    return { child, gone: new Promise<number | null>((resolve) => child.once('exit', resolve)) }
  }

  const sleeping = () => `launch(${JSON.stringify(order(['sleep', nap]))}, () => {})`

  async function launchersOf(pid: number | undefined): Promise<readonly number[]> {
    return (await livingProcesses()).filter(({ parent }) => parent === pid).map((one) => one.pid)
  }

  test('F25: ends with its owner, however that one dies, and takes the programs along', async () => {
    const { child, gone } = owner(sleeping())
    await until(() => sleepers(nap).length === 1)
    const [pid = 0] = await launchersOf(child.pid)
    child.kill('SIGKILL')
    await gone
    await until(() => sleepers(nap).length === 0)
    for (let looks = 0; looks < 500 && (await livingProcesses()).some((one) => one.pid === pid); looks += 1)
      await delay(20)
    expect((await livingProcesses()).filter((one) => one.pid === pid)).toEqual([])
  })

  test('knows nothing of the environment of its owner', async () => {
    process.env.ECHELON_TEST_KEY = 'canary-of-the-launcher'
    try {
      const { child, gone } = owner(sleeping())
      await until(() => sleepers(nap).length === 1)
      const [pid = 0] = await launchersOf(child.pid)
      expect(readFileSync(`/proc/${child.pid}/environ`, 'utf8')).toContain('canary-of-the-launcher')
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary-of-the-launcher')
      child.kill('SIGKILL')
      await gone
    } finally {
      delete process.env.ECHELON_TEST_KEY
    }
  })

  test('keeps nobody from ending', async () => {
    const { gone } = owner(`await launch(${JSON.stringify(order(['true']))}, () => {}).closed`)
    expect(await gone).toBe(0)
  })

  test('is told of when it dies, and replaced by another one', async () => {
    const program = unheard(order(['sleep', nap]))
    await program.started
    for (const pid of await launchersOf(process.pid)) process.kill(pid, 'SIGKILL')
    await expect(program.closed).rejects.toThrow(
      /process that starts programs for Echelon is gone: it ended with SIGKILL/,
    )
    expect(await outcome(order(['true']))).toMatchObject({ code: 0 })
  })
})
