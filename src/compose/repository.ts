import { realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { unborn } from '../domain/commit-name.ts'
import { EchelonError } from '../domain/errors.ts'
import { git } from '../git/read-git.ts'
import { readFolder } from '../inspectors/read-folder.ts'
import type { Repository } from '../ports/site.ts'

export interface OpenedRepository extends Repository {
  /** Paths with changes that are in no commit, and so are not audited. */
  readonly uncommitted: number
}

/**
 * Looks at the repository to work on, at the commit given or the one that is checked out. Nothing is written.
 * Throws `input` when there is no such folder or commit.
 */
export async function openRepository(
  path: string | undefined,
  signal: AbortSignal,
  wanted?: string,
): Promise<OpenedRepository> {
  const root = await repositoryRoot(path, signal)
  const head = await gitText(root, ['rev-parse', '--verify', '--quiet', `${wanted ?? 'HEAD'}^{commit}`], signal)
  if ((await gitText(root, ['rev-parse', '--is-bare-repository'], signal)) === 'true')
    throw new EchelonError('input', `${root} is a bare repository. Give the folder of a checkout with --repo.`)
  if (head !== null) return openVersioned(root, head, signal)
  const folder = await openFolder(root, signal)
  if (wanted === undefined || wanted === folder.commit) return folder
  throw new EchelonError(
    'input',
    `This run began at ${wanted.slice(0, 24)}, and ${root} no longer has that. Restore it to resume, or start a new run.`,
  )
}

/** A path is taken as it is, even inside a larger repository; without one it is the repository around the current folder. */
export async function repositoryRoot(path: string | undefined, signal: AbortSignal): Promise<string> {
  const given = await folderAt(resolve(path ?? '.'))
  if (path !== undefined) return given
  return (await gitText(given, ['rev-parse', '--show-toplevel'], signal)) ?? given
}

async function folderAt(path: string): Promise<string> {
  const found = await stat(path).catch(unlessMissing(null))
  if (found === null)
    throw new EchelonError('input', `${path} does not exist. Give the folder of a repository with --repo.`)
  if (!found.isDirectory())
    throw new EchelonError('input', `${path} is a file. Give the folder of a repository with --repo.`)
  return realpath(path)
}

async function openVersioned(root: string, commit: string, signal: AbortSignal): Promise<OpenedRepository> {
  const branch = await gitText(root, ['symbolic-ref', '--short', '--quiet', 'HEAD'], signal)
  const quiet = await filtersOff(root, signal)
  const look = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=all', '--', '.']
  const status = await lines(root, [...quiet, ...look], signal)
  const files = await lines(root, ['ls-tree', '-r', '-z', '--name-only', commit], signal)
  const uncommitted = status.filter((line) => !line.slice(3).startsWith('.echelon/')).length
  return {
    name: basename(root),
    root,
    commit,
    branch: branch ?? 'detached',
    dirty: uncommitted > 0,
    files,
    versioned: true,
    below: (await gitText(root, ['rev-parse', '--show-prefix'], signal)) ?? '',
    uncommitted,
  }
}

/**
 * Options that keep git from running programs that the repository's own configuration names: `status` runs the clean
 * filter of a touched file. Filters of the user's own configuration stay, they are the user's.
 */
async function filtersOff(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const entries = await lines(root, ['config', '--list', '--includes', '--show-scope', '--name-only', '-z'], signal)
  const names = new Set<string>()
  for (let at = 0; at + 1 < entries.length; at += 2) {
    const driver = /^filter\.(.+)\.(?:clean|smudge|process|required)$/s.exec(entries[at + 1] ?? '')?.[1]
    if (driver !== undefined && (entries[at] === 'local' || entries[at] === 'worktree')) names.add(driver)
  }
  return [...names].flatMap((driver) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.${driver}.${setting}`]),
  )
}

async function openFolder(root: string, signal: AbortSignal): Promise<OpenedRepository> {
  const snapshot = await readFolder(root, signal)
  if (snapshot.files.length === 0)
    throw new EchelonError('input', `${root} holds no files to work on. Give the folder of a repository with --repo.`)
  const files = snapshot.files.map(({ path }) => path)
  const born = await gitText(root, ['rev-parse', '--show-toplevel'], signal)
  const branch = born === root ? unborn : 'no version control'
  return {
    name: basename(root),
    root,
    commit: snapshot.commit,
    branch,
    dirty: false,
    files,
    versioned: false,
    below: '',
    uncommitted: 0,
  }
}

/** What git printed, or null when it answered with an error. */
async function gitText(root: string, args: readonly string[], signal: AbortSignal): Promise<string | null> {
  const { code, stdout } = await git(root, args, signal)
  return code === 0 ? stdout.toString('utf8').trim() : null
}

async function lines(root: string, args: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const { code, stdout, stderr } = await git(root, args, signal)
  if (code !== 0)
    throw new EchelonError('environment', `git ${args[0]} failed in ${root}: ${stderr.trim().split('\n')[0]}`)
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
}
