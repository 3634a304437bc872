import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { EchelonError } from '../domain/errors.ts'
import { CommitReader } from '../git/commit-reader.ts'
import { settleGitDir } from '../git/git-dir.ts'
import { git as readGit } from '../git/read-git.ts'
import { moveRef } from '../git/refs.ts'
import { createGit } from '../git/run-git.ts'
import { bytesBelow } from './bytes-below.ts'
import { compact } from './compact.ts'
import { type Asking, type Holdings, holdingsOf, type RunHeld } from './holdings.ts'
import { layoutOf } from './layout.ts'
import { Lease } from './lease.ts'
import { deadOwners, liveAs } from './owner.ts'
import { removeSlot } from './pool.ts'
import { recover } from './recover.ts'
import { Registry } from './registry.ts'
import type { Store } from './store.ts'

export interface CleanOptions extends Asking {
  /** A work folder that is there. */
  readonly folder: string
  /** Rescue refs and installed dependencies go as well. */
  readonly all: boolean
  readonly wall: () => number
}

export interface Cleaned {
  readonly before: Holdings
  readonly after: Holdings
  /** What the whole folder takes on disc. */
  readonly bytes: { readonly before: number; readonly after: number }
}

/**
 * Removes from a work folder what is nobody's work and what is kept elsewhere: clean workspaces, and the refs of runs whose
 * branch the user's repository shows. What a dead process left is saved first, as when a run begins.
 */
export async function cleanWorkspaces(options: CleanOptions): Promise<Cleaned> {
  const { folder, signal } = options
  const { own } = layoutOf(folder)
  const lease = new Lease(own)
  return lease.hold(async () => {
    // Around everything: an open registry has more files than a closed one.
    const before = await bytesBelow(folder)
    const held = await cleanAlone(options, lease)
    return { ...held, bytes: { before, after: await bytesBelow(folder) } }
  }, signal)
}

async function cleanAlone(options: CleanOptions, lease: Lease): Promise<Omit<Cleaned, 'bytes'>> {
  const { owners, own, folder } = layoutOf(options.folder)
  const owner = randomUUID()
  const alive = liveAs(owners, owner)
  const registry = new Registry(own)
  try {
    if (othersLive(owners, owner))
      throw new EchelonError('locked', `A run is at work in ${folder}. Wait for its end, or stop it, then clean.`)
    const store = await storeOf(options, { owner, registry, lease })
    const before = await holdingsOf(store, options)
    await recover(store)
    const slots = await removeSlots(store, options.all)
    const refs = await removeRefs(store, options)
    if (slots + refs > 0) await compact(store, options.signal)
    return { before, after: await holdingsOf(store, options) }
  } finally {
    registry.close()
    alive.release()
  }
}

function othersLive(owners: string, owner: string): boolean {
  const dead = new Set(deadOwners(owners, owner))
  const all = readdirSync(owners).flatMap((name) => (name.endsWith('.db') ? [name.slice(0, -3)] : []))
  return all.some((one) => one !== owner && !dead.has(one))
}

async function storeOf(
  { source, folder, wall, signal }: CleanOptions,
  { owner, registry, lease }: Pick<Store, 'owner' | 'registry' | 'lease'>,
): Promise<Store> {
  const layout = layoutOf(folder)
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir', '--show-object-format']
  const { code, stdout } = await readGit(source, args, signal)
  const [path = '', name] = stdout.toString('utf8').split('\n')
  if (code !== 0)
    throw new EchelonError('input', `${source} is no git repository, so that nobody knows what of ${folder} it shows.`)
  const format = name === 'sha256' ? 'sha256' : 'sha1'
  await settleGitDir({ path: layout.mirror, format, head: 'ref: refs/heads/none' })
  const git = createGit({ home: layout.home, owner })
  const mirror = { gitDir: layout.mirror, durable: true }
  return {
    git,
    layout,
    registry,
    lease,
    mirror,
    commits: new CommitReader(git, mirror),
    known: new Map(),
    owner,
    run: 'clean',
    base: '',
    // As whoever published wrote it down.
    source: await realpath(path),
    format,
    // Nothing is made here, and whatever is clean is removed below, by its use.
    bounds: { slots: Number.MAX_SAFE_INTEGER, spare: Number.MAX_SAFE_INTEGER, freeBytes: 0 },
    wall,
  }
}

/** Free slots in which specialists worked; those of checks hold installed dependencies. */
async function removeSlots(store: Store, all: boolean): Promise<number> {
  let removed = 0
  for (const use of all ? (['work', 'check'] as const) : (['work'] as const))
    for (;;) {
      const row = store.registry.retire(store.owner, use)
      if (row === null) break
      await removeSlot(store, row.id)
      removed += 1
    }
  return removed
}

async function removeRefs(store: Store, options: CleanOptions): Promise<number> {
  const { signal, all } = options
  const { runs, rescues } = await holdingsOf(store, options)
  const gone = [...runs.filter(mayGo).flatMap(({ refs }) => refs), ...(all ? rescues : [])]
  for (const { ref, commit } of gone) await moveRef(store.git, store.mirror, { ref, from: commit, to: null }, signal)
  return gone.length
}

/** A run that may go on needs its refs; a branch that is nowhere else is somebody's work. */
function mayGo({ shown, over }: RunHeld): boolean {
  return shown !== 'only-here' && over === true
}
