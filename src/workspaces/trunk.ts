import { isUtf8 } from 'node:buffer'
import { join } from 'node:path'
import type { Change } from '../domain/change.ts'
import { EchelonError } from '../domain/errors.ts'
import { RelativePath } from '../domain/relative-path.ts'
import { commitTree, mergeTrees, trailers, treeOf } from '../git/commits.ts'
import { diffTrees } from '../git/diff-trees.ts'
import { moveRef, readRef } from '../git/refs.ts'
import { readBlob } from '../git/trees.ts'
import type { Head, Merged, Trunk } from '../ports/trunk.ts'
import { publish } from './publish.ts'
import { refs, type Store } from './store.ts'

/** A larger text is nothing that anybody reads. */
const readLimitBytes = 16 * 1024 * 1024
const trailerKey = 'Task-Id'

/** The mission's branch in the mirror. */
export function trunkOf(store: Store): Trunk {
  const { git, mirror, base } = store
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
    tree: (commit, signal) => treeOf(git, mirror, commit, signal),
    read: (commit, path, signal) => read(store, { commit, path }, signal),
    advance: async (from, to, signal) => {
      await treeOf(git, mirror, to, signal)
      return moveRef(git, mirror, { ref, from, to }, signal)
    },
    landed: async (task, signal) => {
      const commits = await trailers(git, mirror, { base, tip: await tip(signal), key: trailerKey }, signal)
      return commits.find(({ values }) => values.includes(task))?.commit ?? null
    },
    publish: async (signal) => publish(store, { branch, tip: await tip(signal) }, signal),
  }
}

async function merge({ git, mirror }: Store, onto: string, head: Head, signal: AbortSignal): Promise<Merged> {
  const merged = await mergeTrees(git, mirror, [onto, head.commit], signal)
  if (!merged.ok) return merged
  const { message, wall } = head
  const commit = await commitTree(git, mirror, { tree: merged.tree, parent: onto, message, wall }, signal)
  return { ok: true, commit, tree: merged.tree }
}

/** Asking leaves nothing behind in the mirror: there are many pairs, and nobody needs their trees. */
async function conflicts(
  { git, mirror, layout }: Store,
  sides: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const place = { ...mirror, objects: join(layout.scratch, 'objects') }
  const merged = await mergeTrees(git, place, sides, signal)
  return merged.ok ? [] : merged.conflicts
}

async function changes(
  { git, mirror }: Store,
  sides: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const [from, to] = await Promise.all(sides.map((side) => treeOf(git, mirror, side, signal)))
  return from === undefined || to === undefined ? [] : diffTrees(git, mirror, [from, to], signal)
}

async function read(
  { git, mirror }: Store,
  { commit, path }: { readonly commit: string; readonly path: string },
  signal: AbortSignal,
): Promise<string | null> {
  if (!RelativePath.safeParse(path).success) return null
  const bytes = await readBlob(git, mirror, { commit, path, limitBytes: readLimitBytes }, signal)
  return bytes === null || bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString('utf8')
}
