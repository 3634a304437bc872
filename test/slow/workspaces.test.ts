import { execFile, spawn } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EntryReader } from '../../src/workspaces/read-entry.ts'
import { Bench, soon } from '../workspaces/bench.ts'
import { deeds, liveThrough } from '../workspaces/janitor.ts'
import { Killable } from '../workspaces/killable.ts'

const execute = promisify(execFile)

test('after any night nothing that somebody wrote is gone, and nothing that is not ours', async () => {
  const night = fc.asyncProperty(deeds, async (one) => {
    expect(await liveThrough(one)).toEqual([])
  })
  await fc.assert(night, { numRuns: 40, endOnFailure: true })
})

test('F41: killed at any moment of opening, committing and publishing, the next run goes on, and no commit is lost', async () => {
  const bench = await Bench.make()
  const made: string[] = []
  for (let round = 0; round < 36; round++) {
    const child = new Killable(bench)
    await child.ask('prepare')
    const path = await child.ask('open', `t${round}`)
    await writeFile(join(path, `${round}.txt`), `${round}\n`)
    const commit = await child.ask('commit', `t${round}`, `${round}.txt`)
    made.push(commit)
    const dying =
      [
        ['open', 'dying'],
        ['commit', `t${round}`, 'a.txt', `${round}.txt`],
        ['publish', ''],
        ['close', `t${round}`],
        ['check', ''],
        ['land', commit],
      ][round % 6] ?? []
    if (dying[0] === 'commit') await writeFile(join(path, 'a.txt'), `again ${round}\n`)
    child.tell(...dying)
    await sleep((round * 13) % 160)
    await child.kill()
  }
  const { workspaces, trunk } = await bench.open()
  for (const [round, commit] of made.entries())
    expect(await trunk.read(commit, `${round}.txt`, soon())).toBe(`${round}\n`)
  const kept = (await bench.repository.git(`--git-dir=${bench.mirror}`, 'rev-list', '--all')).split('\n')
  expect(made.filter((commit) => !kept.includes(commit))).toEqual([])
  expect(await bench.repository.git(`--git-dir=${bench.mirror}`, 'fsck', '--strict', '--no-dangling')).toBe('')
  expect(await bench.repository.git('fsck', '--strict', '--no-dangling')).toBe('')
  const next = await workspaces.open(bench.order('next'), soon())
  expect(await next.changes(soon())).toEqual([])
  expect((await trunk.publish(soon())).ok).toBe(true)
  await bench.remove()
})

test('F40: sixty-four linked worktrees made at once, as git makes them, are not all there', async () => {
  const bench = await Bench.make()
  const { root } = bench.repository
  const add = (name: string) =>
    execute('git', ['-C', root, 'worktree', 'add', '--track', '-b', name, join(bench.folder, name), 'main'])
  let lost = 0
  // A few of them fail each time, and once in a long while none.
  for (let round = 0; round < 10 && lost === 0; round += 1) {
    const made = await Promise.allSettled(Array.from({ length: 64 }, (_, index) => add(`r${round}w${index}`)))
    lost = made.filter(({ status }) => status === 'rejected').length
  }
  expect(lost).toBeGreaterThan(0)
  await bench.remove()
})

test('a file that turns into a link and back is never read through the link', async () => {
  const bench = await Bench.make()
  const root = await mkdtemp(join(bench.folder, 'tree-'))
  const secret = join(bench.folder, 'secret')
  await writeFile(secret, 'canary')
  await mkdir(join(bench.folder, 'behind'))
  await writeFile(join(bench.folder, 'behind/f'), 'canary')
  const flip = `const { renameSync, rmSync, symlinkSync, writeFileSync, mkdirSync } = require('node:fs')
    process.chdir(process.argv[1])
    for (;;) {
      writeFileSync('x', 'fine'); renameSync('x', 'f'); symlinkSync('../secret', 'y'); renameSync('y', 'f')
      mkdirSync('d'); writeFileSync('d/f', 'fine'); renameSync('d', 'e'); symlinkSync('../behind', 'd'); rmSync('e', { recursive: true }); rmSync('d')
    }`
  const child = spawn(process.execPath, ['--eval', flip, root], { stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('close', resolve))
  const naive = (path: string): boolean => {
    try {
      return realpathSync(join(root, path)).startsWith(root) && readFileSync(join(root, path), 'utf8') === 'canary'
    } catch {
      return false
    }
  }
  const ours = (path: string): boolean => {
    const standing = new EntryReader(root, 'sha1', 1_000).read(path)
    return standing.type === 'file' && standing.bytes.toString() === 'canary'
  }
  const caughtBy = (read: (path: string) => boolean): number => Number(read('f')) + Number(read('d/f'))
  let looks = 1
  while (caughtBy(naive) === 0 && looks < 5_000_000) looks += 1
  expect(looks, 'looking first and reading then is not beaten: the test proves nothing').toBeLessThan(5_000_000)
  let caught = 0
  for (let look = 0; look < 5 * looks + 20_000; look += 1) caught += caughtBy(ours)
  child.kill('SIGKILL')
  await gone
  expect(caught).toBe(0)
  await bench.remove()
})

test('more than anybody reviews is told and not taken', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open()
  const [many, large] = [
    await workspaces.open(bench.order('many'), soon()),
    await workspaces.open(bench.order('large'), soon()),
  ]
  await mkdir(join(many.path, 'flood'))
  await Promise.all(Array.from({ length: 5_001 }, (_, index) => writeFile(join(many.path, 'flood', String(index)), '')))
  await writeFile(join(large.path, 'huge.bin'), '')
  await truncate(join(large.path, 'huge.bin'), 50 * 1024 * 1024 + 1)
  expect(new Set((await many.changes(AbortSignal.timeout(60_000))).map(({ forbidden }) => forbidden))).toEqual(
    new Set(['the attempt changed 5001 files and 0 bytes, more than anybody reviews']),
  )
  expect(await large.changes(soon())).toMatchObject([
    { path: 'huge.bin', binary: true, forbidden: expect.stringContaining('more than anybody reviews') },
  ])
  await rm(join(large.path, 'huge.bin'))
  await bench.remove()
})
