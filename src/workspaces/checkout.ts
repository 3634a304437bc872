import { treeOf } from '../git/commits.ts'
import type { Checkout } from '../ports/workspaces.ts'
import { discard, reset } from './discard.ts'
import { giveGit } from './give-git.ts'
import { takeSlot } from './pool.ts'
import type { Store } from './store.ts'

/** A checkout of a commit for commands; folders to keep may hold what earlier commands left there. */
export async function openCheckout(
  store: Store,
  { commit, keep }: { readonly commit: string; readonly keep: readonly string[] },
  signal: AbortSignal,
): Promise<Checkout> {
  const tree = await treeOf(store.git, store.mirror, commit, signal)
  const slot = await takeSlot(store, 'check', commit, signal)
  try {
    if (!slot.fresh) await reset(slot, { commit, keep }, signal)
    await giveGit(slot, { isolation: 'worktree', branch: null })
  } catch (cause) {
    await discard(slot, keep)
    throw cause
  }
  let closing: Promise<void> | null = null
  return {
    path: slot.path,
    tree,
    close: () => {
      closing ??= discard(slot, keep)
      return closing
    },
  }
}
