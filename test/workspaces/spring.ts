import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Trunk } from '../../src/ports/trunk.ts'
import type { Workspace, Workspaces } from '../../src/ports/workspaces.ts'
import { type Bench, soon } from './bench.ts'
import { type Ground, plain, type Trap } from './traps.ts'

type Isolation = 'worktree' | 'clone'

export interface Opened {
  readonly bench: Bench
  readonly workspaces: Workspaces
  readonly trunk: Trunk
}

/** Shows that a trap goes off under plain git, lays it again in the same checkout, and does everything that we do there. */
export async function spring(at: Opened, trap: Trap, isolation: Isolation): Promise<void> {
  const workspace = await at.workspaces.open(at.bench.order(trap.name, { isolation }), soon())
  const there = await ground(workspace, isolation)
  await writeFile(join(workspace.path, 'a.txt'), 'ours\n')
  await trap.lay(there)
  for (const command of trap.setsOff) await plain(there.tree, ...command)
  expect(existsSync(there.canary), 'plain git did not step into it: the test proves nothing').toBe(true)

  await writeFile(join(workspace.path, 'a.txt'), 'ours\n')
  await trap.lay(there)
  await rm(there.canary)
  const commit = await takeOver(workspace, trap.name)
  await workspace.close()
  expect((await at.trunk.merge(at.bench.base, { task: 't', commit, message: 'm', wall: 1 }, soon())).ok).toBe(true)
  await (await at.workspaces.checkout(commit, [], soon())).close()
  const next = await at.workspaces.open(at.bench.order(`after ${trap.name}`, { isolation }), soon())
  expect(await next.changes(soon())).toEqual([])
  await plain(next.path, 'status')
  await next.close()
  expect(existsSync(there.canary)).toBe(false)
  await rm(there.beside, { recursive: true, force: true })
}

async function takeOver(workspace: Workspace, text: string): Promise<string> {
  const changes = await workspace.changes(soon())
  expect(changes.find(({ path }) => path === 'a.txt')?.lines).toBe(4)
  const paths = changes.filter(({ forbidden }) => forbidden === null).map(({ path }) => path)
  const commit = await workspace.commit(paths, { text, wall: 1 }, soon())
  if (commit === null) throw new Error('nothing was committed')
  return commit
}

/** Where a trap can be laid in a workspace; `beside` is for the caller to remove. */
export async function ground(workspace: Workspace, isolation: Isolation): Promise<Ground> {
  const beside = await mkdtemp(join(tmpdir(), 'echelon-trap-'))
  const target = join(beside, 'target')
  await mkdir(target)
  // A checkout that is sent here leaves its files; a program leaves one of the same name.
  const canary = join(target, 'a.txt')
  const program = join(beside, 'program.sh')
  await writeFile(program, `#!/bin/sh\necho fired >> '${canary}'\nexit 1\n`)
  await chmod(program, 0o755)
  const git = isolation === 'clone' ? join(workspace.path, '.git') : join(workspace.path, '../agent.git')
  return { tree: workspace.path, git, program, canary, beside }
}
