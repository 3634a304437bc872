import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A folder that definitions are read from. */
export interface Root {
  readonly folder: string
  /** `definitions` (default) has agents/, coordinators/ and missions/ in it; `subagents` is a folder of Claude Code's. */
  readonly kind?: 'definitions' | 'subagents'
  /** How its files are called in problems and in the ledger: `label/agents/x.md`. Default: the folder's path. */
  readonly label?: string
  /** No file outside this folder is read, however links point. Default: the root itself. */
  readonly within?: string
}

/** The roots of a run in their order: the package, the user's folder, the repository's subagents, its own definitions. */
export function standardRoots(repository: string, userFolder?: string): readonly Root[] {
  const user: readonly Root[] = userFolder === undefined ? [] : [{ folder: userFolder, label: fromHome(userFolder) }]
  return [
    { folder: packageRoot(), label: 'echelon' },
    ...user,
    { folder: join(repository, '.claude', 'agents'), kind: 'subagents', label: '.claude/agents', within: repository },
    { folder: join(repository, '.echelon'), label: '.echelon', within: repository },
  ]
}

/** Short for people, and without the user's name in the ledger. */
function fromHome(folder: string): string {
  const way = relative(homedir(), folder)
  return way.startsWith('..') || isAbsolute(way) ? folder : join('~', way)
}

/** The folder of this package, the same from its sources and from its build. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'agents')) || !existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the package has lost its agents/ folder: install it again')
    folder = parent
  }
  return folder
}
