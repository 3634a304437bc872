import { mkdir, rm, rmdir, statfs } from 'node:fs/promises'
import { EchelonError } from '../domain/errors.ts'
import { markOf, setMark } from './mark.ts'
import { type Clean, recycle } from './recycle.ts'
import type { SlotRow } from './registry.ts'
import { Slot } from './slot.ts'
import { cleanupMs, type Store } from './store.ts'

/** Paths that are remembered of one slot. */
const mostKnown = 10_000

/** A slot that holds a commit: one from the pool, put right, or a new one. */
export async function takeSlot(
  store: Store,
  use: SlotRow['use'],
  { commit, keep }: Clean,
  signal: AbortSignal,
): Promise<Slot> {
  for (;;) {
    const row = store.registry.take(use, store.owner, commit)
    if (row === null) return makeSlot(store, use, commit, signal)
    const slot = new Slot(store, row)
    try {
      await recycle(slot, { commit, keep }, signal)
      return slot
    } catch (cause) {
      // Half put right is as good as not at all: whoever takes it next looks at every byte.
      if (signal.aborted || isOfMachine(cause)) {
        await giveBack(slot)
        throw cause
      }
      quarantine(slot, cause)
    }
  }
}

/** What the next slot would meet as well: it says nothing against this one. */
function isOfMachine(cause: unknown): boolean {
  const said = cause instanceof Error ? cause.message : ''
  return /\b(?:ENOSPC|EDQUOT|EMFILE|ENFILE|EAGAIN|ENOMEM)\b|No space left on device|Disk quota exceeded/.test(said)
}

async function makeSlot(store: Store, use: SlotRow['use'], commit: string, signal: AbortSignal): Promise<Slot> {
  await makeRoom(store, use)
  const row = store.registry.intend(use, store.owner, commit)
  const id = row.id
  const folder = store.layout.slot(id)
  try {
    // Not recursive: a folder of that name that we did not make is not ours.
    await mkdir(folder, { mode: 0o700 })
  } catch (cause) {
    store.registry.forget(id)
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      return makeSlot(store, use, commit, signal)
    throw cause
  }
  const slot = new Slot(store, row)
  try {
    setMark(folder, row.mark)
    await mkdir(slot.path, { mode: 0o700 })
    await slot.settle()
    await slot.fill(commit, signal)
    store.registry.set(id, { state: 'open' })
    return slot
  } catch (cause) {
    await removeSlot(store, id)
    throw cause
  }
}

/** Free slots go when there are too many, or too little disc; nothing else does. */
async function makeRoom(store: Store, use: SlotRow['use']): Promise<void> {
  const { registry, bounds, layout } = store
  for (;;) {
    const full = registry.all().length >= bounds.slots
    const { bavail, bsize } = await statfs(layout.folder)
    const short = bavail * bsize < bounds.freeBytes
    if (!full && !short) return
    const idle = registry.retire(store.owner, full && !short ? other(use) : undefined) ?? registry.retire(store.owner)
    if (idle === null)
      throw new EchelonError(
        'environment',
        full
          ? `All ${bounds.slots} workspaces below ${layout.slots} are in use or in quarantine; look at what is in quarantine, or allow more.`
          : `The disc of ${layout.folder} has less than ${Math.round(bounds.freeBytes / 1024 ** 2)} MiB left; make room.`,
      )
    await removeSlot(store, idle.id)
  }
}

function other(use: SlotRow['use']): SlotRow['use'] {
  return use === 'work' ? 'check' : 'work'
}

/**
 * Puts a slot back in which nothing is that is not saved, and takes away what is more than we keep. It is put right when
 * somebody takes it. `differ`: what is known to differ from its commit.
 */
export async function giveBack({ store, id, base }: Slot, differ: readonly string[] | null = null): Promise<void> {
  const known = store.known.get(id)
  if (known !== undefined) store.known.set(id, { ...known, differ: (differ?.length ?? 0) > mostKnown ? null : differ })
  store.registry.set(id, { state: 'free', owner: '', run: '', branch: '', made: '', base })
  await trim(store)
}

/** Takes away slots that are more than we keep. */
export async function trim(store: Store): Promise<void> {
  const { registry, bounds, owner } = store
  while (registry.all().filter(({ state }) => state === 'free').length > bounds.spare) {
    const idle = registry.retire(owner)
    if (idle === null) return
    await removeSlot(store, idle.id)
  }
}

/** Whether there are as many slots put back as we keep. */
export function isFull({ registry, bounds }: Store): boolean {
  return registry.all().filter(({ state }) => state === 'free').length >= bounds.spare
}

/** Takes away a slot in which nothing is that is not saved. */
export async function drop({ store, id }: Slot): Promise<void> {
  store.registry.set(id, { state: 'removing', owner: store.owner })
  await removeSlot(store, id)
}

/** Leaves a slot as it is, for a person to look at. */
export function quarantine(slot: Slot, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  slot.store.registry.set(slot.id, { state: 'quarantined', reason: reason.slice(0, 500) })
}

/** Removes a slot that nobody has worked in since it was clean, if it is still the one that we made. */
export async function removeSlot({ registry, layout, known }: Store, id: number): Promise<void> {
  const row = registry.get(id)
  if (row === null || (row.state !== 'making' && row.state !== 'removing')) return
  const slow = { recursive: true, force: true, maxRetries: 3 } as const
  if (markOf(layout.slot(id)) === row.mark) await rm(layout.slot(id), slow)
  // Without our mark it is gone already, still empty, or somebody else's, and then it stays.
  else await rmdir(layout.slot(id)).catch(unlessTaken)
  await rm(layout.shadow(id), slow)
  registry.forget(id)
  known.delete(id)
}

function unlessTaken(cause: unknown): void {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'ENOTDIR') throw cause
}

/** A signal for putting things in order when the caller's own may have ended. */
export function cleanup(): AbortSignal {
  return AbortSignal.timeout(cleanupMs)
}
