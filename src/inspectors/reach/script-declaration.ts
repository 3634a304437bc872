import type { View } from '../inspector.ts'
import { importersOf } from '../facts/client-importers.ts'
import { exportNames } from './script-exports.ts'
import { type FunctionNode, isFunction } from '../facts/script-node.ts'
import { type ClassNode, type Script, scriptOf } from './script-scopes.ts'

/** A function or a class that a file declares at its top. */
export interface Declaration {
  readonly script: Script
  readonly node: FunctionNode | ClassNode
}

const deepest = 5

/** What a name of a file stands for, through imports and re-exports, when that is a function or a class. */
export function declarationOf(view: View, script: Script, name: string, depth = 0): Declaration | null {
  const own = declaredAt(script, name)
  if (own !== null || depth > deepest) return own
  for (const { target, local, imported } of importsOf(view).get(script.file) ?? []) {
    const wanted = local === name ? imported : local === '' ? name : null
    const home = wanted === null || wanted === '*' ? null : scriptOf(view, target)
    const found = home === null || wanted === null ? null : exportedAt(view, home, wanted, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** The names that the file may have inside for what it exports under this one. */
function exportedAt(view: View, script: Script, name: string, depth: number): Declaration | null {
  const inner = [name, ...(script.declared.get(script.program)?.values() ?? [])].filter((one) =>
    exportNames(script, one).includes(name),
  )
  for (const one of [...inner, name]) {
    const found = declarationOf(view, script, one, depth)
    if (found !== null) return found
  }
  return null
}

function declaredAt(script: Script, name: string): Declaration | null {
  for (const statement of script.program.body) {
    const isDefault = statement.type === 'ExportDefaultDeclaration'
    const node = isDefault || statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (node?.type === 'VariableDeclaration') {
      const init = node.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init
      if (isFunction(init)) return { script, node: init }
    }
    if (node?.type !== 'ClassDeclaration' && !isFunction(node)) continue
    if (node.id?.name === name || (isDefault && name === 'default')) return { script, node }
  }
  return null
}

interface Taken {
  readonly target: string
  readonly local: string
  readonly imported: string
}

/** What each file takes from others; an empty name stands for all that is handed on. */
function importsOf(view: View): ReadonlyMap<string, readonly Taken[]> {
  return view.facts.derived('http:imports', () => {
    const taken = [...importersOf(view)].flatMap(([target, importers]) =>
      importers.flatMap(({ path, form, names }) => {
        const all = form === 'export' && names.length === 0 ? [{ local: '', imported: '' }] : names
        return all.map((one) => ({ path, target, ...one }))
      }),
    )
    return Map.groupBy(taken, ({ path }) => path)
  })
}
