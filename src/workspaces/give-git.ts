import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeGitDir } from '../git/git-dir.ts'
import type { Slot } from './slot.ts'

/** Gives an agent its own git: a repository that borrows our objects and shares nothing else with anybody. */
export async function giveGit(
  slot: Slot,
  { isolation, branch }: { readonly isolation: 'worktree' | 'clone'; readonly branch: string | null },
): Promise<void> {
  const { layout, format } = slot.store
  const dotGit = join(slot.path, '.git')
  const path = isolation === 'clone' ? dotGit : layout.agentGit(slot.id)
  await takeGit(slot)
  const config = [
    `worktree = ${JSON.stringify(slot.path)}`,
    '[user]',
    'name = Echelon agent',
    'email = agent@localhost',
  ]
  const head = branch === null ? slot.base : `ref: refs/heads/${branch}`
  const borrows = [join(layout.mirror, 'objects')]
  await writeGitDir({ path, format, borrows, head, config: isolation === 'clone' ? config.slice(1) : config })
  await writeFile(join(path, 'info/exclude'), '/.echelon/\n')
  await copyFile(slot.place.index, join(path, 'index'))
  if (branch !== null) {
    await mkdir(join(path, 'refs/heads', branch, '..'), { recursive: true })
    await writeFile(join(path, 'refs/heads', branch), `${slot.base}\n`)
  }
  if (isolation === 'worktree') await writeFile(dotGit, `gitdir: ${path}\n`, { flag: 'wx' })
}

/** Takes the agent's git away, whatever became of it. */
export async function takeGit(slot: Slot): Promise<void> {
  await rm(join(slot.path, '.git'), { recursive: true, force: true })
  await rm(slot.store.layout.agentGit(slot.id), { recursive: true, force: true })
}
