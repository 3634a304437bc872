import { createHash } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unversioned } from '../domain/commit-name.ts'
import { EchelonError } from '../domain/errors.ts'
import { type Bounds, defaultBounds, Intake } from './intake.ts'
import type { Snapshot } from './snapshot.ts'

/** Folders that tools fill; a folder without git has no other sign that a file is not its own. */
const foreign = new Set([
  ...['.git', '.hg', '.svn', '.echelon', 'node_modules', 'bower_components', 'vendor', 'site-packages'],
  ...['dist', 'build', 'out', 'target', 'coverage', '.next', '.nuxt', '.output', '.svelte-kit', '.turbo', '.cache'],
  ...['__pycache__', '.venv', 'venv', '.tox', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.gradle', '.terraform'],
])

const depthLimit = 40
const entryLimit = 500_000

/**
 * The text files of a folder that is not a git repository. Its commit is `unversioned-` and twelve digits of a hash over
 * names and contents: the same files give the same label. Links are not followed.
 */
export async function readFolder(root: string, signal: AbortSignal, bounds: Bounds = defaultBounds): Promise<Snapshot> {
  const intake = new Intake(bounds)
  await walk({ root, intake, signal, entries: 0 }, '', 0)
  return label(intake)
}

interface Walk {
  readonly root: string
  readonly intake: Intake
  readonly signal: AbortSignal
  /** Names seen so far: a home folder is refused rather than walked for an hour. */
  entries: number
}

async function walk(at: Walk, folder: string, depth: number): Promise<void> {
  at.signal.throwIfAborted()
  const entries = await list(at, folder)
  at.entries += entries.length
  if (at.entries > entryLimit)
    throw new EchelonError('input', `${at.root} holds more than ${entryLimit} files; name the folder of one project.`)
  for (const entry of entries) await visit(at, folder, depth, entry)
}

async function list({ root, intake }: Walk, folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    if (folder === '') throw new EchelonError('input', `${root} cannot be listed.`, { cause })
    intake.skip(folder, 'folder that cannot be listed')
    return []
  }
}

async function visit(at: Walk, folder: string, depth: number, entry: Dirent): Promise<void> {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`
  if (entry.isDirectory()) {
    if (foreign.has(entry.name)) at.intake.skip(path, 'folder that tools fill')
    else if (depth >= depthLimit) at.intake.skip(path, `deeper than ${depthLimit} folders`)
    else await walk(at, path, depth + 1)
  } else if (entry.isFile()) await read(at, path)
  else at.intake.skip(path, entry.isSymbolicLink() ? 'symbolic link' : 'not a regular file')
}

/** The size is asked of the open file: its name may point elsewhere a moment later. */
async function read(at: Walk, path: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(join(at.root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    at.intake.skip(path, 'cannot be opened')
    return
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile() || !at.intake.admits(path, stat.size)) return
    const content = Buffer.alloc(stat.size)
    const { bytesRead } = await handle.read(content, 0, content.length, 0)
    at.intake.add(path, content.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

function label(intake: Intake): Snapshot {
  const snapshot = intake.snapshot('')
  const hash = createHash('sha256')
  for (const { path, text } of snapshot.files) hash.update(`${path}\0${text}\0`)
  return { ...snapshot, commit: `${unversioned}${hash.digest('hex').slice(0, 12)}` }
}
