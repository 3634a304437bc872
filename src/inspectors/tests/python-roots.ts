import { nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { View } from '../inspector.ts'

export type ModulePresence =
  | { readonly kind: 'found'; mayHave(name: string): boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' }

export interface PythonRoots {
  /** The first part of the module is a package of this repository and of nobody else. */
  owns(module: string): boolean
  find(module: string): ModulePresence
}

/** Python packages by the folder they are imported from: a package is a folder with `__init__.py` whose parent has none. */
export function pythonRoots(view: View): PythonRoots {
  return view.facts.derived('tests:python-roots', () => {
    const { paths } = view.snapshot
    const tops = topPackages(paths)
    const installed = new Set(view.facts.all('packageDependency').map((fact) => fact.name.replaceAll('-', '_')))
    return {
      owns: (module) => isOwn(module, tops, installed),
      find: (module) => findModule(view, module, tops.get(module.split('.')[0] ?? '') ?? []),
    }
  })
}

/** Name of each top package → the folders it stands in. */
function topPackages(paths: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const tops = new Map<string, string[]>()
  for (const path of paths) {
    if (nameOf(path) !== '__init__.py' || /^(?:vendored|example|docs)$/.test(regionOf(path))) continue
    const folder = path.slice(0, -'/__init__.py'.length)
    const cut = folder.lastIndexOf('/')
    const parent = cut === -1 ? '' : folder.slice(0, cut)
    if (folder === path || (paths.has(`${parent}${parent === '' ? '' : '/'}__init__.py`) && !isProject(paths, parent)))
      continue
    tops.set(nameOf(folder), [...(tops.get(nameOf(folder)) ?? []), folder])
  }
  return tops
}

/** A project's own folder may be a package as well: what stands in it is imported by its own name all the same. */
function isProject(paths: ReadonlySet<string>, folder: string): boolean {
  return ['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile', 'requirements.txt'].some((name) =>
    paths.has(folder === '' ? name : `${folder}/${name}`),
  )
}

function isOwn(module: string, tops: ReadonlyMap<string, readonly string[]>, installed: ReadonlySet<string>): boolean {
  const [first = ''] = module.split('.')
  return tops.has(first) && !installed.has(first.toLowerCase()) && !/^(?:tests?|conftest)$/.test(first)
}

function findModule(view: View, module: string, folders: readonly string[]): ModulePresence {
  const rest = module.split('.').slice(1)
  const { paths, byPath } = view.snapshot
  for (const folder of folders) {
    const path = [folder, ...rest].join('/')
    const file = [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`].find((one) => paths.has(one))
    if (file !== undefined) return { kind: 'found', mayHave: (name) => hasName(view, file, path, name) }
    // A folder without __init__.py is a package too, and a compiled module is one file with any ending.
    if (
      [...paths].some(
        (other) =>
          other.startsWith(`${path}/`) || (/\.(?:so|pyd|pyx|rs|c)$/.test(other) && other.startsWith(`${path}.`)),
      )
    )
      return { kind: 'unknown' }
  }
  const isLoose = folders.some((folder) =>
    /__path__|extend_path|sys\.modules/.test(byPath.get(`${folder}/__init__.py`)?.text ?? ''),
  )
  return isLoose || /(?:_pb2|_pb2_grpc|_version|version|generated)$/.test(module)
    ? { kind: 'unknown' }
    : { kind: 'missing' }
}

/** A submodule, or the name stands anywhere in the module: only a name that appears nowhere is surely missing. */
function hasName(view: View, file: string, path: string, name: string): boolean {
  const { paths, byPath } = view.snapshot
  if (
    paths.has(`${path}/${name}.py`) ||
    [...paths].some((other) => other.startsWith(`${path}/${name}/`) || other.startsWith(`${path}/${name}.`))
  )
    return true
  const text = byPath.get(file)?.text
  if (text === undefined || /import \*|__getattr__|globals\(\)|setattr\(|importlib|lazy/.test(text)) return true
  return new RegExp(`\\b${name}\\b`).test(text) || /^__\w+__$/.test(name)
}
