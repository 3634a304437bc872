import type { Change } from '../domain/change.ts'
import { checkCommit } from './names.ts'
import { type Patch, parsePatch } from './parse-patch.ts'
import type { Git, GitPlace } from './run-git.ts'

/** One path that differs between two trees; ids and modes are of zeros where it is not. */
export interface RawChange {
  readonly path: string
  readonly status: string
  readonly oldMode: string
  readonly newMode: string
  readonly newId: string
}

const plain = [
  '-r',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--no-relative',
  '--no-color',
]

/** What differs between two trees, path by path, without its lines. */
export async function rawChanges(
  git: Git,
  place: GitPlace,
  trees: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly RawChange[]> {
  const args = ['diff-tree', ...plain, '-z', '--raw', '--full-index', '--no-abbrev', ...trees.map(checkCommit)]
  const fields = (await git({ place, args, signal })).stdout.toString('utf8').split('\0')
  const changes: RawChange[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', , newId = '', status = ''] = (fields[at] ?? '').replace(/^:/, '').split(' ')
    changes.push({ path: fields[at + 1] ?? '', status, oldMode, newMode, newId })
  }
  return changes
}

/** What differs between two trees, with its lines. */
export async function diffTrees(
  git: Git,
  place: GitPlace,
  trees: readonly [string, string],
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const raw = await rawChanges(git, place, trees, signal)
  if (raw.length === 0) return []
  const args = [
    'diff-tree',
    ...plain,
    '--patch',
    '--unified=0',
    '--diff-algorithm=myers',
    '--no-indent-heuristic',
    '--inter-hunk-context=0',
    '--submodule=short',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    ...trees.map(checkCommit),
  ]
  const patches = parsePatch((await git({ place, args, signal })).stdout.toString('utf8'))
  let at = 0
  return raw.map((change) => {
    // A file that becomes a link, or the reverse, is told as one that goes and one that comes.
    const count = change.status === 'T' ? 2 : 1
    const own = patches.slice(at, at + count)
    at += count
    return changeOf(change, own)
  })
}

function changeOf({ path, status }: RawChange, patches: readonly Patch[]): Change {
  const hunks = patches.flatMap((patch) => patch.hunks)
  const kind = status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified'
  const lines = hunks.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0)
  return { path, kind, binary: patches.some((patch) => patch.binary), lines, hunks, forbidden: null }
}
