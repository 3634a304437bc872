import { treeOf } from './commits.ts'
import { Remembered } from './remembered.ts'
import type { Git, GitPlace } from './run-git.ts'
import { listTree, readBlob, type TreeEntry } from './trees.ts'

/** What is remembered at most: ids of trees, paths of listings, bytes of files. */
const most = { trees: 10_000, paths: 200_000, bytes: 32 * 1024 * 1024 }
/** A larger file is nothing that anybody reads. */
const limitBytes = 16 * 1024 * 1024

/** Reads commits of one repository. A commit never changes, so git is not asked twice for what is still remembered. */
export class CommitReader {
  readonly #git: Git
  readonly #place: GitPlace
  readonly #trees = new Remembered<string>(most.trees, () => 1)
  readonly #lists = new Remembered<ReadonlyMap<string, TreeEntry>>(most.paths, ({ size }) => size + 1)
  readonly #blobs = new Remembered<Buffer | null>(most.bytes, (bytes) => (bytes?.length ?? 0) + 100)
  constructor(git: Git, place: GitPlace) {
    this.#git = git
    this.#place = place
  }

  /** The tree of a commit that must be there. */
  tree(commit: string, signal: AbortSignal): Promise<string> {
    return this.#trees.get(commit, () => treeOf(this.#git, this.#place, commit, signal), signal)
  }

  /** Everything in a commit, by path. */
  list(commit: string, signal: AbortSignal): Promise<ReadonlyMap<string, TreeEntry>> {
    return this.#lists.get(commit, () => listTree(this.#git, this.#place, commit, signal), signal)
  }

  /** A file's bytes at a commit. Null: no regular file is there, or one that is too large to be read. */
  async file(commit: string, path: string, signal: AbortSignal): Promise<Buffer | null> {
    const entry = (await this.list(commit, signal)).get(path)
    if (entry === undefined || !entry.mode.startsWith('100')) return null
    const { id } = entry
    return this.#blobs.get(id, () => readBlob(this.#git, this.#place, { id, limitBytes }, signal), signal)
  }
}
