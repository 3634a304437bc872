import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bench, soon } from './bench.ts'
import { ground, type Opened, spring } from './spring.ts'
import { plain, traps } from './traps.ts'

/** One of each kind; `test/slow/workspaces-injection.test.ts` steps into all of them. */
const kinds = [
  'a reference-transaction hook',
  'a file system monitor',
  'a process filter',
  'a git file that points elsewhere',
]

describe('a trap that plain git steps into is none for us', () => {
  let at: Opened
  beforeAll(async () => {
    const bench = await Bench.make()
    at = { bench, ...(await bench.open()) }
  })
  afterAll(() => at.bench.remove())
  test.each(traps.filter(({ name }) => kinds.includes(name)))('$name', (trap) => spring(at, trap, 'worktree'))
  test('a repository within the repository is told, and its folder is kept for a person', async () => {
    const workspace = await at.workspaces.open(at.bench.order('nested'), soon())
    await plain(workspace.path, 'init', '-q', join(workspace.path, 'inner'))
    await plain(join(workspace.path, 'inner'), 'commit', '-q', '--allow-empty', '-m', 'x')
    const [change] = await workspace.changes(soon())
    expect(change).toMatchObject({ path: 'inner', forbidden: 'it is a repository within the repository' })
    await workspace.close()
    expect(existsSync(join(workspace.path, 'inner/.git'))).toBe(true)
    const next = await at.workspaces.open(at.bench.order('nested', { attempt: '2' }), soon())
    expect(next.path).not.toBe(workspace.path)
    await next.close()
  })
})

test('settings that an agent makes for its own git reach no other workspace', async () => {
  const bench = await Bench.make()
  const { workspaces } = await bench.open()
  const [one, other] = [
    await workspaces.open(bench.order('a'), soon()),
    await workspaces.open(bench.order('b'), soon()),
  ]
  const there = await ground(one, 'worktree')
  await plain(one.path, 'config', 'core.fsmonitor', there.program)
  await plain(other.path, 'status')
  expect(existsSync(there.canary)).toBe(false)
  await plain(one.path, 'status')
  expect(existsSync(there.canary)).toBe(true)
  // With linked worktrees of one repository, as git makes them, the same setting does.
  await rm(there.canary)
  const [left, right] = [join(there.beside, 'left'), join(there.beside, 'right')]
  for (const path of [left, right]) await bench.repository.git('worktree', 'add', '--quiet', '--detach', path)
  await plain(left, 'config', 'core.fsmonitor', there.program)
  await plain(right, 'status')
  expect(existsSync(there.canary)).toBe(true)
  await rm(there.beside, { recursive: true, force: true })
  await bench.remove()
})

test("programs that the user's own repository names are not started by preparing or publishing", async () => {
  const bench = await Bench.make()
  const { repository } = bench
  const { workspaces } = await bench.open()
  const there = await ground(await workspaces.open(bench.order('a'), soon()), 'worktree')
  for (const name of [
    'reference-transaction',
    'post-checkout',
    'pre-push',
    'post-update',
    'pre-receive',
    'post-rewrite',
  ])
    await writeFile(join(repository.root, '.git/hooks', name), `#!/bin/sh\nexec ${there.program}\n`, { mode: 0o755 })
  for (const key of ['core.fsmonitor', 'uploadpack.packObjectsHook', 'core.alternateRefsCommand', 'core.sshCommand'])
    await repository.git('config', key, there.program)
  const { trunk, workspaces: again } = await bench.open({ run: 'second' })
  const workspace = await again.open(bench.order('b'), soon())
  await writeFile(join(workspace.path, 'a.txt'), 'fixed\n')
  const commit = await workspace.commit(['a.txt'], { text: 'fix', wall: 1 }, soon())
  expect(await trunk.advance(bench.base, commit ?? '', soon())).toBe(true)
  expect(await trunk.publish(soon())).toEqual({ ok: true })
  expect(existsSync(there.canary)).toBe(false)
  await plain(repository.root, 'branch', 'mine')
  expect(existsSync(there.canary), 'plain git does start them').toBe(true)
  await rm(there.beside, { recursive: true, force: true })
  await bench.remove()
})
