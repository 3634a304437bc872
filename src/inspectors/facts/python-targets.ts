import type { View } from '../inspector.ts'
import { folderOf, joinPattern } from './path.ts'
import type { PythonLinkFact } from './python-link.ts'
import { regionOf } from './region.ts'

/** Folders and files of Python, to follow imports through. */
export interface PythonTreeMap {
  readonly files: ReadonlySet<string>
  /** Folders that hold Python anywhere below. */
  readonly folders: ReadonlySet<string>
}

export type PythonTarget =
  | { readonly kind: 'module'; readonly file: string }
  /** A folder without `__init__.py`. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'missing'; readonly parent: string; readonly name: string; readonly target: string }
  | { readonly kind: 'elsewhere' }

const elsewhere: PythonTarget = { kind: 'elsewhere' }

export function pythonMap(view: View): PythonTreeMap {
  return view.facts.derived('python-map', () => {
    const files = new Set([...view.snapshot.paths].filter((path) => /\.pyi?$/.test(path)))
    const folders = new Set<string>()
    for (const file of files)
      for (let at = folderOf(file); at !== '' && !folders.has(at); at = folderOf(at)) folders.add(at)
    return { files, folders }
  })
}

/**
 * Where `from module import …` may lead, by the file that says so. An absolute import can start at several folders,
 * because a script's own folder counts too; an empty list means a package from elsewhere.
 */
export function pythonTargets(view: View, link: PythonLinkFact): readonly PythonTarget[] {
  const map = pythonMap(view)
  const parts = link.module.split('.').filter((part) => part !== '')
  if (link.level === 0) return movesPath(view, link.file) ? [] : absolute(map, link.file, parts)
  const base = joinPattern(folderOf(link.file), '../'.repeat(link.level - 1))
  return base === null ? [] : [descend(map, base, parts)]
}

/** A file that changes where Python looks says nothing certain by its own place. */
function movesPath(view: View, file: string): boolean {
  return /sys\.path\.|sys\.path\s*[+=]|site\.addsitedir/.test(view.snapshot.byPath.get(file)?.text ?? '')
}

/**
 * From every folder above the file that holds the first part. Inside a package the first part may as well be a package
 * from elsewhere, so such a folder only counts beside one that is a root for certain.
 */
function absolute(map: PythonTreeMap, file: string, parts: readonly string[]): PythonTarget[] {
  const [first] = parts
  if (first === undefined) return []
  const certain: PythonTarget[] = []
  const possible: PythonTarget[] = []
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const prefix = folder === '' ? '' : `${folder}/`
    const isInside = map.files.has(`${prefix}__init__.py`)
    if (map.files.has(`${prefix}${first}.py`) || map.files.has(`${prefix}${first}/__init__.py`))
      (isInside ? possible : certain).push(descend(map, folder, parts))
    if (folder === '') return certain.length === 0 ? [] : [...certain, ...possible]
  }
}

function descend(map: PythonTreeMap, base: string, parts: readonly string[]): PythonTarget {
  let at = base
  for (const [index, part] of parts.entries()) {
    const next = at === '' ? part : `${at}/${part}`
    if (map.folders.has(next)) {
      at = next
      if (map.files.has(`${next}/__init__.py`) || index < parts.length - 1 || !map.files.has(`${next}.py`)) continue
    }
    if (map.files.has(`${next}.py`))
      return index === parts.length - 1 ? { kind: 'module', file: `${next}.py` } : elsewhere
    if (map.files.has(`${next}.pyi`)) return elsewhere
    return { kind: 'missing', parent: at, name: part, target: next }
  }
  if (map.files.has(`${at}/__init__.py`)) return { kind: 'module', file: `${at}/__init__.py` }
  return { kind: 'folder', folder: at }
}

/** Each Python file with one product file that imports it. */
export function pythonUsers(view: View): ReadonlyMap<string, string> {
  return view.facts.derived('python-users', () => {
    const users = new Map<string, string>()
    const note = (file: string, user: string): void => {
      if (file !== user && !users.has(file)) users.set(file, user)
    }
    for (const link of view.facts.all('pythonLink')) {
      if (regionOf(link.file) !== 'source') continue
      for (const file of pythonTargets(view, link).flatMap((target) => loadedBy(pythonMap(view), target, link)))
        note(file, link.file)
    }
    return users
  })
}

/** The module itself and, for a package, the modules that are named after `import`. */
function loadedBy(map: PythonTreeMap, target: PythonTarget, link: PythonLinkFact): string[] {
  const own = target.kind === 'module' ? [target.file] : []
  const isPackage = target.kind === 'folder' || (target.kind === 'module' && target.file.endsWith('/__init__.py'))
  if (!isPackage) return own
  const folder = target.kind === 'folder' ? target.folder : folderOf(target.file)
  const inner = link.names.split(',').flatMap((name) => [`${folder}/${name}.py`, `${folder}/${name}/__init__.py`])
  return [...own, ...inner.filter((file) => map.files.has(file))]
}
