import type { View } from '../inspector.ts'
import { importersOf, withoutImports } from './client-importers.ts'

/**
 * Whether a module that others import is shown to have no caller for one of its functions. Only members of an exported
 * object and exported functions with everyday names are judged; everything else may be called in ways text cannot tell.
 */
export function isNeverCalled(view: View, file: string, symbol: string): boolean {
  const text = view.snapshot.byPath.get(file)?.text ?? ''
  const home = homeOf(text, symbol)
  const importers = (importersOf(view).get(file) ?? []).filter((one) => one.form !== 'run')
  if (home === null || importers.length === 0 || importers.some((one) => one.form !== 'import')) return false
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
