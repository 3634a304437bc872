import { EchelonError } from '../domain/errors.ts'
import { git } from '../git/read-git.ts'
import { type Bounds, defaultBounds, Intake } from './intake.ts'
import { readBlobs } from './read-blobs.ts'
import type { Snapshot } from './snapshot.ts'

/** The tracked text files below `root` as they stand in a commit; the working tree is not looked at, nothing is written. */
export async function readSnapshot(
  root: string,
  commit: string,
  signal: AbortSignal,
  bounds: Bounds = defaultBounds,
): Promise<Snapshot> {
  const intake = new Intake(bounds)
  const wanted = (await listTree(root, commit, signal)).filter((entry) => offer(intake, entry))
  const ids = wanted.map((entry) => entry.id)
  let index = 0
  for await (const blob of readBlobs(root, ids, signal)) {
    const path = wanted[index++]?.path
    if (path === undefined) break
    if (blob === null) intake.skip(path, 'its object is not in this repository')
    else intake.add(path, blob)
  }
  return intake.snapshot(commit)
}

/** Files renamed between two commits, old path → new path. Empty when either commit is not in the repository. */
export async function renamedFiles(
  root: string,
  fromCommit: string,
  toCommit: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  if (fromCommit === toCommit) return new Map()
  for (const commit of [fromCommit, toCommit]) if (!(await hasCommit(root, commit, signal))) return new Map()
  const quiet = ['--no-ext-diff', '--no-textconv', '--relative', '-l1000']
  const args = [
    'diff',
    '--find-renames',
    '--diff-filter=R',
    '--name-status',
    '-z',
    ...quiet,
    fromCommit,
    toCommit,
    '--',
  ]
  const { code, stdout, stderr } = await git(root, args, signal)
  if (code !== 0) throw new EchelonError('environment', `git diff failed in ${root}: ${firstLine(stderr)}`)
  return new Map(renamePairs(stdout.toString('utf8').split('\0')))
}

interface Entry {
  readonly mode: string
  readonly id: string
  readonly size: number
  readonly path: string
}

async function listTree(root: string, commit: string, signal: AbortSignal): Promise<readonly Entry[]> {
  if (!isCommitId(commit)) throw new EchelonError('input', `"${commit}" is not a commit id; give its hexadecimal hash.`)
  const { code, stdout, stderr } = await git(root, ['ls-tree', '-r', '-z', '-l', commit], signal)
  if (code !== 0)
    throw new EchelonError('not-found', `commit ${commit} cannot be read in ${root}: ${firstLine(stderr)}`)
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((record) => entryOf(record))
}

/** `mode type id size<tab>path`; the size of a submodule is a dash. */
function entryOf(record: string): Entry[] {
  const tab = record.indexOf('\t')
  if (tab === -1) return []
  const [mode = '', , id = '', size = ''] = record.slice(0, tab).split(/ +/)
  return [{ mode, id, size: Number(size) || 0, path: record.slice(tab + 1) }]
}

function offer(intake: Intake, entry: Entry): boolean {
  if (entry.mode === '120000') return intake.skip(entry.path, 'symbolic link')
  if (entry.mode === '160000') return intake.skip(entry.path, 'submodule')
  return intake.admits(entry.path, entry.size)
}

async function hasCommit(root: string, commit: string, signal: AbortSignal): Promise<boolean> {
  if (!isCommitId(commit)) return false
  return (await git(root, ['cat-file', '-e', `${commit}^{commit}`], signal)).code === 0
}

function renamePairs(fields: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [from, to] = [fields[at + 1], fields[at + 2]]
    if (from !== undefined && to !== undefined) pairs.push([from, to])
  }
  return pairs
}

function isCommitId(commit: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(commit)
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
