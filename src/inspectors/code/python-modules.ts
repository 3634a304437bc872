import { join } from '../facts/alias.ts'
import type { PythonLinkFact } from '../facts/python-link.ts'
import { folderOf, regionOf } from '../facts/region.ts'
import type { View } from '../inspector.ts'

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
    for (const file of files) for (let at = folderOf(file); at !== '' && !folders.has(at); at = folderOf(at)) folders.add(at)
    return { files, folders }
  })
}

/** Where `from module import …` leads, by the file that says so. */
export function pythonTarget(view: View, link: PythonLinkFact): PythonTarget {
  const map = pythonMap(view)
  const parts = link.module.split('.').filter((part) => part !== '')
  if (link.level > 0) {
    const base = join(folderOf(link.file), '../'.repeat(link.level - 1))
    return base === null ? elsewhere : descend(map, base, parts)
  }
  return absolute(map, link.file, parts)
}

/** An absolute import starts at the nearest folder above the file that holds its first part. */
function absolute(map: PythonTreeMap, file: string, parts: readonly string[]): PythonTarget {
  const [first] = parts
  if (first === undefined) return elsewhere
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const start = folder === '' ? first : `${folder}/${first}`
    const isInside = map.files.has(`${folder === '' ? '' : `${folder}/`}__init__.py`)
    if (!isInside && (map.files.has(`${start}.py`) || map.files.has(`${start}/__init__.py`))) return descend(map, folder, parts)
    if (folder === '') return elsewhere
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
    if (map.files.has(`${next}.py`)) return index === parts.length - 1 ? { kind: 'module', file: `${next}.py` } : elsewhere
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
      const target = pythonTarget(view, link)
      if (target.kind === 'module') note(target.file, link.file)
      const folder = target.kind === 'folder' ? target.folder : target.kind === 'module' ? folderOf(target.file) : null
      if (folder === null || (target.kind === 'module' && !target.file.endsWith('/__init__.py'))) continue
      for (const name of link.names.split(',')) {
        for (const file of [`${folder}/${name}.py`, `${folder}/${name}/__init__.py`]) if (pythonMap(view).files.has(file)) note(file, link.file)
      }
    }
    return users
  })
}
