import { EchelonError } from '../domain/errors.ts'
import { checkCommit } from './names.ts'
import type { Git, GitPlace } from './run-git.ts'

/** Whoever made a commit of ours: nobody's name is used. */
const who = { NAME: 'Echelon', EMAIL: 'echelon@localhost' }

export interface NewCommit {
  readonly tree: string
  readonly parent: string
  readonly message: string
  /** Milliseconds since 1970, for author and committer. */
  readonly wall: number
}

/** Writes a commit. The same arguments give the same commit on every machine. */
export async function commitTree(
  git: Git,
  place: GitPlace,
  { tree, parent, message, wall }: NewCommit,
  signal: AbortSignal,
): Promise<string> {
  const date = `@${Math.max(0, Math.floor(wall / 1_000))} +0000`
  const env = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries({ ...who, DATE: date }).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    ),
  )
  const args = ['commit-tree', '-p', checkCommit(parent), '-F', '-', checkCommit(tree)]
  const input = `${message.replaceAll('\0', '').trimEnd()}\n`
  return (await git({ place, args, signal, env, input })).stdout.toString('utf8').trim()
}

/** The tree of a commit that must be there. */
export async function treeOf(git: Git, place: GitPlace, commit: string, signal: AbortSignal): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${checkCommit(commit)}^{tree}`]
  const { code, stdout } = await git({ place, args, signal, accept: [0, 1, 128] })
  if (code === 0) return stdout.toString('utf8').trim()
  throw new EchelonError('not-found', `Commit ${commit} is not in ${place.gitDir}.`)
}

/** Whether a commit is there. */
export async function hasCommit(git: Git, place: GitPlace, commit: string, signal: AbortSignal): Promise<boolean> {
  const args = ['cat-file', '-e', `${checkCommit(commit)}^{commit}`]
  return (await git({ place, args, signal, accept: [0, 1, 128] })).code === 0
}

export type TreeMerge =
  | { readonly ok: true; readonly tree: string }
  | { readonly ok: false; readonly conflicts: readonly string[] }

/** Merges two commits in the object database. Make sure that both are there: git says "conflict" of an unknown one as well. */
export async function mergeTrees(
  git: Git,
  place: GitPlace,
  sides: readonly [string, string],
  signal: AbortSignal,
): Promise<TreeMerge> {
  const args = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', ...sides.map(checkCommit)]
  const { code, stdout } = await git({ place, args, signal, accept: [0, 1] })
  const [tree = '', ...names] = stdout.toString('utf8').split('\0')
  if (code === 0) return { ok: true, tree: checkCommit(tree.trim()) }
  return { ok: false, conflicts: [...new Set(names.filter((name) => name !== ''))].sort() }
}

/** Commits from `base` to `tip`, newest first, with the values of one trailer. */
export async function trailers(
  git: Git,
  place: GitPlace,
  { base, tip, key }: { readonly base: string; readonly tip: string; readonly key: string },
  signal: AbortSignal,
): Promise<readonly { readonly commit: string; readonly values: readonly string[] }[]> {
  const format = `--format=%H%x1e%(trailers:key=${key},valueonly,unfold,separator=%x1f)`
  const args = [
    'log',
    '-z',
    '--no-show-signature',
    '--no-mailmap',
    '--encoding=UTF-8',
    format,
    `${checkCommit(base)}..${checkCommit(tip)}`,
  ]
  const { stdout } = await git({ place, args, signal })
  const rows = stdout
    .toString('utf8')
    .split('\0')
    .filter((row) => row !== '')
  return rows.map((row) => {
    const [commit = '', values = ''] = row.split('\x1e')
    return { commit, values: values.split('\x1f').map((value) => value.trim()) }
  })
}
