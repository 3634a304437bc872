import type { Snapshot } from '../snapshot.ts'
import { type Alias, aliasesFor, matched } from './alias.ts'
import { field, stringsIn } from './jsonc.ts'
import { type Manifest, manifestOf, manifestsOf } from './manifest.ts'
import { folderOf, joinPattern } from './path.ts'

/** Where a specifier leads. `elsewhere`: a package, an asset pipeline, or anything this resolver does not claim to know. */
export type Resolution =
  /** `isGuess`: the package says that the subpath is built from something else; this file only stands where one would look. */
  | { readonly kind: 'file'; readonly path: string; readonly isGuess?: true }
  | { readonly kind: 'missing'; readonly target: string; readonly otherCase: string | null }
  | { readonly kind: 'elsewhere' }

const elsewhere: Resolution = { kind: 'elsewhere' }
const endings = [
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
  '.d.ts',
  '.json',
  '.vue',
  '.svelte',
  '.astro',
  '.mdx',
  '.css',
  '.scss',
  '.native.tsx',
  '.native.ts',
  '.web.tsx',
  '.web.ts',
  '.ios.tsx',
  '.android.tsx',
  '.ios.ts',
  '.android.ts',
  '.client.tsx',
  '.server.ts',
  '.node',
  '.wasm',
  '.graphql',
  '.d.mts',
  '.d.cts',
]
const written: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, ['.ts', '.tsx', '.d.ts', '.jsx']],
  [/\.jsx$/, ['.tsx', '.d.ts']],
  [/\.mjs$/, ['.mts', '.d.mts']],
  [/\.cjs$/, ['.cts', '.d.cts']],
]

export type Resolve = (file: string, specifier: string) => Resolution

