import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownerVariable } from '../git/run-git.ts'
import { discard } from './discard.ts'
import { isFolder } from './mark.ts'
import { bury, deadOwners } from './owner.ts'
import { removeSlot, trim } from './pool.ts'
import type { SlotRow } from './registry.ts'
import { Slot } from './slot.ts'
import type { Store } from './store.ts'
import { close } from './workspace.ts'

/** How long a killed git may take to be gone. */
const goneMs = 5_000

/** Puts right what owners left that died: their git processes, locks, half-made slots, and work that nobody committed. */
export async function recover(store: Store): Promise<void> {
  const { layout, owner, registry } = store
  const dead = deadOwners(layout.owners, owner)
  await endProcesses(dead)
  await removeLocks(store)
  removePublishLocks(store)
  const known = new Set([...dead, owner])
  const rows = registry.inherit([...dead, ...lostOwners(store, known)], owner)
  for (const row of rows) await recoverSlot(store, row)
  for (const one of dead) bury(layout.owners, one)
  await trim(store)
}

/** Owners whose lock file is gone altogether are as dead as can be. */
function lostOwners({ registry, layout }: Store, known: ReadonlySet<string>): readonly string[] {
  const there = new Set(readdirSync(layout.owners).map((name) => name.replace(/\.db$/, '')))
  return registry
    .all()
    .map(({ owner }) => owner)
    .filter((owner) => owner !== '' && !known.has(owner) && !there.has(owner))
}

/** Ends git processes that outlived whoever started them, known by the mark in their environment alone. */
async function endProcesses(dead: readonly string[]): Promise<void> {
  const until = performance.now() + goneMs
  for (;;) {
    const left = dead.length === 0 ? [] : marked(new Set(dead.map((owner) => `${ownerVariable}=${owner}`)))
    if (left.length === 0 || performance.now() > until) return
    for (const pid of left) end(pid)
    await sleep(20)
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
  }
}

/** Elsewhere than on Linux nobody can be asked; there a lock must grow old first. */
function marked(marks: ReadonlySet<string>): readonly number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => environmentOf(pid).some((entry) => marks.has(entry))).map(Number)
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    // It has ended, or belongs to somebody else; either way it is not ours to end.
    return []
  }
}

/** Nobody else works here: a lock of git in our mirror has nobody who will open it. */
async function removeLocks({ layout, owner }: Store): Promise<void> {
  const living = (await readdir(layout.owners)).filter((name) => name.endsWith('.db'))
  const others = living.filter((name) => name !== `${owner}.db`)
  const dead = new Set(deadOwners(layout.owners, owner).map((one) => `${one}.db`))
  if (others.some((name) => !dead.has(name))) return
  await removeLocksBelow(layout.mirror)
  await rm(layout.scratch, { recursive: true, force: true })
  await mkdir(join(layout.scratch, 'objects'), { recursive: true, mode: 0o700 })
}

/** In the user's repository a lock is ours only if it is on our own branch and we were about to move that. */
function removePublishLocks({ registry, source }: Store): void {
  for (const branch of registry.halfPublished(source))
    rmSync(join(source, 'refs/heads', `${branch}.lock`), { force: true })
}

async function removeLocksBelow(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !/^[0-9a-f]{2}$/.test(entry.name)) await removeLocksBelow(path)
    else if (entry.isFile() && entry.name.endsWith('.lock')) rmSync(path, { force: true })
  }
}

async function recoverSlot(store: Store, row: SlotRow): Promise<void> {
  if (row.state === 'making' || row.state === 'removing') return removeSlot(store, row.id)
  const slot = new Slot(store, row)
  // The folder is gone, and with it everything that could be saved.
  if (!isFolder(store.layout.slot(row.id))) return forget(store, row.id)
  if (row.branch === '') return discard(slot)
  await close(slot, row)
}

function forget({ registry, layout }: Store, id: number): void {
  rmSync(layout.shadow(id), { recursive: true, force: true })
  registry.forget(id)
}

/** Folders that must be there before anything else. */
export function makeFolders(folders: readonly string[]): void {
  for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 })
}
