import type { Checkout } from '../ports/workspaces.ts'
import { giveGit } from './give-git.ts'
import { giveBack, takeSlot } from './pool.ts'
import type { Store } from './store.ts'

/** A checkout of a commit for commands; folders to keep may hold what earlier commands left there. */
export async function openCheckout(
  store: Store,
  { commit, keep }: { readonly commit: string; readonly keep: readonly string[] },
  signal: AbortSignal,
): Promise<Checkout> {
  await store.commits.tree(commit, signal)
  const slot = await takeSlot(store, 'check', { commit, keep }, signal)
  try {
    await giveGit(slot, { isolation: 'worktree', branch: null })
  } catch (cause) {
    await giveBack(slot)
    throw cause
  }
  let closing: Promise<void> | null = null
  return {
    path: slot.path,
    close: () => {
      closing ??= giveBack(slot)
      return closing
    },
  }
}
