import type { FactStore } from './store.ts'

/** Files by every path under which they can be imported. */
function filesByPath(facts: FactStore): ReadonlyMap<string, readonly string[]> {
  return facts.derived('python-files-by-path', () => {
    const files = new Map<string, string[]>()
    for (const { path, file } of facts.all('pythonPath')) {
      const known = files.get(path)
      if (known === undefined) files.set(path, [file])
      else known.push(file)
    }
    return files
  })
}

/** The files that a dotted path may mean, whatever folder is the root. */
export function filesOfModule(facts: FactStore, module: string): readonly string[] {
  return filesByPath(facts).get(module) ?? []
}

/**
 * The file behind what `-A` names: a module, a module with its variable (`app.worker:celery`, `app.worker.celery`), or
 * a package that holds `celery.py`. Null when the repository has none.
 */
export function moduleFile(facts: FactStore, app: string): string | null {
  const [module = ''] = app.split(':')
  const parent = module.includes('.') ? module.slice(0, module.lastIndexOf('.')) : module
  for (const candidate of [module, `${module}.celery`, parent]) {
    const [file] = filesOfModule(facts, candidate)
    if (file !== undefined) return file
  }
  return null
}

/** The folder that must be on the path for `app` to mean `file`: `backend/` for `backend/app/worker.py`. */
export function rootOf(file: string, app: string): string {
  const [first = ''] = (app.split(':')[0] ?? '').split('.')
  const parts = file.split('/')
  const at = parts.findIndex((part) => part === first || part === `${first}.py`)
  return at <= 0 ? '' : `${parts.slice(0, at).join('/')}/`
}

/** Whether a folder or a module of this name exists anywhere. */
export function hasTopLevel(facts: FactStore, name: string): boolean {
  const names = facts.derived('python-names', () => {
    const found = new Set<string>()
    for (const { module } of facts.all('pythonModule')) for (const part of module.split('.')) found.add(part)
    return found
  })
  return names.has(name)
}

/** Every module that is loaded when these are: imports are followed, and the packages above each module. */
export function importClosure(facts: FactStore, seeds: Iterable<string>): ReadonlySet<string> {
  const imports = facts.derived('python-imports-by-file', () =>
    Map.groupBy(facts.all('pythonImport'), ({ file }) => file),
  )
  const seen = new Set<string>()
  const open = [...seeds]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const parent of packagesAbove(facts, file)) if (!seen.has(parent)) open.push(parent)
    for (const { module, name } of imports.get(file) ?? []) {
      for (const next of importedFiles(facts, module, name)) if (!seen.has(next)) open.push(next)
    }
  }
  return seen
}

function importedFiles(facts: FactStore, module: string, name: string): readonly string[] {
  const inside = name === '' || name === '*' ? [] : filesOfModule(facts, `${module}.${name}`)
  const whole = filesOfModule(facts, module)
  return [...whole, ...inside]
}

function packagesAbove(facts: FactStore, file: string): readonly string[] {
  const folders = file.split('/').slice(0, -1)
  return folders.map((_, index) => `${folders.slice(0, index + 1).join('/')}/__init__.py`).filter(isKnown(facts))
}

function isKnown(facts: FactStore): (file: string) => boolean {
  const files = facts.derived('python-files', () => new Set(facts.all('pythonModule').map(({ file }) => file)))
  return (file) => files.has(file)
}
