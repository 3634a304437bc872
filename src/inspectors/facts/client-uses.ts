import type { View } from '../inspector.ts'
import { modulesOf } from './modules.ts'
import { resolverOf } from './resolver.ts'
import { isAside, isForeign } from './source-kind.ts'

interface Importer {
  readonly path: string
  /** Names that the module has in the importer; `imported` is `default`, `*` or an export. */
  readonly names: readonly { readonly local: string; readonly imported: string }[]
  /** It hands the module on or loads it as a whole: what becomes of it is not known. */
  readonly isOpen: boolean
}

/**
 * Whether a module that others import is shown to have no caller for one of its functions. Only members of an exported
 * object and exported functions with everyday names are judged; everything else may be called in ways text cannot tell.
 */
export function isNeverCalled(view: View, file: string, symbol: string): boolean {
  const text = view.snapshot.byPath.get(file)?.text ?? ''
  const home = homeOf(text, symbol)
  const importers = importersOf(view).get(file) ?? []
  if (home === null || importers.length === 0 || importers.some((one) => one.isOpen)) return false
  if (home.inside.test(text)) return false
  return !importers.some(({ path, names }) => {
    const body = withoutImports(view.snapshot.byPath.get(path)?.text ?? '')
    return names.some(
      ({ local, imported }) => home.exports.includes(imported) && isTaken(body, local, home.member, imported),
    )
  })
}

interface Home {
  readonly member: string
  /** Names under which an importer gets at it. */
  readonly exports: readonly string[]
  /** A use in the module itself. */
  readonly inside: RegExp
}

/** How the module offers the function, or null when the text does not say so plainly. */
function homeOf(text: string, symbol: string): Home | null {
  if (!/^\w+(?:\.\w+)?$/.test(symbol)) return null
  const [head = '', member] = symbol.split('.')
  if (member !== undefined) {
    if (!new RegExp(`\\bexport\\b[^;=]{0,80}\\b${head}\\b`).test(text)) return null
    return { member, exports: [head, 'default', '*'], inside: memberUse(`(?:this|${head})`, member) }
  }
  if (/^export default \{/m.test(text) && new RegExp(`^(?: {2,4}|\\t)(?:async\\s+)?${head}\\s*[(:]`, 'm').test(text))
    return { member: head, exports: ['default', '*'], inside: memberUse('this', head) }
  if (head.length >= 8 || !new RegExp(`^export (?:async )?(?:function|const) ${head}\\b`, 'm').test(text)) return null
  return { member: head, exports: [head, '*'], inside: new RegExp(`(?<![\\w$.])${head}\\b[^]*(?<![\\w$.])${head}\\b`) }
}

function memberUse(owner: string, member: string): RegExp {
  return new RegExp(`(?<![\\w$.])${owner}(?:\\s*\\??\\.\\s*[\\w$]{1,80}){0,3}?\\s*\\??\\.\\s*${member}\\b`)
}

/** The member is named, or the whole is passed on, spread, indexed or made anew. */
function isTaken(body: string, name: string, member: string, imported: string): boolean {
  const local = name.replaceAll('$', '\\$')
  if (imported === member) return new RegExp(`(?<![\\w$.])${local}\\b`).test(body)
  return (
    new RegExp(`(?<![\\w$.])${local}\\b(?!\\s*\\??\\.\\s*[\\w$])`).test(body) || memberUse(local, member).test(body)
  )
}

const importing = /\b(import|export)\s+([\w$\s{},*]{1,4000}?)\bfrom\s*['"]([^'"\n]{1,300})['"]/g
const loading = /\b(?:require|import)\s*\(\s*['"`]([^'"`\n]{1,300})['"`]/g

function withoutImports(text: string): string {
  return text.replace(importing, '')
}

function importersOf(view: View): ReadonlyMap<string, readonly Importer[]> {
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

function importsIn(text: string): readonly (Omit<Importer, 'path'> & { readonly source: string })[] {
  return [
    ...[...text.matchAll(importing)].map(([, word, clause = '', source = '']) => ({
      source,
      names: namesIn(clause),
      isOpen: word === 'export',
    })),
    ...[...text.matchAll(loading)].map(([, source = '']) => ({ source, names: [], isOpen: true })),
  ]
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
