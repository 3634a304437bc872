import type { View } from '../inspector.ts'
import { modulesOf } from './modules.ts'
import { resolverOf } from './resolver.ts'
import { isAside, isForeign } from './source-kind.ts'

/** A client file that asks for another one. */
export interface Importer {
  readonly path: string
  /** `export` hands names on, `load` takes the whole when the program runs, `run` takes no name at all. */
  readonly form: 'import' | 'export' | 'load' | 'run'
  /** Names that the module has in the importer; `imported` is `default`, `*` or an export. */
  readonly names: readonly { readonly local: string; readonly imported: string }[]
}

/** Who imports each file, read from the text: it also sees Vue, Svelte and Astro files. Tests are left out. */
export function importersOf(view: View): ReadonlyMap<string, readonly Importer[]> {
  return view.facts.derived('http:importers', () => {
    const resolve = resolverOf(view.snapshot)
    const modules = modulesOf(view.facts, view.snapshot)
    const targetOf = (path: string, source: string) => {
      const known = resolve(path, source)
      return known.kind === 'file' ? known.path : modules.fileOf(path, source)
    }
    const found = view.snapshot.files
      .filter(
        ({ path }) => /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html)$/.test(path) && !isAside(path) && !isForeign(path),
      )
      .flatMap(({ path, text }) =>
        importsIn(text).flatMap(({ source, ...rest }) => {
          const target = targetOf(path, source)
          return target === null || target === path ? [] : [{ target, importer: { path, ...rest } }]
        }),
      )
    const groups = Map.groupBy(found, ({ target }) => target)
    return new Map([...groups].map(([target, members]) => [target, members.map(({ importer }) => importer)]))
  })
}

const importing = /\b(import|export)\s+([\w$\s{},*]{1,4000}?)\bfrom\s*['"]([^'"\n]{1,300})['"]/g
const loading = /\b(?:require|import)\s*\(\s*['"`]([^'"`\n]{1,300})['"`]/g
const running = /\bimport\s*['"]([^'"\n]{1,300})['"]/g

export function withoutImports(text: string): string {
  return text.replace(importing, '')
}

type Found = Omit<Importer, 'path'> & { readonly source: string }

function importsIn(text: string): readonly Found[] {
  return [
    ...[...text.matchAll(importing)].map(([, word = '', clause = '', source = '']) => importIn(word, clause, source)),
    ...[...text.matchAll(loading)].map(([, source = '']) => ({ source, names: [], form: 'load' as const })),
    ...[...text.matchAll(running)].map(([, source = '']) => ({ source, names: [], form: 'run' as const })),
  ]
}

/** An `export { a }` before the import has no `from`: only the last of the words belongs to this one. */
function importIn(word: string, clause: string, source: string): Found {
  const [, later, rest] = /^[\w$\s{},*]*\b(import|export)\b([\w$\s{},*]*)$/.exec(clause) ?? []
  const form = (later ?? word) === 'export' ? 'export' : 'import'
  return { source, form, names: namesIn(rest ?? clause) }
}

/** `Api, { remove as drop }` and `* as api`. */
function namesIn(clause: string): Importer['names'] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? ''
  const named = braces.split(',').flatMap((part) => {
    const [, imported, local] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/.exec(part) ?? []
    return imported === undefined ? [] : [{ local: local ?? imported, imported }]
  })
  const outer = clause.replace(/\{[^}]*\}/, '')
  const whole = /\*\s*as\s+([\w$]+)/.exec(outer)?.[1]
  const initial = /^\s*(?!type\s)([\w$]+)/.exec(outer)?.[1]
  return [
    ...named,
    ...(whole === undefined ? [] : [{ local: whole, imported: '*' }]),
    ...(initial === undefined ? [] : [{ local: initial, imported: 'default' }]),
  ]
}
