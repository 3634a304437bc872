import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LockedError } from '../../src/domain/errors.ts'
import { Lock, lockHolder } from '../../src/runtimes/embedded/lock.ts'
import { begin } from './echelon.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echelon-lock-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('asking who holds the lock never makes a run that starts fail', async () => {
  const file = join(import.meta.dirname, '../../src/runtimes/embedded/lock.ts')
  const asking = `
    const { lockHolder } = await import(${JSON.stringify(file)})
    console.log('asking')
    for (const end = Date.now() + 1_200; Date.now() < end; ) lockHolder(${JSON.stringify(folder)})`
  const askers = [1, 2].map(() =>
    begin(['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', asking], folder),
  )
  await Promise.all(askers.map((asker) => asker.line(/asking/)))
  for (const end = Date.now() + 1_000; Date.now() < end; ) {
    Lock.take(folder, 'the run').release()
    await new Promise(setImmediate)
  }
  for (const { code, err } of await Promise.all(askers.map(({ ended }) => ended))) expect([code, err]).toEqual([0, ''])
})

test('the holder is told while it holds and not after', () => {
  expect(lockHolder(folder)).toBeNull()
  const lock = Lock.take(folder, 'process 4711, run one')
  expect(lockHolder(folder)).toBe('process 4711, run one')
  expect(() => Lock.take(folder, 'another')).toThrow(LockedError)
  lock.release()
  expect(lockHolder(folder)).toBeNull()
  expect(lockHolder(join(folder, 'nowhere'))).toBeNull()
})
