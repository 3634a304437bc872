import { parseSync } from 'oxc-parser'
import type { Snapshot, SourceFile } from '../snapshot.ts'
import { field, readJsonc } from './jsonc.ts'
import { isWithin } from './manifest.ts'
import { folderOf, joinPattern, nameOf } from './path.ts'
import { keyName } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import { literalText } from './script-text.ts'

/** A rule that turns the start of a specifier into a folder or a file. */
export interface Alias {
  /** The files it holds for. */
  readonly scope: string
  /** With `*` for the rest of the specifier, or exact. */
  readonly pattern: string
  /** Repository paths with `*`, in order of preference. */
  readonly targets: readonly string[]
}

const known = new WeakMap<Snapshot, readonly Alias[]>()

/** Aliases of tsconfig and jsconfig files and of bundler configurations, the deepest scope first. */
export function aliasesOf(snapshot: Snapshot): readonly Alias[] {
  const made = known.get(snapshot) ?? readAliases(snapshot)
  known.set(snapshot, made)
  return made
}

export function aliasesFor(snapshot: Snapshot, file: string, specifier: string): readonly Alias[] {
  return aliasesOf(snapshot).filter(
    (alias) => isWithin(file, alias.scope) && matched(alias.pattern, specifier) !== null,
  )
}

/** What the star of a pattern stands for; empty for an exact match, null for none. */
export function matched(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf('*')
  if (star === -1) return pattern === specifier ? '' : null
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)]
  if (specifier.length < start.length + end.length || !specifier.startsWith(start) || !specifier.endsWith(end))
    return null
  return specifier.slice(start.length, specifier.length - end.length)
}

function readAliases(snapshot: Snapshot): readonly Alias[] {
  const found = snapshot.files.flatMap((file) => {
    const name = nameOf(file.path)
    if (/^(?:ts|js)config(?:\.[\w-]+)*\.json$/.test(name)) return fromCompiler(snapshot, file)
    return /\.config\.[cm]?[jt]s$|^config-overrides\.js$|^\.babelrc\.js$/.test(name) && /alias/i.test(file.text)
      ? fromBundler(file)
      : []
  })
  return found.sort((a, b) => b.scope.length - a.scope.length || b.pattern.length - a.pattern.length)
}

function fromCompiler(snapshot: Snapshot, file: SourceFile): Alias[] {
  const scope = folderOf(file.path)
  const options = compilerOptions(snapshot, file.path, 0)
  const found = Object.entries(options.paths).map(([pattern, targets]) => ({
    scope,
    pattern,
    targets: targets.flatMap((target) => joinPattern(options.pathsFrom, target) ?? []),
  }))
  if (options.baseUrl !== null)
    found.push({ scope, pattern: '*', targets: [options.baseUrl === '' ? '*' : `${options.baseUrl}/*`] })
  return found.filter((alias) => alias.targets.length > 0)
}

interface CompilerPaths {
  readonly baseUrl: string | null
  readonly pathsFrom: string
  readonly paths: Readonly<Record<string, readonly string[]>>
}

const nothing: CompilerPaths = { baseUrl: null, pathsFrom: '', paths: {} }
const maxExtends = 8

function compilerOptions(snapshot: Snapshot, path: string, depth: number): CompilerPaths {
  const file = snapshot.byPath.get(path) ?? snapshot.byPath.get(`${path}.json`)
  if (file === undefined || depth > maxExtends) return nothing
  const content = readJsonc(file.text)
  const folder = folderOf(file.path)
  const bases = [field(content, 'extends')]
    .flat()
    .flatMap((base) => (typeof base === 'string' ? [extended(snapshot, folder, base)] : []))
  const inherited = bases.reduce(
    (sum, base) => (base === null ? sum : merged(sum, compilerOptions(snapshot, base, depth + 1))),
    nothing,
  )
  const options = field(content, 'compilerOptions')
  const base = field(options, 'baseUrl')
  const baseUrl = typeof base === 'string' ? joinPattern(folder, base) : inherited.baseUrl
  const paths = field(options, 'paths')
  if (typeof paths !== 'object' || paths === null) return { ...inherited, baseUrl }
  const lists = Object.entries(paths).flatMap(([key, value]) =>
    Array.isArray(value) ? [[key, value.filter((one) => typeof one === 'string')] as const] : [],
  )
  return { baseUrl, pathsFrom: baseUrl ?? folder, paths: Object.fromEntries(lists) }
}

function merged(sum: CompilerPaths, next: CompilerPaths): CompilerPaths {
  return Object.keys(next.paths).length > 0 ? next : { ...sum, baseUrl: next.baseUrl ?? sum.baseUrl }
}

/** A relative base, or a workspace package that holds it. */
function extended(snapshot: Snapshot, folder: string, base: string): string | null {
  if (base.startsWith('.')) return joinPattern(folder, base)
  const tail = base
    .split('/')
    .slice(base.startsWith('@') ? 1 : 0)
    .join('/')
  return [...snapshot.paths].find((path) => path.endsWith(`/${tail}`) && /\.json$/.test(path)) ?? null
}

/** `alias` objects and arrays of a bundler configuration; the last literal of a value is taken for its folder. */
function fromBundler(file: SourceFile): Alias[] {
  const scope = folderOf(file.path)
  const found: Alias[] = []
  const note = (name: string | null, value: Node): void => {
    const text = name === null ? null : lastText(value)
    const target = text === null ? null : joinPattern(scope, text)
    if (name === null || target === null) return
    const plain = name.replace(/\$$/, '').replace(/\/\*?$/, '')
    found.push(
      { scope, pattern: plain, targets: [target] },
      { scope, pattern: `${plain}/*`, targets: [target === '' ? '*' : `${target}/*`] },
    )
  }
  walk(parseSync(file.path, file.text).program, (node) => {
    if (node.type !== 'Property' || keyName(node.key, node.computed) !== 'alias') return undefined
    for (const entry of entriesOf(node.value)) note(entry.name, entry.value)
    return 'skip'
  })
  return found
}

function entriesOf(node: Node): { name: string | null; value: Node }[] {
  if (node.type === 'ObjectExpression')
    return node.properties.flatMap((part) =>
      part.type === 'Property' ? [{ name: keyName(part.key, part.computed), value: part.value }] : [],
    )
  if (node.type !== 'ArrayExpression') return []
  return node.elements.flatMap((one) => {
    if (one?.type !== 'ObjectExpression') return []
    const part = (key: string): Node | null => {
      const found = one.properties.find(
        (property) => property.type === 'Property' && keyName(property.key, false) === key,
      )
      return found?.type === 'Property' ? found.value : null
    }
    const value = part('replacement')
    return value === null ? [] : [{ name: literalText(part('find')), value }]
  })
}

function lastText(node: Node): string | null {
  let last: string | null = null
  walk(node, (one) => {
    const text = literalText(one)
    if (text !== null && text !== 'url' && text !== 'utf-8') last = text
    return undefined
  })
  return last
}
