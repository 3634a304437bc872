import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface GitDir {
  readonly path: string
  readonly format: 'sha1' | 'sha256'
  /** Object folders to borrow from. */
  readonly borrows?: readonly string[]
  /** Lines for the configuration beyond what git needs. */
  readonly config?: readonly string[]
  /** A ref or a commit. */
  readonly head: string
}

/**
 * No attribute of the repository may name a program, a conversion or a driver: bytes in the checkout are the bytes of the
 * commit.
 */
const attributes = '* -filter -text !eol -ident !working-tree-encoding !diff !merge !export-subst !export-ignore\n'

/** Writes a git folder from nothing, so that no template and no old file takes part. */
export async function writeGitDir(dir: GitDir): Promise<void> {
  await Promise.all(
    ['objects/info', 'objects/pack', 'refs/heads', 'info'].map((name) =>
      mkdir(join(dir.path, name), { recursive: true, mode: 0o700 }),
    ),
  )
  await settleGitDir(dir)
}

/** Puts everything in a git folder that could change what git does back to what we say: settings, attributes, hooks. */
export async function settleGitDir({ path, format, borrows = [], config = [], head }: GitDir): Promise<void> {
  await Promise.all(
    [
      'hooks',
      'config.worktree',
      'info/grafts',
      'info/sparse-checkout',
      'objects/info/http-alternates',
      'commondir',
      'worktrees',
      'modules',
    ].map((name) => rm(join(path, name), { recursive: true, force: true })),
  )
  const extension = format === 'sha256' ? ['[extensions]', 'objectFormat = sha256'] : []
  const version = format === 'sha256' ? 1 : 0
  const text = ['[core]', `repositoryFormatVersion = ${version}`, 'bare = false', ...extension, ...config]
  await Promise.all([
    writeFile(join(path, 'config'), `${text.join('\n')}\n`),
    writeFile(join(path, 'HEAD'), `${head}\n`),
    writeFile(join(path, 'info/attributes'), attributes),
    writeFile(join(path, 'info/exclude'), ''),
    writeFile(join(path, 'objects/info/alternates'), borrows.map((one) => `${one}\n`).join('')),
  ])
}
