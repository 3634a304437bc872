import { copyFile, rm } from 'node:fs/promises'
import { EchelonError } from '../domain/errors.ts'
import { commitTree } from '../git/commits.ts'
import { moveRef, readRef } from '../git/refs.ts'
import { transfer } from '../git/transfer.ts'
import { changeTree, type TreeEntry } from '../git/trees.ts'
import type { Found } from './scan.ts'
import type { Slot } from './slot.ts'
import { refs } from './store.ts'

/** The tree that the base becomes by what was found. */
export async function treeWith(slot: Slot, found: readonly Found[], signal: AbortSignal): Promise<string> {
  if (found.length === 0) return slot.baseTree(signal)
  const entries = new Map<string, TreeEntry | null>(found.map(({ path, entry }) => [path, entry]))
  const of = JSON.stringify([...entries])
  if (slot.made?.of === of) return slot.made.tree
  const place = { gitDir: slot.place.gitDir, index: `${slot.place.index}.new` }
  await rm(`${place.index}.lock`, { force: true })
  // Our index of a slot stands for its base all the time.
  await slot.settleIndex(signal)
  await copyFile(slot.place.index, place.index)
  const tree = await changeTree(slot.store.git, place, { entries, width: slot.base.length }, signal)
  slot.made = { of, tree }
  return tree
}

export interface Saving {
  readonly tree: string
  readonly message: string
  readonly wall: number
}

/** Makes a commit of a tree and brings it to the mirror, where nobody but us gets. It is on no ref yet. */
export async function saveCommit(slot: Slot, { tree, message, wall }: Saving, signal: AbortSignal): Promise<string> {
  const { git, mirror } = slot.store
  const commit = await commitTree(git, slot.place, { tree, parent: slot.base, message, wall }, signal)
  await transfer(git, { from: { gitDir: slot.place.gitDir }, to: mirror, commit, without: slot.base }, signal)
  return commit
}

/** Points the branch of an attempt at a commit. Another commit that was there is kept under a rescue ref. */
export async function pointBranch(
  slot: Slot,
  { run, branch }: { readonly run: string; readonly branch: string },
  commit: string,
  signal: AbortSignal,
): Promise<void> {
  const { git, mirror } = slot.store
  const ref = refs.work(run, branch)
  const before = await readRef(git, mirror, ref, signal)
  if (before === commit) return
  if (before !== null) await keep(slot, refs.rescue(run, branch, before), before, signal)
  if (await moveRef(git, mirror, { ref, from: before, to: commit }, signal)) return
  throw new EchelonError('internal', `${ref} moved while ${slot.name} wrote it: one attempt has two workspaces.`)
}

/**
 * Keeps what is in no commit as a rescue ref. Answers what cannot be kept: a repository within the repository, a name that no
 * tree can hold, more than a rescue takes.
 */
export async function rescue(
  slot: Slot,
  {
    run,
    branch,
    made,
    found,
  }: { readonly run: string; readonly branch: string; readonly made: string; readonly found: readonly Found[] },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { commits, wall } = slot.store
  const tree = await treeWith(
    slot,
    found.filter(({ holdable }) => holdable),
    signal,
  )
  const saved = made === '' ? await slot.baseTree(signal) : await commits.tree(made, signal)
  const empty = await slot.baseTree(signal)
  if (tree !== saved && tree !== empty) {
    const message = `What ${branch} of ${run} left in ${slot.name}`
    const commit = await saveCommit(slot, { tree, message, wall: wall() }, signal)
    await keep(slot, refs.rescue(run, branch, commit), commit, signal)
  }
  return found.filter(({ holdable }) => !holdable).map(({ path }) => path)
}

async function keep({ store: { git, mirror } }: Slot, ref: string, commit: string, signal: AbortSignal): Promise<void> {
  const before = await readRef(git, mirror, ref, signal)
  if (before === null) await moveRef(git, mirror, { ref, from: null, to: commit }, signal)
}
