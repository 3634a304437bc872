import { hasCommit } from '../git/commits.ts'
import { moveRef, readRef } from '../git/refs.ts'
import type { Store } from './store.ts'

/** Takes objects out of the mirror that no ref needs any more, and no slot: their checkouts borrow from it. */
export async function compact(store: Store, signal: AbortSignal): Promise<void> {
  const { git, mirror } = store
  const held = await holdSlots(store, signal)
  try {
    await git({ place: mirror, args: ['repack', '-a', '-d', '-n', '-q', '--no-write-bitmap-index'], signal })
    await git({ place: mirror, args: ['prune', '--expire=now'], signal })
  } finally {
    for (const { ref, commit } of held) await moveRef(git, mirror, { ref, from: commit, to: null }, signal)
  }
}

/** A ref for each commit that a slot stands on, for as long as objects are taken away. */
async function holdSlots(
  { git, mirror, registry }: Store,
  signal: AbortSignal,
): Promise<readonly { readonly ref: string; readonly commit: string }[]> {
  const held = []
  for (const { id, base, made } of registry.all())
    for (const [use, commit] of Object.entries({ base, made })) {
      if (commit === '' || !(await hasCommit(git, mirror, commit, signal))) continue
      const ref = `refs/echelon/slot/${id}/${use}`
      // One that a killed process left may stand elsewhere.
      const from = await readRef(git, mirror, ref, signal)
      await moveRef(git, mirror, { ref, from, to: commit }, signal)
      held.push({ ref, commit })
    }
  return held
}