/** Resolves like a bundler that also knows the compiler's aliases and the packages of the workspace. */
export function resolverOf(snapshot: Snapshot): Resolve {
  const places = placesOf(snapshot)
  return (file, specifier) => {
    if (/^[a-z][a-z0-9+.-]+:|[!\0]|^\/|^~icons\//.test(specifier)) return elsewhere
    const plain = specifier.replace(/[?#](?!.*\/).+$/, '') || specifier
    if (/^\.{1,2}(?:\/|$)/.test(plain)) return relative(places, snapshot, file, plain)
    if (plain.startsWith('#')) return ownImports(places, snapshot, file, plain)
    const own = aliased(places, snapshot, file, plain)
    if (own?.kind === 'file') return own
    const member = workspace(places, snapshot, plain)
    return member?.kind === 'file' ? member : (own ?? member ?? elsewhere)
  }
}

interface Places {
  readonly paths: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
  /** Stems in lower case with the path as it is written. */
  readonly byLowerCase: ReadonlyMap<string, string>
}

function placesOf(snapshot: Snapshot): Places {
  const folders = new Set<string>([''])
  const byLowerCase = new Map<string, string>()
  for (const path of snapshot.paths) {
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder)
    byLowerCase.set(path.toLowerCase(), path)
  }
  return { paths: snapshot.paths, folders, byLowerCase }
}

function relative(places: Places, snapshot: Snapshot, file: string, specifier: string): Resolution {
  const target = joinPattern(folderOf(file), specifier)
  if (target === null) return elsewhere
  return found(places, target) ?? packageAt(places, snapshot, target) ?? missing(places, target)
}

function missing(places: Places, target: string): Resolution {
  const otherCase = [
    target,
    ...endings.map((ending) => target + ending),
    ...endings.map((ending) => `${target}/index${ending}`),
  ]
    .map((path) => places.byLowerCase.get(path.toLowerCase()))
    .find((path) => path !== undefined)
  return { kind: 'missing', target, otherCase: otherCase ?? null }
}

function found(places: Places, target: string): Resolution | null {
  const candidates = [target, ...rewritten(target), ...endings.map((ending) => target + ending)]
  const inside = places.folders.has(target)
    ? endings.map((ending) => (target === '' ? `index${ending}` : `${target}/index${ending}`))
    : []
  const path = [...candidates, ...inside].find((candidate) => places.paths.has(candidate))
  return path === undefined ? null : { kind: 'file', path }
}

/** A folder with a package.json is what its entries name; entries that a build makes lead elsewhere. */
function packageAt(places: Places, snapshot: Snapshot, target: string): Resolution | null {
  const manifest = manifestsOf(snapshot).find((one) => one.folder === target)
  if (manifest === undefined) return null
  const entries = entryTexts(manifest)
  return firstIn(places, manifest, entries) ?? (entries.length === 0 ? null : elsewhere)
}

/** `.js` may be written for a `.ts` that compiles to it. */
function rewritten(target: string): string[] {
  return written.flatMap(([pattern, sources]) =>
    pattern.test(target) ? sources.map((source) => target.replace(pattern, source)) : [],
  )
}

function aliased(places: Places, snapshot: Snapshot, file: string, specifier: string): Resolution | null {
  const aliases = aliasesFor(snapshot, file, specifier)
  const targets = aliases.flatMap((alias) => targetsOf(alias, specifier))
  for (const target of targets) {
    const hit = found(places, target)
    if (hit !== null) return hit
  }
  const certain = aliases.find((alias) => isOwn(places, snapshot, file, alias))
  const target = certain === undefined ? undefined : targetsOf(certain, specifier)[0]
  return target === undefined ? null : missing(places, target)
}

function targetsOf(alias: Alias, specifier: string): string[] {
  const rest = matched(alias.pattern, specifier) ?? ''
  return alias.targets.flatMap((target) => joinPattern('', target.replace('*', rest)) ?? [])
}

/** An alias that can name nothing but files of this repository: no package has its prefix and its folder exists. */
function isOwn(places: Places, snapshot: Snapshot, file: string, alias: Alias): boolean {
  const prefix = alias.pattern.replace(/\/?\*.*$/, '')
  if (prefix === '' || alias.targets.length !== 1 || !alias.pattern.endsWith('*')) return false
  if (!/^[@~$][\w-]*$|^src$|^@[\w-]+(?:\/[\w-]+)*$/.test(prefix)) return false
  const dependencies = manifestOf(snapshot, file)?.dependencies ?? new Set<string>()
  if ([...dependencies].some((name) => name === prefix || name.startsWith(`${prefix}/`))) return false
  return places.folders.has(folderOf(alias.targets[0]?.replace(/\*.*$/, 'x') ?? ''))
}

/** `#name` through the imports of the nearest package.json. */
function ownImports(places: Places, snapshot: Snapshot, file: string, specifier: string): Resolution {
  const manifest = manifestOf(snapshot, file)
  const imports = field(manifest?.content, 'imports')
  const viaAlias = aliased(places, snapshot, file, specifier)
  if (viaAlias?.kind === 'file') return viaAlias
  if (manifest === null || typeof imports !== 'object' || imports === null) return elsewhere
  for (const [pattern, value] of Object.entries(imports)) {
    const rest = matched(pattern, specifier)
    if (rest === null) continue
    for (const text of stringsIn(value)) {
      const target = joinPattern(manifest.folder, text.replace('*', rest))
      const hit = target === null ? null : (found(places, target) ?? fromSource(places, manifest, target))
      if (hit !== null) return hit
    }
  }
  return elsewhere
}

/** A package of this repository, by its name and its exports. */
function workspace(places: Places, snapshot: Snapshot, specifier: string): Resolution | null {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const manifest = manifestsOf(snapshot).find((one) => one.name === name)
  if (manifest === undefined) return null
  const rest = specifier.slice(name.length)
  const wanted = rest === '' ? entryTexts(manifest) : exportTexts(manifest, `.${rest}`)
  const hit = firstIn(places, manifest, wanted)
  if (hit !== null) return hit
  const guess = firstIn(places, manifest, [`.${rest}`, `./src${rest}`])
  if (guess?.kind !== 'file') return elsewhere
  return wanted.length === 0 ? guess : { ...guess, isGuess: true }
}

function firstIn(places: Places, manifest: Manifest, texts: readonly string[]): Resolution | null {
  for (const text of texts) {
    const target = joinPattern(manifest.folder, text)
    const hit = target === null ? null : (found(places, target) ?? fromSource(places, manifest, target))
    if (hit !== null) return hit
  }
  return null
}

function entryTexts(manifest: Manifest): string[] {
  const { content } = manifest
  return [
    ...exportTexts(manifest, '.'),
    ...['source', 'module', 'main', 'types', 'typings'].flatMap((key) => stringsIn(field(content, key))),
  ]
}

function exportTexts(manifest: Manifest, subpath: string): string[] {
  const exports = field(manifest.content, 'exports')
  if (typeof exports === 'string') return subpath === '.' ? [exports] : []
  if (typeof exports !== 'object' || exports === null) return []
  const entries = Object.entries(exports)
  if (!entries.some(([key]) => key.startsWith('.'))) return subpath === '.' ? stringsIn(exports) : []
  return entries.flatMap(([pattern, value]) => {
    const rest = matched(pattern, subpath)
    return rest === null ? [] : stringsIn(value).map((text) => text.replace('*', rest))
  })
}

/** A built file's source: `dist/x.js` is compiled from `src/x.ts`. */
export function fromSource(
  places: Pick<Places, 'paths' | 'folders'>,
  manifest: Manifest,
  target: string,
): Resolution | null {
  const inner = manifest.folder === '' ? target : target.slice(manifest.folder.length + 1)
  const stem = inner.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
  const tails = [
    stem,
    stem.replace(/^(?:dist|build|lib|out|esm|cjs)\/(?:(?:esm|cjs|es|src|types)\/)?/, 'src/'),
    stem.replace(/^(?:dist|build|lib|out)\//, ''),
  ]
  for (const tail of tails) {
    const base = manifest.folder === '' ? tail : `${manifest.folder}/${tail}`
    const path = [...endings.map((ending) => base + ending), ...endings.map((ending) => `${base}/index${ending}`)].find(
      (one) => places.paths.has(one),
    )
    if (path !== undefined) return { kind: 'file', path }
  }
  return null
}
