import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Lock } from '../../src/runtimes/embedded/lock.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echelon-lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** A process that tries to take the lock; its answer is its first line. */
async function contender(): Promise<{ child: ChildProcess; said: string }> {
  const script = join(import.meta.dirname, '../support/lock-child.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [chunk] = await once(child.stdout, 'data')
  return { child, said: String(chunk).trim() }
}

describe('F58: one process per repository', () => {
  test('of many that try at once, one takes it, and the others are told who', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, contender))
    const holders = all.filter(({ said }) => said === 'taken')
    expect(holders).toHaveLength(1)
    const refused = all.filter(({ said }) => said !== 'taken')
    for (const { said } of refused) expect(said).toContain('is in use by')
    const late = await contender()
    expect(late.said).toContain(`is in use by process ${holders[0]?.child.pid}`)
  })

  test('a holder that is stopped still holds; one that is killed does not', async () => {
    const { child } = await contender()
    child.kill('SIGSTOP')
    expect(() => Lock.take(folder, 'us')).toThrow('is in use by')
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await once(child, 'exit')
    Lock.take(folder, 'us').release()
  })
})
