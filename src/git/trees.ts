import { checkCommit } from './names.ts'
import type { Git, GitPlace } from './run-git.ts'

/** What a tree holds at one path. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` a symbolic link, `160000` a submodule. */
  readonly mode: string
  readonly id: string
}

/** Everything in a tree or commit, by path. */
export async function listTree(
  git: Git,
  place: GitPlace,
  tree: string,
  signal: AbortSignal,
): Promise<Map<string, TreeEntry>> {
  const { stdout } = await git({ place, args: ['ls-tree', '-r', '-z', '--full-tree', checkCommit(tree)], signal })
  const entries = new Map<string, TreeEntry>()
  for (const row of stdout.toString('utf8').split('\0')) {
    const tab = row.indexOf('\t')
    if (tab === -1) continue
    const [mode = '', , id = ''] = row.slice(0, tab).split(' ')
    entries.set(row.slice(tab + 1), { mode, id })
  }
  return entries
}

/** The tree that an index stands for after these entries; null takes a path away. Their objects must be there. */
export async function changeTree(
  git: Git,
  place: GitPlace & { readonly index: string },
  { entries, width }: { readonly entries: ReadonlyMap<string, TreeEntry | null>; readonly width: number },
  signal: AbortSignal,
): Promise<string> {
  // Paths go before others come: a file may take the place of a folder.
  const rows = [...entries].sort(([, a], [, b]) => Number(a !== null) - Number(b !== null))
  const lines = rows.map(([path, entry]) => `${entry?.mode ?? '0'} ${entry?.id ?? '0'.repeat(width)}\t${path}\0`)
  await git({ place, args: ['update-index', '-z', '--index-info'], signal, input: lines.join('') })
  return (await git({ place, args: ['write-tree'], signal })).stdout.toString('utf8').trim()
}

/** The bytes of a file's content. Null: there are more than the limit. */
export async function readBlob(
  git: Git,
  place: GitPlace,
  { id, limitBytes }: { readonly id: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<Buffer | null> {
  const args = ['cat-file', 'blob', checkCommit(id)]
  const { stdout, cut } = await git({ place, args, signal, cutBytes: limitBytes })
  return cut ? null : stdout
}
