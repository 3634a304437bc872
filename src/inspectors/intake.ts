import { testDataReason } from '../domain/report.ts'
import { isTestData } from './facts/region.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'

/** What one snapshot may hold, whatever the repository contains. */
export interface Bounds {
  readonly files: number
  readonly fileBytes: number
  readonly totalBytes: number
}

export const defaultBounds: Bounds = { files: 50_000, fileBytes: 1024 * 1024, totalBytes: 256 * 1024 * 1024 }

/** Decides which files a snapshot takes in, and keeps the reason for each that it does not. */
export class Intake {
  readonly #bounds: Bounds
  readonly #texts: (readonly [string, string])[] = []
  readonly #skipped: { readonly file: string; readonly reason: string }[] = []
  readonly #decoder = new TextDecoder('utf-8')
  #admitted = 0
  #bytes = 0

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Always false, so that a caller can skip and refuse in one step. */
  skip(file: string, reason: string): false {
    this.#skipped.push({ file, reason })
    return false
  }

  /** Whether a file of this name and size is worth reading. Counts the ones it lets in. */
  admits(path: string, size: number): boolean {
    const problem = pathProblem(path)
    if (problem !== null) return this.skip(path, problem)
    if (isTestData(path)) return this.skip(path, testDataReason)
    if (size > this.#bounds.fileBytes) return this.skip(path, `larger than ${inKib(this.#bounds.fileBytes)} KiB`)
    if (this.#admitted >= this.#bounds.files)
      return this.skip(path, `beyond the first ${this.#bounds.files} files of the repository`)
    if (this.#bytes + size > this.#bounds.totalBytes)
      return this.skip(path, `beyond the first ${inKib(this.#bounds.totalBytes)} KiB of the repository`)
    this.#admitted += 1
    this.#bytes += size
    return true
  }

  add(path: string, content: Buffer): void {
    if (content.includes(0)) this.skip(path, 'binary')
    else if (content.subarray(0, lfsMark.length).equals(lfsMark)) this.skip(path, 'Git LFS pointer, not the file')
    else this.#texts.push([path, this.#decoder.decode(content)])
  }

  snapshot(commit: string): Snapshot {
    const skipped = this.#skipped.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
    return snapshotOf(commit, this.#texts, skipped)
  }
}

const lfsMark = Buffer.from('version https://git-lfs.github.com/spec/')

/** A name that could lead out of the repository, into git's own folder, or astray on a screen. */
function pathProblem(path: string): string | null {
  const parts = path.split('/')
  if (path === '' || path.length > 1_024) return 'its name is empty or too long'
  if (path.startsWith('/') || parts.includes('..') || parts.includes('.') || parts.includes(''))
    return 'its name leads outside the repository'
  if (parts.some((part) => part.toLowerCase() === '.git')) return "its name lies in git's own folder"
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'its name has control characters'
  if (path.includes('\ufffd')) return 'its name is not UTF-8'
  return null
}

function inKib(bytes: number): number {
  return Math.floor(bytes / 1024)
}
