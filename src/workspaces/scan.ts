import { lstatSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { Pack } from '../git/pack.ts'
import type { TreeEntry } from '../git/trees.ts'
import { briefPath } from './brief.ts'
import { forbiddenLink, forbiddenName, isReserved, mostBytes, mostFiles, sameOnSomeSystems } from './forbidden.ts'
import { EntryReader, type Standing } from './read-entry.ts'
import { type Slot, untracked } from './slot.ts'

/** The most that a rescue keeps; what is larger stays in its folder, out of use. */
const rescueBytes = 4 * mostBytes
const rescueFiles = 4 * mostFiles
/** How long we look at files before others may go on. */
const turnMs = 10

/** One path that differs from the base by its content. */
export interface Found {
  readonly path: string
  /** What is there; null: nothing any more. */
  readonly entry: TreeEntry | null
  readonly existed: boolean
  readonly forbidden: string | null
  /** Whether a tree of ours can hold it. What it cannot hold, no commit can save. */
  readonly holdable: boolean
}

/**
 * Compares a checkout with its base by reading every byte of it: no time stamp and no index that somebody else could have
 * touched is believed. The objects of what differs are stored in the slot's own git folder.
 */
export async function scan(slot: Slot, signal: AbortSignal): Promise<readonly Found[]> {
  slot.mustBeThere()
  await slot.settle()
  await slot.settleIndex(signal)
  const base = await slot.tree(signal)
  const fresh = (await untracked(slot, signal)).filter((path) => !base.has(path))
  const seen = await look(slot, base, fresh, signal)
  slot.mustBeThere()
  const { git, format } = slot.store
  await seen.pack.store(git, slot.place, format, signal)
  for (const id of seen.packed) slot.stored.add(id)
  return judge(slot, base, seen)
}

/** The paths of the base at which something else stands now, or nothing. Nothing is stored. */
export async function differing(slot: Slot, signal: AbortSignal): Promise<readonly string[]> {
  const base = await slot.tree(signal)
  const reader = new EntryReader(slot.path, slot.store.format, rescueBytes)
  const turn = turns(signal)
  const paths: string[] = []
  for (const [path, entry] of base) {
    await turn()
    if (readOne(reader, path, entry) !== null) paths.push(path)
  }
  return paths
}

/** Lets others go on when we have looked at files for so long. */
function turns(signal: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since <= turnMs) return undefined
    return breathe().then(() => {
      signal.throwIfAborted()
      since = performance.now()
    })
  }
}

interface Seen {
  readonly found: readonly { readonly path: string; readonly standing: Standing }[]
  /** Contents that are not stored yet, and their ids. */
  readonly pack: Pack
  readonly packed: ReadonlySet<string>
  readonly bytes: number
}

type Tree = ReadonlyMap<string, TreeEntry>

async function look(slot: Slot, base: Tree, fresh: readonly string[], signal: AbortSignal): Promise<Seen> {
  const reader = new EntryReader(slot.path, slot.store.format, rescueBytes)
  const found: { path: string; standing: Standing }[] = []
  const pack = new Pack()
  const packed = new Set<string>()
  const turn = turns(signal)
  let [bytes, files] = [0, 0]
  for (const path of [...base.keys(), ...fresh]) {
    await turn()
    const standing = readOne(reader, path, base.get(path))
    if (standing === null) continue
    const hasContent = 'bytes' in standing
    if (hasContent) [bytes, files] = [bytes + standing.bytes.length, files + 1]
    const kept = !hasContent || (bytes <= rescueBytes && files <= rescueFiles)
    if (kept && hasContent && !slot.stored.has(standing.id) && !packed.has(standing.id)) {
      pack.add(standing.bytes)
      packed.add(standing.id)
    }
    found.push({ path, standing: kept ? withoutContent(standing) : tooMuch })
  }
  return { found, pack, packed, bytes }
}

const none = Buffer.alloc(0)
const submodule: Standing = { type: 'strange', reason: 'it is a submodule' }
const tooMuch: Standing = { type: 'strange', reason: 'there is too much of it to be kept' }

/** Thousands of files may differ; where a link leads is all that is still asked. */
function withoutContent(standing: Standing): Standing {
  return standing.type === 'file' ? { ...standing, bytes: none } : standing
}

/** Null: what is there is what the base has. */
function readOne(reader: EntryReader, path: string, before: TreeEntry | undefined): Standing | null {
  if (path === briefPath || path === '.echelon') return null
  if (before?.mode === '160000') return reader.isEmptyFolder(path) ? null : submodule
  const standing = reader.read(path.endsWith('/') ? path.slice(0, -1) : path)
  if ('bytes' in standing) return standing.id === before?.id && standing.mode === before.mode ? null : standing
  if (before === undefined && standing.type === 'missing') return null
  // A folder where the base has a file: what is in it is listed by itself.
  return before !== undefined && standing.type === 'folder' ? { type: 'missing' } : standing
}

function judge(slot: Slot, base: Tree, { found, bytes }: Seen): readonly Found[] {
  const added = found
    .filter(({ path, standing }) => !base.has(path) && standing.type !== 'missing')
    .map(({ path }) => path)
  const gone = new Set(found.filter(({ standing }) => standing.type === 'missing').map(({ path }) => path))
  const now = [...base.keys()].filter((path) => !gone.has(path))
  const doubles = sameOnSomeSystems(now, added)
  const flood =
    found.length > mostFiles || bytes > mostBytes
      ? `the attempt changed ${found.length} files and ${bytes} bytes, more than anybody reviews`
      : null
  return found.map(({ path, standing }) => {
    const name = path.endsWith('/') ? path.slice(0, -1) : path
    const double = doubles.has(path) ? 'some file systems take its name for another one here' : null
    const reason = forbiddenName(name) ?? double ?? forbiddenStanding(slot, name, standing) ?? flood
    const entry = 'id' in standing ? { mode: standing.mode, id: standing.id } : null
    const holdable = !isReserved(name) && !name.includes('\uFFFD') && (entry !== null || standing.type === 'missing')
    return { path: name, entry, existed: base.has(path), forbidden: reason, holdable }
  })
}

function forbiddenStanding({ path: root }: Slot, path: string, standing: Standing): string | null {
  switch (standing.type) {
    case 'file':
    case 'missing':
      return null
    case 'folder':
      return 'it is a repository within the repository'
    case 'strange':
      return standing.reason
    case 'link':
      return forbiddenLink(path, standing.bytes.toString('utf8')) ?? leadsAway(root, path)
  }
}

/** A link over other links: where it ends up now. */
function leadsAway(root: string, path: string): string | null {
  const file = join(root, path)
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null
  let end: string
  try {
    end = realpathSync(file)
  } catch {
    // It leads nowhere, or in a circle; by its own words it stays inside.
    return null
  }
  return end.startsWith(`${root}${sep}`) ? null : 'it is a link that leads outside of the repository'
}
