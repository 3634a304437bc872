import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openWorkspaces } from '../../src/workspaces/open.ts'
import { Bench, soon } from './bench.ts'
import { bytesOf } from './bytes-of.ts'
import { Killable } from './killable.ts'

test('F40: sixty-four workspaces made at once are all there, each with its own branch', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open({ bounds: { spare: 0 } })
  const opened = await Promise.all(
    Array.from({ length: 64 }, (_, index) => workspaces.open(bench.order(`t${index}`), soon())),
  )
  expect(new Set(opened.map(({ path }) => path)).size).toBe(64)
  expect(new Set(opened.map(({ branch }) => branch)).size).toBe(64)
  expect(opened.every(({ path }) => existsSync(join(path, 'src/b.txt')))).toBe(true)
  await workspaces.close()
  expect(readdirSync(join(bench.folder, 'slots'))).toEqual([])
  await bench.remove()
})

test('F41: locks that a killed git left do not stop the next run', async () => {
  const bench = await Bench.make()
  const first = await bench.open()
  const workspace = await first.workspaces.open(bench.order('a'), soon())
  await workspace.close()
  await first.workspaces.close()
  const locks = [
    'refs/echelon/trunk/night.lock',
    'HEAD.lock',
    'packed-refs.lock',
    'config.lock',
    'shallow.lock',
    '../shadows/1.git/index.lock',
  ]
  for (const lock of locks) await writeFile(join(bench.mirror, lock), '')
  const blocked = promisify(execFile)('git', [
    '--git-dir',
    bench.mirror,
    'update-ref',
    'refs/echelon/trunk/night',
    bench.base,
    bench.base,
  ])
  await expect(blocked, 'the lock does stop plain git').rejects.toThrow(/lock/)
  const second = await bench.open()
  const again = await second.workspaces.open(bench.order('b'), soon())
  await writeFile(join(again.path, 'a.txt'), 'new\n')
  const commit = await again.commit(['a.txt'], { text: 'x', wall: 1 }, soon())
  expect(await second.trunk.advance(bench.base, commit ?? '', soon())).toBe(true)
  await bench.remove()
})

test('F41: a lock of a run that lives is not taken away by another', async () => {
  const bench = await Bench.make()
  await bench.open()
  const lock = join(bench.mirror, 'refs/echelon/trunk/night.lock')
  await writeFile(lock, '')
  await bench.open({ run: 'other' })
  expect(existsSync(lock)).toBe(true)
  await bench.remove()
})

test('F50: slots do not pile up, and clean ones are used again', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open({ bounds: { slots: 6, spare: 2 } })
  for (let round = 0; round < 3; round++) {
    const opened = await Promise.all(['a', 'b', 'c', 'd'].map((task) => workspaces.open(bench.order(task), soon())))
    await Promise.all(opened.map((one) => one.close()))
    expect((await readdir(join(bench.folder, 'slots'))).length).toBeLessThanOrEqual(2)
    expect((await readdir(join(bench.folder, 'own/shadows'))).length).toBeLessThanOrEqual(2)
  }
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, index) => workspaces.open(bench.order(`t${index}`), soon())),
  )
  await expect(workspaces.open(bench.order('more'), soon())).rejects.toThrow('All 6 workspaces')
  await all[0]?.close()
  await (await workspaces.open(bench.order('more'), soon())).close()
  await bench.remove()
})

test('a disc without room makes no workspace, and says so', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open({ bounds: { freeBytes: Number.MAX_SAFE_INTEGER } })
  await expect(workspaces.open(bench.order('a'), soon())).rejects.toThrow(/has less than \d+ MiB left; make room/)
  expect(await readdir(join(bench.folder, 'slots'))).toEqual([])
  await bench.remove()
})

test('F51: a workspace that disappears under its task is an error, and never "everything was deleted"', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open()
  const gone = await workspaces.open(bench.order('gone'), soon())
  await rm(join(gone.path, '..'), { recursive: true })
  await expect(gone.changes(soon())).rejects.toThrow('The workspace slot-1 is gone')
  await expect(gone.commit(['a.txt'], { text: 'x', wall: 1 }, soon())).rejects.toThrow('is gone')
  const replaced = await workspaces.open(bench.order('replaced'), soon())
  await rename(join(replaced.path, '..'), join(bench.folder, 'moved'))
  await mkdir(replaced.path, { recursive: true })
  await expect(replaced.changes(soon())).rejects.toThrow('The workspace slot-2 is gone')
  await Promise.all([gone.close(), replaced.close()])
  expect(existsSync(replaced.path), 'a folder that we did not make stays').toBe(true)
  expect(await (await workspaces.open(bench.order('next'), soon())).changes(soon())).toEqual([])
  await bench.remove()
})

test("F52: whatever fails, no work is done in the user's checkout", async () => {
  const bench = await Bench.make()
  const { root } = bench.repository
  await writeFile(join(root, 'a.txt'), 'being edited\n')
  const before = await bytesOf(root)
  for (const folder of [join(root, '.echelon/work'), root, join(root, '..')])
    await expect(openWorkspaces(bench.options({ folder }))).rejects.toThrow(
      'give workspaces a folder outside of the repository',
    )
  await rm(join(root, '.echelon'), { recursive: true })
  const { workspaces, trunk } = await bench.open()
  const workspace = await workspaces.open(bench.order('a'), soon())
  expect(workspace.path.startsWith(join(bench.folder, 'slots'))).toBe(true)
  await writeFile(join(workspace.path, 'a.txt'), 'fixed\n')
  const commit = await workspace.commit(['a.txt'], { text: 'x', wall: 1 }, soon())
  await trunk.advance(bench.base, commit ?? '', soon())
  await rm(join(bench.folder, 'slots'), { recursive: true })
  await writeFile(join(bench.folder, 'slots'), 'no folder any more')
  await expect(workspaces.open(bench.order('b'), soon())).rejects.toThrow()
  await workspaces.close()
  expect(await bytesOf(root)).toEqual(before)
  await bench.remove()
})

test('what a killed run did not commit is kept, what it committed is there, and its git is ended', async () => {
  const bench = await Bench.make()
  const child = new Killable(bench)
  await child.ask('prepare')
  const [one, two] = [await child.ask('open', 'one'), await child.ask('open', 'two')]
  await writeFile(join(one, 'a.txt'), 'committed\n')
  const commit = await child.ask('commit', 'one', 'a.txt')
  await writeFile(join(one, 'loose.txt'), 'not committed\n')
  await writeFile(join(two, 'src/b.txt'), 'not committed either\n')
  child.tell('open', 'three')
  await sleep(20)
  await child.kill()
  const { workspaces, trunk } = await bench.open()
  expect(await trunk.read(commit, 'a.txt', soon())).toBe('committed\n')
  const texts = await Promise.all(
    (await bench.refs('refs/echelon/rescue')).map((ref) =>
      bench.repository.git(`--git-dir=${bench.mirror}`, 'show', '--format=', ref),
    ),
  )
  expect(texts.join('\n')).toMatch(/not committed\n/)
  expect(texts.join('\n')).toMatch(/not committed either/)
  expect(gitProcessesOf(bench.folder)).toEqual([])
  const next = await workspaces.open(bench.order('next'), soon())
  expect(await next.changes(soon())).toEqual([])
  await bench.remove()
})

/** Command lines of git processes that work in a folder. */
function gitProcessesOf(folder: string): readonly string[] {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => (existsSync(`/proc/${pid}/cmdline`) ? read(`/proc/${pid}/cmdline`) : ''))
  return lines.filter((line) => line.startsWith('git\0') && line.includes(folder))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
