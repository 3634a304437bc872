import { constants } from 'node:fs'
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { unlessThere } from '../archive/unless-there.ts'
import { EchelonError } from '../domain/errors.ts'

/** Where a repository's state lives: runs, register, history, lock. */
export interface Folders {
  readonly state: string
  readonly runs: string
}

export function foldersOf(root: string, state?: string): Folders {
  const folder = state ?? join(root, '.echelon')
  return { state: folder, runs: join(folder, 'runs') }
}

/** Makes the state folder, invisible to git unless `echelon init` says otherwise. */
export async function prepareFolders({ state, runs }: Folders): Promise<void> {
  try {
    await mkdir(runs, { recursive: true, mode: 0o755 })
    await access(state, constants.W_OK)
    await writeFile(join(state, '.gitignore'), '*\n', { flag: 'wx' }).catch(unlessThere)
  } catch (cause) {
    throw new EchelonError('environment', `${state} cannot be written. Give another folder with --state.`, { cause })
  }
}

/** Runs of a repository, oldest first: their ids begin with their time. */
export async function runsIn({ runs }: Folders): Promise<readonly string[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(unlessMissing([]))
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** The run a person means: by its id or a unique part of it, or the latest. */
export async function findRun(folders: Folders, wanted?: string): Promise<string> {
  const all = await runsIn(folders)
  const matching = wanted === undefined ? all.slice(-1) : all.filter((run) => run.includes(wanted))
  const [run] = matching
  if (run !== undefined && matching.length === 1) return run
  if (matching.length > 1)
    throw new EchelonError('input', `"${wanted}" could be ${matching.join(' or ')}. Give more of the id.`)
  throw new EchelonError(
    'not-found',
    wanted === undefined
      ? `There is no run in ${folders.runs} yet. Start one with "echelon full-stack-audit".`
      : `No run in ${folders.runs} has "${wanted}" in its id. "echelon status --all" lists them.`,
  )
}

/** Version of this package. */
export async function readVersion(packageFolder: string): Promise<string> {
  const text = await readFile(join(packageFolder, 'package.json'), 'utf8')
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version)
  throw new EchelonError('internal', `${packageFolder}/package.json has no version`)
}
