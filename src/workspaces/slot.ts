import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { settleGitDir, writeGitDir } from '../git/git-dir.ts'
import type { GitPlace } from '../git/run-git.ts'
import { treeOf } from '../git/commits.ts'
import { listTree, type TreeEntry } from '../git/trees.ts'
import type { Store } from './store.ts'

/** The brief, below the checkout. */
export const briefPath = '.echelon/CONTEXT.md'

/** One checkout with the git folder through which we, and only we, look at it. */
export class Slot {
  readonly store: Store
  readonly id: number
  readonly path: string
  readonly place: GitPlace & { readonly workTree: string; readonly index: string }
  /** The commit that is checked out. */
  base: string
  /** Just made: nobody has been in it. */
  fresh = false
  readonly #mark: string
  #tree: Promise<ReadonlyMap<string, TreeEntry>> | null = null
  #baseTree: Promise<string> | null = null

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
    this.#tree ??= listTree(this.store.git, this.place, this.base, signal).catch((cause: unknown) => {
      this.#tree = null
      throw cause
    })
    return this.#tree
  }

  /** The id of that tree. */
  baseTree(signal: AbortSignal): Promise<string> {
    this.#baseTree ??= treeOf(this.store.git, this.store.mirror, this.base, signal).catch((cause: unknown) => {
      this.#baseTree = null
      throw cause
    })
    return this.#baseTree
  }

  /** Puts our git folder right: an agent that is not locked in could have found it. */
  async settle(): Promise<void> {
    const { layout, format } = this.store
    const dir = { path: this.place.gitDir, format, borrows: [join(layout.mirror, 'objects')], head: this.base }
    await (isFolder(dir.path) ? settleGitDir(dir) : writeGitDir(dir))
    await rm(`${this.place.index}.lock`, { force: true })
  }

  /** Makes our index stand for the base again, when a git that was killed may have left it in between. */
  async rebuildIndex(signal: AbortSignal): Promise<void> {
    await this.settle()
    await this.store.git({ place: this.place, args: ['read-tree', '--reset', this.base], signal })
  }

  /** Checks a commit out over whatever is there. */
  async fill(commit: string, signal: AbortSignal): Promise<void> {
    if (this.base !== commit) {
      this.#tree = null
      this.#baseTree = null
    }
    this.base = commit
    await this.settle()
    await this.store.git({ place: this.place, args: ['read-tree', '--reset', '-u', commit], signal })
  }
}

/** Gives an agent its own git: a repository that borrows our objects and shares nothing else with anybody. */
export async function giveGit(
  slot: Slot,
  { isolation, branch }: { readonly isolation: 'worktree' | 'clone'; readonly branch: string | null },
): Promise<void> {
  const { layout, format } = slot.store
  const dotGit = join(slot.path, '.git')
  const path = isolation === 'clone' ? dotGit : layout.agentGit(slot.id)
  await takeGit(slot)
  const config = [
    `worktree = ${JSON.stringify(slot.path)}`,
    '[user]',
    'name = Echelon agent',
    'email = agent@localhost',
  ]
  const head = branch === null ? slot.base : `ref: refs/heads/${branch}`
  const borrows = [join(layout.mirror, 'objects')]
  await writeGitDir({ path, format, borrows, head, config: isolation === 'clone' ? config.slice(1) : config })
  await writeFile(join(path, 'info/exclude'), '/.echelon/\n')
  await copyFile(slot.place.index, join(path, 'index'))
  if (branch !== null) {
    await mkdir(join(path, 'refs/heads', branch, '..'), { recursive: true })
    await writeFile(join(path, 'refs/heads', branch), `${slot.base}\n`)
  }
  if (isolation === 'worktree') await writeFile(dotGit, `gitdir: ${path}\n`, { flag: 'wx' })
}

/** Takes the agent's git away, whatever became of it. */
export async function takeGit(slot: Slot): Promise<void> {
  await rm(join(slot.path, '.git'), { recursive: true, force: true })
  await rm(slot.store.layout.agentGit(slot.id), { recursive: true, force: true })
}

/** Writes the brief, through no link and over nobody's file. */
export async function writeBrief(slot: Slot, text: string): Promise<void> {
  const folder = join(slot.path, '.echelon')
  if (!isFolder(folder)) await rm(folder, { force: true })
  await mkdir(folder, { recursive: true })
  const file = join(slot.path, briefPath)
  await rm(file, { recursive: true, force: true })
  await writeFile(file, text, { flag: 'wx' })
}

/** Paths that are in no index of ours and not ignored; a folder with a repository of its own ends in a slash. */
export async function untracked({ store: { git }, place }: Slot, signal: AbortSignal): Promise<readonly string[]> {
  const args = ['ls-files', '--others', '--exclude-standard', '-z']
  const { stdout } = await git({ place, args, signal })
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && path !== briefPath)
}

const markName = 'slot'

/** Marks a new folder as the one that the registry means. */
export function setMark(folder: string, mark: string): void {
  writeFileSync(join(folder, markName), mark, { flag: 'wx' })
}

/** The mark of a folder. Null: it has none, or is not there. */
export function markOf(folder: string): string | null {
  const file = join(folder, markName)
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null
  return readFileSync(file, 'utf8')
}

export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Removes what git overlooks everywhere: anything that it takes for a git folder. */
export function removeGitFolders(root: string, folder: string, spare: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (spare.has(path)) continue
    if (entry.name.toLowerCase() === '.git') rmSync(join(root, path), { recursive: true, force: true })
    else if (entry.isDirectory()) removeGitFolders(root, path, spare)
  }
}
