import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { readSettings, settingsFile } from '../checks/settings.ts'
import { DefinitionError, EchelonError, type Problem } from '../domain/errors.ts'
import { strategyNames } from '../engine/decompose.ts'
import { type LoadedLibrary, loadLibrary } from '../library/load.ts'
import { checkLibrary } from '../library/resolve.ts'
import { type Root, standardRoots } from '../library/roots.ts'
import { locate } from './locate.ts'
import type { Place } from './prepare.ts'

/** Every definition that a run in this repository would see, without looking at the repository's code. */
export async function readDefinitions(place: Pick<Place, 'repo' | 'state'>): Promise<LoadedLibrary> {
  const { root } = await locate(place, new AbortController().signal)
  return loadLibrary({ roots: rootsFor(root) })
}

export interface Checked {
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** Definitions that were read and are in order or only warned about. */
  readonly definitions: number
}

/**
 * Checks the definitions and settings of a repository, or with a path those in that folder or file, beside everything they
 * may name.
 */
export async function checkDefinitions(place: Pick<Place, 'repo' | 'state'>, path?: string): Promise<Checked> {
  const { root } = await locate(place, new AbortController().signal)
  const own = path === undefined ? null : await ownRoot(resolve(path))
  const library = await loadLibrary({ roots: [...rootsFor(root), ...(own === null ? [] : [own.root])] })
  const { problems, warnings } = checkLibrary(library, ['static'], strategyNames)
  const settings = await checkSettings(own?.root ?? { folder: join(root, '.echelon'), label: '.echelon' })
  const isMeant = ({ file }: { readonly file: string }): boolean => own === null || file.startsWith(own.prefix)
  return {
    problems: [...problems, ...settings].filter(isMeant),
    warnings: warnings.filter(isMeant),
    definitions: library.provenance.filter(isMeant).length,
  }
}

/** Mistakes in the settings beside some definitions. None when there are no settings. */
async function checkSettings({ folder, label }: Root): Promise<readonly Problem[]> {
  const name = basename(settingsFile)
  const text = await readFile(join(folder, name), 'utf8').catch(unlessMissing(null))
  if (text === null) return []
  try {
    readSettings(text, `${label}/${name}`)
    return []
  } catch (cause) {
    if (cause instanceof DefinitionError) return cause.problems
    throw cause
  }
}

function rootsFor(repository: string): readonly Root[] {
  return standardRoots(repository, join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'echelon'))
}

const kinds = ['agents', 'coordinators', 'missions']

interface Own {
  readonly root: Root
  /** How the files that are meant begin. */
  readonly prefix: string
}

/** The root that a path belongs to: the folder with agents/, coordinators/ or missions/ in or above it, or of settings. */
async function ownRoot(path: string): Promise<Own> {
  const found = await stat(path).catch(unlessMissing(null))
  if (found === null)
    throw new EchelonError('input', `${path} does not exist. Give a folder or a file with definitions.`)
  const folder = kindFolder(path, found.isDirectory())
  if (folder === null)
    throw new EchelonError(
      'input',
      `${path} holds no definitions: they lie in folders named ${kinds.join(', ')}. Give the folder around those.`,
    )
  const label = relative(process.cwd(), folder) || '.'
  // A repository is meant with all that lies in its `.echelon`.
  const below = path.startsWith(`${folder}/`) ? relative(folder, path) : ''
  return { root: { folder, label }, prefix: `${label}/${below}` }
}

function kindFolder(path: string, isFolder: boolean): string | null {
  if (isFolder && kinds.some((kind) => existsSync(join(path, kind)))) return path
  if (isFolder && existsSync(join(path, '.echelon'))) return join(path, '.echelon')
  if (path.endsWith(`/${settingsFile}`)) return dirname(path)
  let folder = isFolder ? path : dirname(path)
  while (!kinds.includes(basename(folder))) {
    if (dirname(folder) === folder) return null
    folder = dirname(folder)
  }
  return dirname(folder)
}
