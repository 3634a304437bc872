import { cleanup, giveBack, quarantine } from './pool.ts'
import { recycle } from './recycle.ts'
import { scan } from './scan.ts'
import type { Slot } from './slot.ts'

/** Cleans a slot in which nobody's work can be, whatever state it is in, and gives it back. */
export async function discard(slot: Slot, keep: readonly string[]): Promise<void> {
  const signal = cleanup()
  try {
    await slot.rebuildIndex(signal)
    await reset(slot, { commit: slot.base, keep }, signal)
    await giveBack(slot)
  } catch (cause) {
    quarantine(slot, cause)
  }
}

/** Makes a slot hold exactly a commit and what is to be kept, believing nothing but the bytes that are there. */
export async function reset(
  slot: Slot,
  { commit, keep }: { readonly commit: string; readonly keep: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const found = await scan(slot, signal)
  await recycle(slot, { commit, differ: found.map(({ path }) => path), keep }, signal)
}
