import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'

/** What stands at a path of a checkout. */
export type Standing =
  | { readonly type: 'file' | 'link'; readonly mode: string; readonly id: string; readonly bytes: Buffer }
  | { readonly type: 'missing' }
  | { readonly type: 'folder' }
  /** Neither file nor link, or too large to be read, or it changed its nature while we looked. */
  | { readonly type: 'strange'; readonly reason: string }

const refuseLinks = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Reads entries of a checkout that somebody may still be changing. A file is opened first and judged by its handle, so that
 * nothing outside of the root is ever read, however fast a link takes a file's place.
 */
export class EntryReader {
  readonly #root: string
  readonly #format: string
  readonly #limitBytes: number
  /** Folders that are folders all the way down from the root. */
  readonly #folders = new Map<string, boolean>([['.', true]])
  constructor(root: string, format: string, limitBytes: number) {
    this.#root = root
    this.#format = format
    this.#limitBytes = limitBytes
  }

  read(path: string): Standing {
    if (!this.#isFolder(dirname(path))) return { type: 'missing' }
    const found = this.#stat(path)
    if (found === null) return { type: 'missing' }
    if (found.isDirectory()) return { type: 'folder' }
    if (found.isSymbolicLink()) return this.#link(path)
    if (!found.isFile()) return { type: 'strange', reason: 'it is neither a file nor a link' }
    return this.#file(path)
  }

  /** Whether nothing is there, or a folder with nothing in it. */
  isEmptyFolder(path: string): boolean {
    const standing = this.read(path)
    if (standing.type !== 'folder') return standing.type === 'missing'
    return attempt(() => readdirSync(join(this.#root, path)))?.length === 0
  }

  #isFolder(path: string): boolean {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    const is = this.#isFolder(dirname(path)) && this.#stat(path)?.isDirectory() === true
    this.#folders.set(path, is)
    return is
  }

  #stat(path: string): Stats | null {
    return lstatSync(join(this.#root, path), { throwIfNoEntry: false }) ?? null
  }

  #link(path: string): Standing {
    const bytes = attempt(() => readlinkSync(join(this.#root, path), { encoding: 'buffer' }))
    if (bytes === null) return { type: 'strange', reason: 'it changed while it was read' }
    return { type: 'link', mode: '120000', id: this.#id(bytes), bytes }
  }

  #file(path: string): Standing {
    const handle = attempt(() => openSync(join(this.#root, path), refuseLinks))
    if (handle === null) return { type: 'strange', reason: 'it cannot be opened' }
    try {
      const found = fstatSync(handle)
      if (!found.isFile() || !this.#isInside(handle)) return { type: 'strange', reason: 'it changed while it was read' }
      if (found.size > this.#limitBytes)
        return { type: 'strange', reason: `it has more than ${this.#limitBytes} bytes` }
      const bytes = readAll(handle, found.size)
      return { type: 'file', mode: (found.mode & 0o100) === 0 ? '100644' : '100755', id: this.#id(bytes), bytes }
    } finally {
      closeSync(handle)
    }
  }

  /** Linux says where an open file is; elsewhere the folders above it were links or not a moment ago. */
  #isInside(handle: number): boolean {
    if (process.platform !== 'linux') return true
    return attempt(() => readlinkSync(`/proc/self/fd/${handle}`))?.startsWith(`${this.#root}${sep}`) === true
  }

  #id(bytes: Buffer): string {
    return createHash(this.#format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  }
}

/** Reads as much as the file held when it was opened: one that grows does not keep us. */
function readAll(handle: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  while (at < size) {
    const count = readSync(handle, bytes, at, size - at, at)
    if (count === 0) break
    at += count
  }
  return bytes.subarray(0, at)
}

/** The answer, or null when the file system refuses: what is being changed under our hands may. */
function attempt<T>(look: () => T): T | null {
  try {
    return look()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return null
    throw cause
  }
}
