import type { Snapshot } from '../snapshot.ts'
import type { BindingFact } from './http.ts'
import type { FactStore } from './store.ts'

/** A name in a file. */
export interface Declared {
  readonly file: string
  readonly name: string
}

/** Answers what a name in a file stands for, through imports and re-exports. */
export interface Modules {
  /** The places that a possibly dotted reference may be declared at, the nearest first. */
  resolve(file: string, reference: string): readonly Declared[]
  /** The file behind an import, or null when it is outside of the repository. */
  fileOf(from: string, source: string): string | null
}

const depthLimit = 6

export function modulesOf(facts: FactStore, snapshot: Snapshot): Modules {
  return facts.derived('http:modules', () => makeModules(facts, snapshot))
}

function makeModules(facts: FactStore, snapshot: Snapshot): Modules {
  const bindings = Map.groupBy(facts.all('binding'), ({ file }) => file)
  const exported = Map.groupBy(facts.all('exported'), ({ file }) => file)
  const files = filesByStem(snapshot)
  const fileOf = (from: string, source: string): string | null =>
    from.endsWith('.py') ? pythonFile(files, from, source) : scriptFile(files, from, source)

  const follow = (file: string, name: string, depth: number): readonly Declared[] => {
    const renamed = exported.get(file)?.find((one) => one.name === name)?.local ?? name
    const found = [{ file, name }, ...(renamed === name ? [] : [{ file, name: renamed }])]
    if (depth > depthLimit) return found
    return [...found, ...imported(file, renamed, depth), ...(renamed === name ? [] : imported(file, name, depth))]
  }
  const imported = (file: string, name: string, depth: number): readonly Declared[] =>
    (bindings.get(file) ?? [])
      .filter((one) => one.local === name || one.local === '*')
      .flatMap((one) => behind(one, one.local === '*' ? name : one.imported, depth + 1))
  const behind = (binding: BindingFact, name: string, depth: number): readonly Declared[] => {
    const target = fileOf(binding.file, binding.source)
    const submodule = binding.file.endsWith('.py') ? fileOf(binding.file, dottedModule(binding.source, name)) : null
    const whole = submodule === null ? [] : [{ file: submodule, name: '*' }]
    if (target === null || target === binding.file) return whole
    if (name === '*') return [{ file: target, name: '*' }, ...follow(target, 'default', depth)]
    return [...whole, ...follow(target, name, depth)]
  }
  const resolve = (file: string, reference: string): readonly Declared[] => {
    if (reference.startsWith('require:')) {
      const target = fileOf(file, reference.slice('require:'.length))
      return target === null ? [] : follow(target, 'default', 0)
    }
    const [head = '', ...rest] = reference.split('.')
    if (rest.length === 0) return follow(file, head, 0)
    const whole = [{ file, name: reference }]
    const member = rest.join('.')
    const inner = imported(file, head, 0).flatMap((one) =>
      one.name === '*' ? follow(one.file, member, 1) : [{ file: one.file, name: `${one.name}.${member}` }],
    )
    return [...whole, ...inner, ...dottedImport(file, reference)]
  }
  /** `import app.routes.users` is used as `app.routes.users.router`. */
  const dottedImport = (file: string, reference: string): readonly Declared[] => {
    const cut = reference.lastIndexOf('.')
    const target = file.endsWith('.py') ? fileOf(file, reference.slice(0, cut)) : null
    return target === null ? [] : follow(target, reference.slice(cut + 1), 1)
  }
  return { resolve, fileOf }
}

function dottedModule(source: string, name: string): string {
  return source.endsWith('.') ? `${source}${name}` : `${source}.${name}`
}

/** Files by the last segment of their module name, so that a suffix can be looked up quickly. */
type FilesByStem = ReadonlyMap<string, readonly { readonly module: string; readonly file: string }[]>

function filesByStem(snapshot: Snapshot): FilesByStem {
  const stems = new Map<string, { module: string; file: string }[]>()
  for (const { path, language } of snapshot.files) {
    if (language !== 'python' && language !== 'typescript') continue
    const module = path.replace(/(?:\/__init__)?\.py$|(?:\/index)?\.(?:d\.)?[cm]?[jt]sx?$/, '')
    const stem = module.slice(module.lastIndexOf('/') + 1)
    stems.set(stem, [...(stems.get(stem) ?? []), { module, file: path }])
  }
  return stems
}

function pythonFile(files: FilesByStem, from: string, source: string): string | null {
  const dots = /^\.*/.exec(source)?.[0].length ?? 0
  const path = source.slice(dots).replaceAll('.', '/')
  if (dots === 0) return nearest(files, from, path, '.py')
  const folder = from.split('/').slice(0, -dots)
  const wanted = [...folder, ...(path === '' ? [] : [path])].join('/')
  return exact(files, wanted, '.py')
}

function scriptFile(files: FilesByStem, from: string, source: string): string | null {
  const bare = source.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '')
  if (bare.startsWith('.')) {
    const parts = from.split('/').slice(0, -1)
    for (const part of bare.split('/')) {
      if (part === '..') parts.pop()
      else if (part !== '.' && part !== '') parts.push(part)
    }
    return exact(files, parts.join('/'), 's')
  }
  const alias = /^(?:@|~|#|\$lib|src|@\/src|@app|@src)\/(.+)$/.exec(bare)
  if (alias !== null) return nearest(files, from, alias[1] ?? '', 's')
  return null
}

function exact(files: FilesByStem, module: string, kind: string): string | null {
  const stem = module.slice(module.lastIndexOf('/') + 1)
  return (files.get(stem) ?? []).find((one) => one.module === module && isKind(one.file, kind))?.file ?? null
}

/** The file whose module name ends with the path, preferring the longest folder in common with the importer. */
function nearest(files: FilesByStem, from: string, path: string, kind: string): string | null {
  const stem = path.slice(path.lastIndexOf('/') + 1)
  const fits = (files.get(stem) ?? []).filter(
    (one) => isKind(one.file, kind) && (one.module === path || one.module.endsWith(`/${path}`)),
  )
  const ranked = fits.toSorted((a, b) => common(b.file, from) - common(a.file, from) || a.file.length - b.file.length)
  return ranked[0]?.file ?? null
}

function isKind(file: string, kind: string): boolean {
  return kind === '.py' ? file.endsWith('.py') : !file.endsWith('.py')
}

function common(left: string, right: string): number {
  let index = 0
  while (index < left.length && left[index] === right[index]) index += 1
  return left.slice(0, index).split('/').length
}
