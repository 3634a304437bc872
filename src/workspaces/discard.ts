import { cleanup, giveBack, quarantine } from './pool.ts'
import { recycle } from './recycle.ts'
import type { Slot } from './slot.ts'

/** Cleans a slot that somebody died in, when nobody's work can be in it, and puts it back. */
export async function discard(slot: Slot): Promise<void> {
  try {
    // Dependencies that were being installed may be half there.
    await recycle(slot, { commit: slot.base, keep: [] }, cleanup())
    await giveBack(slot)
  } catch (cause) {
    quarantine(slot, cause)
  }
}
