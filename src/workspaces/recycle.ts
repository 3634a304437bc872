import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { takeGit } from './give-git.ts'
import { isFolder } from './mark.ts'
import { differing } from './scan.ts'
import type { Slot } from './slot.ts'

export interface Clean {
  readonly commit: string
  /** Folders that stay, relative to the root. */
  readonly keep: readonly string[]
}

/**
 * Makes a slot hold exactly one commit, and what is to be kept, whatever was done in it. Throws when it does not after all.
 * What was in it must be saved.
 */
export async function recycle(slot: Slot, { commit, keep }: Clean, signal: AbortSignal): Promise<void> {
  const kept = keep.filter((folder) => isPlainFolder(slot.path, folder))
  slot.mustBeThere()
  await slot.settle()
  await takeGit(slot)
  await slot.settleIndex(signal)
  const said = slot.store.known.get(slot.id)?.differ ?? null
  const differ = said ?? (await differing(slot, signal))
  await forgetEntries(slot, differ, signal)
  await clean(slot, kept, signal)
  removeGitFolders(slot.path, '', new Set(kept))
  // What was said when it was put back may be old: then git looks at the times of all files.
  if (said !== null || commit !== slot.base || differ.length > 0) await slot.fill(commit, signal)
  await emptySubmodules(slot, signal)
  await verify(slot, kept, signal)
  await slot.forgetObjects()
}

/** Git writes a file again only when its index does not know it. */
async function forgetEntries(
  { store: { git }, place, base }: Slot,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (paths.length === 0) return
  const input = paths.map((path) => `0 ${'0'.repeat(base.length)}\t${path}\0`).join('')
  await git({ place, args: ['update-index', '-z', '--index-info'], signal, input })
}

async function clean(slot: Slot, kept: readonly string[], signal: AbortSignal): Promise<void> {
  const { git } = slot.store
  const excluded = kept.flatMap((folder) => ['-e', `/${folder.replaceAll(/[\\*?[\]!# ]/g, '\\$&')}/`])
  const args = ['clean', '-ffdxq', ...excluded]
  const { code } = await git({ place: slot.place, args, signal, accept: [0, 1] })
  if (code === 0) return
  // A folder without the right to enter it cannot be emptied.
  openFolders(slot.path, '', new Set(kept))
  await git({ place: slot.place, args, signal })
}

function openFolders(root: string, folder: string, spare: ReadonlySet<string>): void {
  chmodSync(join(root, folder), 0o700)
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory() && !spare.has(path)) openFolders(root, path, spare)
  }
}

/** Git leaves the folder of a submodule alone; ours are empty. */
async function emptySubmodules(slot: Slot, signal: AbortSignal): Promise<void> {
  for (const [path, { mode }] of await slot.tree(signal)) {
    if (mode !== '160000') continue
    await rm(join(slot.path, path), { recursive: true, force: true })
    await mkdir(join(slot.path, path), { recursive: true })
  }
}

/** A folder all the way: nothing is kept behind a link. */
function isPlainFolder(root: string, folder: string): boolean {
  const parts = folder.split('/')
  return parts.every((_, index) => isFolder(join(root, ...parts.slice(0, index + 1))))
}

/** Every name of the commit is there, as what it should be, and no other. */
async function verify(slot: Slot, kept: readonly string[], signal: AbortSignal): Promise<void> {
  const expected = new Map<string, string>()
  for (const [path, { mode }] of await slot.tree(signal)) if (mode !== '160000') expected.set(path, mode)
  const strange = walk(slot.path, '', { expected, spare: new Set(kept) })
  const missing = strange ?? [...expected.keys()].find((path) => !kept.some((folder) => path.startsWith(`${folder}/`)))
  if (missing !== undefined)
    throw new EchelonError(
      'environment',
      `${slot.path} could not be cleaned: "${missing}" is not as the commit has it.`,
    )
}

interface Expected {
  readonly expected: Map<string, string>
  readonly spare: ReadonlySet<string>
}

/** Takes what it meets off the list; answers the first path that is not on it. */
function walk(root: string, folder: string, names: Expected): string | undefined {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (names.spare.has(path)) continue
    if (entry.isDirectory()) {
      const strange = walk(root, path, names)
      if (strange !== undefined) return strange
      continue
    }
    const mode = names.expected.get(path)
    if (mode === undefined || (mode === '120000') !== lstatSync(join(root, path)).isSymbolicLink()) return path
    names.expected.delete(path)
  }
  return undefined
}

/** Removes what git overlooks everywhere: anything that it takes for a git folder. */
function removeGitFolders(root: string, folder: string, spare: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (spare.has(path)) continue
    if (entry.name.toLowerCase() === '.git') rmSync(join(root, path), { recursive: true, force: true })
    else if (entry.isDirectory()) removeGitFolders(root, path, spare)
  }
}
