import { constants, type Dirent } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileCap } from './markdown.ts'

/** Files that one root may hold. */
const countCap = 1_000
const entryCap = 20_000
const folderDepthCap = 10

export interface Found {
  /** Where it really is, all links followed. */
  readonly path: string
  /** Its name below the folder asked for, with `/`. */
  readonly name: string
}

interface Refused {
  readonly name: string
  readonly problem: string
}

interface Walked {
  readonly files: readonly Found[]
  readonly refused: readonly Refused[]
}

/** The Markdown files below a folder, sorted by name. A folder that is not there has none; a link that leaves `within` is refused. */
export async function findMarkdown(folder: string, within: string): Promise<Walked> {
  const boundary = await real(within)
  const top = await real(folder)
  if (boundary === null || top === null) return { files: [], refused: [] }
  const walk: Walk = { boundary, files: [], refused: [], seen: new Set(), entries: 0 }
  if (isInside(boundary, top)) await enter(walk, top, '', 0)
  else walk.refused.push({ name: '', problem: outside })
  return { files: walk.files.toSorted((a, b) => (a.name < b.name ? -1 : 1)), refused: walk.refused }
}

const outside = 'is a link that leads out of its folder, and is not read'

interface Walk {
  readonly boundary: string
  readonly files: Found[]
  readonly refused: Refused[]
  readonly seen: Set<string>
  entries: number
}

async function enter(walk: Walk, folder: string, name: string, depth: number): Promise<void> {
  if (walk.seen.has(folder) || !(await stat(folder)).isDirectory()) return
  walk.seen.add(folder)
  if (depth > folderDepthCap) return refuse(walk, name, `folders deeper than ${folderDepthCap} levels are not read`)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    walk.entries += 1
    if (walk.entries > entryCap) return refuse(walk, name, `after ${entryCap} entries the rest is not read`)
    await take(walk, folder, { entry, name: name === '' ? entry.name : `${name}/${entry.name}`, depth })
  }
}

interface Step {
  readonly entry: Dirent
  readonly name: string
  readonly depth: number
}

async function take(walk: Walk, folder: string, { entry, name, depth }: Step): Promise<void> {
  if (entry.name.startsWith('.') || entry.name === 'node_modules') return
  const markdown = entry.name.toLowerCase().endsWith('.md')
  if (!entry.isDirectory() && !entry.isSymbolicLink() && !markdown) return
  const path = await real(join(folder, entry.name))
  if (path === null) return markdown ? refuse(walk, name, 'is a link that leads nowhere') : undefined
  if (!isInside(walk.boundary, path)) return refuse(walk, name, outside)
  const kind = await stat(path)
  if (kind.isDirectory()) return enter(walk, path, name, depth + 1)
  if (!markdown || entry.name.toLowerCase() === 'readme.md') return
  if (!kind.isFile()) return refuse(walk, name, 'is not a regular file')
  if (walk.files.length < countCap) walk.files.push({ path, name })
  else if (walk.files.length === countCap && !walk.refused.some(({ problem }) => problem === tooMany))
    refuse(walk, name, tooMany)
}

const tooMany = `after ${countCap} definitions the rest is not read`

function refuse(walk: Walk, name: string, problem: string): void {
  walk.refused.push({ name, problem })
}

function isInside(boundary: string, path: string): boolean {
  const way = relative(boundary, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep) && !/^[A-Za-z]:/.test(way))
}

async function real(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if (isErrno(error, ['ENOENT', 'ENOTDIR', 'ELOOP'])) return null
    throw error
  }
}

function isErrno(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

type FileText =
  | { readonly ok: true; readonly bytes: Buffer; readonly text: string }
  | { readonly ok: false; readonly problem: string }

/** Reads one file that `findMarkdown` found. A pipe or a link that took its place since then is not opened. */
export async function readText(path: string): Promise<FileText> {
  // Without O_NONBLOCK, opening a pipe would wait for its other end.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const { size } = await file.stat()
    if (size > fileCap) return { ok: false, problem: `is larger than ${fileCap / 1024} KiB` }
    const buffer = Buffer.alloc(fileCap + 1)
    const { bytesRead } = await file.read(buffer, 0, fileCap + 1, 0)
    const bytes = buffer.subarray(0, bytesRead)
    if (bytes.length > fileCap) return { ok: false, problem: `is larger than ${fileCap / 1024} KiB` }
    return { ok: true, bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (isErrno(error, ['ERR_ENCODING_INVALID_ENCODED_DATA'])) return { ok: false, problem: 'is not UTF-8 text' }
    throw error
  } finally {
    await file.close()
  }
}
