import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { settleGitDir, writeGitDir } from '../git/git-dir.ts'
import type { GitPlace } from '../git/run-git.ts'
import type { TreeEntry } from '../git/trees.ts'
import { isFolder, markOf } from './mark.ts'
import type { Store } from './store.ts'

/** One checkout with the git folder through which we, and only we, look at it. */
export class Slot {
  readonly store: Store
  readonly id: number
  readonly path: string
  readonly place: GitPlace & { readonly workTree: string; readonly index: string }
  /** The commit that is checked out. */
  base: string
  /** Objects of contents that lie in our git folder. */
  readonly stored = new Set<string>()
  /** The tree that was made last, and of what. */
  made: { readonly of: string; readonly tree: string } | null = null
  readonly #mark: string

  constructor(store: Store, { id, base, mark }: { readonly id: number; readonly base: string; readonly mark: string }) {
    const gitDir = store.layout.shadow(id)
    this.store = store
    this.id = id
    this.base = base
    this.#mark = mark
    this.path = store.layout.tree(id)
    this.place = { gitDir, workTree: this.path, index: join(gitDir, 'index') }
  }

  get name(): string {
    return `slot-${this.id}`
  }

  /** A folder that vanished, or another in its place, is not "everything was deleted". */
  mustBeThere(): void {
    if (markOf(this.store.layout.slot(this.id)) === this.#mark && isFolder(this.path)) return
    throw new EchelonError(
      'environment',
      `The workspace ${this.name} is gone: ${this.path} was removed or replaced by somebody else. Its attempt must be done again.`,
    )
  }

  /** What the commit that is checked out holds. */
  tree(signal: AbortSignal): Promise<ReadonlyMap<string, TreeEntry>> {
    return this.store.commits.list(this.base, signal)
  }

  /** The id of that tree. */
  baseTree(signal: AbortSignal): Promise<string> {
    return this.store.commits.tree(this.base, signal)
  }

  /** Puts our git folder right: an agent that is not locked in could have found it. */
  async settle(): Promise<void> {
    const { layout, format } = this.store
    const dir = { path: this.place.gitDir, format, borrows: [join(layout.mirror, 'objects')], head: this.base }
    await (isFolder(dir.path) ? settleGitDir(dir) : writeGitDir(dir))
    await rm(`${this.place.index}.lock`, { force: true })
  }

  /** Forgets what we stored of an attempt: what is to be kept is in the mirror by now. */
  async forgetObjects(): Promise<void> {
    const folder = join(this.place.gitDir, 'objects')
    const names = (await readdir(folder)).filter((name) => name !== 'info')
    await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })))
    await mkdir(join(folder, 'pack'))
    this.stored.clear()
    this.made = null
  }

  /** Makes our index stand for the base, if it is not the one that this process left: a killed git, or somebody else, was here. */
  async settleIndex(signal: AbortSignal): Promise<void> {
    const { known, git } = this.store
    if (known.get(this.id)?.index === (await this.#indexSum())) return
    await rm(this.place.index, { force: true })
    await git({ place: this.place, args: ['read-tree', '--reset', this.base], signal })
    // Without this every file would be written again. What differs is no error.
    await git({ place: this.place, args: ['update-index', '-q', '--refresh'], signal, accept: [0, 1] })
    known.set(this.id, { index: await this.#indexSum(), differ: null })
  }

  /** Checks a commit out over whatever is there. */
  async fill(commit: string, signal: AbortSignal): Promise<void> {
    this.base = commit
    await this.store.git({ place: this.place, args: ['read-tree', '--reset', '-u', commit], signal })
    this.store.known.set(this.id, { index: await this.#indexSum(), differ: null })
  }

  async #indexSum(): Promise<string> {
    const { index } = this.place
    return existsSync(index)
      ? createHash('sha256')
          .update(await readFile(index))
          .digest('hex')
      : ''
  }
}

/** Paths that are in no index of ours and not ignored; a folder with a repository of its own ends in a slash. */
export async function untracked({ store: { git }, place }: Slot, signal: AbortSignal): Promise<readonly string[]> {
  const args = ['ls-files', '--others', '--exclude-standard', '-z']
  const { stdout } = await git({ place, args, signal })
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '')
}
