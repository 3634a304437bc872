import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workspaces } from '../../src/ports/workspaces.ts'
import { workspaceFiles } from '../../src/testing/contracts/workspaces.ts'
import { Bench, soon } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.make()
})
afterEach(() => bench.remove())

/** Writes other bytes of the same length and turns the clock of the file back. */
function writeUnseen(path: string): void {
  const { atime, mtime, size } = statSync(path)
  writeFileSync(path, 'x'.repeat(size))
  utimesSync(path, atime, mtime)
}

const opened: readonly [string, (at: Workspaces, task: string) => Promise<{ path: string; close(): Promise<void> }>][] =
  [
    ['workspace', (at, task) => at.open(bench.order(task), soon())],
    ['checkout', (at) => at.checkout(bench.base, [], soon())],
  ]

describe.each(opened)('a %s that was put back', (_, open) => {
  test('is put right for the next one, also when somebody wrote in it after that', async () => {
    const { workspaces } = await bench.open()
    const first = await open(workspaces, 'a')
    await writeFile(join(first.path, 'src/b.txt'), 'changed\n')
    await first.close()
    writeUnseen(join(first.path, 'a.txt'))
    await writeFile(join(first.path, 'late.txt'), 'late\n')
    const second = await open(workspaces, 'b')
    expect(second.path).toBe(first.path)
    for (const name of ['a.txt', 'src/b.txt'] as const)
      expect(await readFile(join(second.path, name), 'utf8')).toBe(workspaceFiles[name])
    await expect(readFile(join(second.path, 'late.txt'))).rejects.toThrow(/ENOENT/)
    await workspaces.close()
  })

  test('is left alone when it is not ours any more, and another one is taken', async () => {
    const { workspaces } = await bench.open()
    const first = await open(workspaces, 'a')
    await first.close()
    await rm(first.path, { recursive: true })
    await writeFile(first.path, 'somebody put a file here')
    const second = await open(workspaces, 'b')
    expect(second.path).not.toBe(first.path)
    expect(await readFile(join(second.path, 'a.txt'), 'utf8')).toBe(workspaceFiles['a.txt'])
    expect(await readFile(first.path, 'utf8')).toBe('somebody put a file here')
    await workspaces.close()
  })
})

test('an index of ours that somebody else wrote is not believed: nothing but the change is in the commit', async () => {
  const { workspaces, trunk } = await bench.open()
  const ours = join(bench.folder, 'own/shadows/1.git/index')
  const other = await bench.repository.commit({ 'a.txt': 'smuggled\n', 'smuggled.txt': 'in\n' })
  for (const [task, index] of [
    ['a', Buffer.from('garbage')],
    ['b', await indexOf(other)],
  ] as const) {
    const workspace = await workspaces.open(bench.order(task), soon())
    await writeFile(join(workspace.path, 'src/b.txt'), `by ${task}\n`)
    await writeFile(ours, index)
    const commit = await workspace.commit(['src/b.txt'], { text: 'change', wall: 1 }, soon())
    await workspace.close()
    const changed = await trunk.changes(bench.base, commit ?? '', soon())
    expect(changed.map(({ path }) => path)).toEqual(['src/b.txt'])
  }
  await workspaces.close()
})

/** The index of a checkout of that commit. */
async function indexOf(commit: string): Promise<Buffer> {
  await bench.repository.git('read-tree', commit)
  return readFile(join(bench.repository.root, '.git/index'))
}

test('a file that is too large to be read reads as null', async () => {
  const commit = await bench.repository.commit({ 'large.txt': 'x'.repeat(17 * 1024 ** 2), 'small.txt': 'small\n' })
  const { workspaces, trunk } = await bench.open({ base: commit })
  expect(await trunk.read(commit, 'large.txt', soon())).toBeNull()
  expect(await trunk.read(commit, 'small.txt', soon())).toBe('small\n')
  await workspaces.close()
})

test('what is left where the same could be done again is not kept, what a commit took is, and the next one is clean', async () => {
  const { workspaces, trunk } = await bench.open()
  const rescues: number[] = []
  for (const repeatable of [false, true]) {
    const workspace = await workspaces.open(bench.order(`left-${repeatable}`, { repeatable }), soon())
    await writeFile(join(workspace.path, 'a.txt'), 'taken\n')
    await writeFile(join(workspace.path, 'src/b.txt'), 'left behind\n')
    const commit = await workspace.commit(['a.txt'], { text: 'change', wall: 1 }, soon())
    await workspace.close()
    expect(await trunk.read(commit ?? '', 'a.txt', soon())).toBe('taken\n')
    rescues.push((await bench.refs('refs/echelon/rescue')).length)
  }
  expect(rescues).toEqual([1, 1])
  const next = await workspaces.open(bench.order('next'), soon())
  expect(await next.changes(soon())).toEqual([])
  await workspaces.close()
})

test('a full disc speaks against no slot: when there is room again the same one is used', async () => {
  const bin = join(bench.folder, '../', `${basename(bench.folder)}-bin`)
  const full = join(bin, 'full')
  const path = process.env.PATH ?? ''
  const real = path.split(delimiter).find((folder) => existsSync(join(folder, 'git'))) ?? ''
  await mkdir(bin)
  const script = `#!/bin/sh\nif [ -e '${full}' ]; then echo 'fatal: write error: No space left on device' >&2; exit 128; fi\nexec '${real}/git' "$@"\n`
  await writeFile(join(bin, 'git'), script)
  await chmod(join(bin, 'git'), 0o755)
  process.env.PATH = [bin, path].join(delimiter)
  try {
    const { workspaces } = await bench.open()
    const first = await workspaces.open(bench.order('a'), soon())
    await writeFile(join(first.path, 'a.txt'), 'changed\n')
    await first.close()
    await writeFile(full, '')
    await expect(workspaces.open(bench.order('b'), soon())).rejects.toThrow(/No space left on device/)
    await rm(full)
    const again = await workspaces.open(bench.order('c'), soon())
    expect(again.path).toBe(first.path)
    expect(await readFile(join(again.path, 'a.txt'), 'utf8')).toBe(workspaceFiles['a.txt'])
    await workspaces.close()
  } finally {
    process.env.PATH = path
    await rm(bin, { recursive: true })
  }
})
