import { isUtf8 } from 'node:buffer'
import { join } from 'node:path'
import type { Change } from '../domain/change.ts'
import { EchelonError } from '../domain/errors.ts'
import { RelativePath } from '../domain/relative-path.ts'
import { commitTree, mergeTrees, trailers } from '../git/commits.ts'
import { diffTrees } from '../git/diff-trees.ts'
import { moveRef, readRef } from '../git/refs.ts'
import type { Head, Merged, Trunk } from '../ports/trunk.ts'
import { publish } from './publish.ts'
import { refs, type Store } from './store.ts'

const trailerKey = 'Task-Id'

/** The mission's branch in the mirror. */
export function trunkOf(store: Store): Trunk {
  const { git, mirror, base, commits } = store
  const branch = `echelon/${store.run}`
  const ref = refs.trunk(store)
  const tip = async (signal: AbortSignal): Promise<string> => {
    const commit = await readRef(git, mirror, ref, signal)
    if (commit !== null) return commit
    throw new EchelonError('internal', `${branch} is not in ${mirror.gitDir}; prepare the workspaces first.`)
  }
  return {
    branch,
    base,
    tip,
    merge: (onto, head, signal) => merge(store, onto, head, signal),
    conflicts: (a, b, signal) => conflicts(store, [a, b], signal),
    changes: (from, to, signal) => changes(store, [from, to], signal),
    tree: (commit, signal) => commits.tree(commit, signal),
    read: (commit, path, signal) => read(store, { commit, path }, signal),
    advance: async (from, to, signal) => {
      await commits.tree(to, signal)
      return moveRef(git, mirror, { ref, from, to }, signal)
    },
    landed: async (task, signal) => {
      const found = await trailers(git, mirror, { base, tip: await tip(signal), key: trailerKey }, signal)
      return found.find(({ values }) => values.includes(task))?.commit ?? null
    },
    publish: async (signal) => publish(store, { branch, tip: await tip(signal) }, signal),
  }
}

async function merge(store: Store, onto: string, head: Head, signal: AbortSignal): Promise<Merged> {
  const { git, mirror } = store
  await bothThere(store, [onto, head.commit], signal)
  const merged = await mergeTrees(git, mirror, [onto, head.commit], signal)
  if (!merged.ok) return merged
  const { message, wall } = head
  const commit = await commitTree(git, mirror, { tree: merged.tree, parent: onto, message, wall }, signal)
  return { ok: true, commit, tree: merged.tree }
}

/** Asking leaves nothing behind in the mirror: there are many pairs, and nobody needs their trees. */
async function conflicts(
  store: Store,
  sides: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { git, mirror, layout } = store
  await bothThere(store, sides, signal)
  const place = { ...mirror, objects: join(layout.scratch, 'objects') }
  const merged = await mergeTrees(git, place, sides, signal)
  return merged.ok ? [] : merged.conflicts
}

/** Git takes a commit that is not there for one that conflicts. */
async function bothThere({ commits }: Store, sides: readonly [string, string], signal: AbortSignal): Promise<void> {
  for (const side of sides) await commits.tree(side, signal)
}

async function changes(
  { git, mirror, commits }: Store,
  sides: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const [from, to] = await Promise.all(sides.map((side) => commits.tree(side, signal)))
  return from === undefined || to === undefined ? [] : diffTrees(git, mirror, [from, to], signal)
}

async function read(
  { commits }: Store,
  { commit, path }: { readonly commit: string; readonly path: string },
  signal: AbortSignal,
): Promise<string | null> {
  if (!RelativePath.safeParse(path).success) return null
  const bytes = await commits.file(commit, path, signal)
  return bytes === null || bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString('utf8')
}
