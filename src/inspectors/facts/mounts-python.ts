import type { SyntaxNode } from '@lezer/common'
import { unreadable } from './http.ts'
import { argument, argumentsOf, type PythonArgument } from './python-arguments.ts'
import { partsOf, textOf } from './python-node.ts'
import { guardIn, type PythonSource } from './python-source.ts'
import { pythonText } from './python-text.ts'

/** Emits the mount that a call makes, and answers whether it is one: include_router, register_blueprint, mount. */
export function mountedBy(node: SyntaxNode, source: PythonSource, verb: string, parent: string): boolean {
  const list = argumentsOf(node.getChild('ArgList'), source.tree)
  switch (verb) {
    case 'include_router':
      mountOf(node, source, { parent, child: argument(list, 'router', 0), prefix: argument(list, 'prefix'), list })
      return true
    case 'register_blueprint':
      mountOf(node, source, {
        parent,
        child: argument(list, 'blueprint', 0),
        prefix: argument(list, 'url_prefix'),
        list,
      })
      return true
    case 'mount':
      if (pythonText(argument(list, 'path', 0), source.tree)?.startsWith('/') !== true) return true
      mountOf(node, source, { parent, child: argument(list, 'app', 1), prefix: argument(list, 'path', 0), list })
      return true
  }
  return false
}

/**
 * A router given to a function of the repository's own: it is mounted there, at a prefix we do not know. A router that
 * is made in place (`add(app, users.get_router(), prefix='/auth')`) leaves only its prefix.
 */
export function handedOn(node: SyntaxNode, source: PythonSource, list: readonly PythonArgument[]): void {
  for (const { node: given } of list) {
    const written = textOf(given, source.tree)
    const named = given.name === 'VariableName' || given.name === 'MemberExpression'
    const made = given.name === 'CallExpression' && /router\s*\($/i.test(written.slice(0, written.indexOf('(') + 1))
    if (!made && !(named && /(?:^|[._])(?:router|blueprint|bp)$/i.test(written))) continue
    const line = source.tree.line(node.from)
    const prefix = made ? (pythonText(argument(list, 'prefix'), source.tree) ?? '') : unreadable
    source.emit('mount', { file: source.file, line, parent: '?', child: named ? written : null, prefix, auth: null })
  }
}

interface Mounted {
  readonly parent: string
  readonly child: SyntaxNode | null
  readonly prefix: SyntaxNode | null
  readonly list: readonly PythonArgument[]
}

function mountOf(node: SyntaxNode, source: PythonSource, mounted: Mounted): void {
  const { parent, child, prefix, list } = mounted
  if (child !== null && /StaticFiles\s*\(/.test(textOf(child, source.tree))) return
  const named = child !== null && (child.name === 'VariableName' || child.name === 'MemberExpression')
  const base = {
    file: source.file,
    line: source.tree.line(node.from),
    parent: parent === '' ? 'app' : parent,
    prefix: pythonText(prefix, source.tree) ?? (prefix === null ? '' : unreadable),
    auth: guardIn(argument(list, 'dependencies'), source),
  }
  const looped = named ? loopItems(node, textOf(child, source.tree), source) : null
  if (looped !== null) {
    for (const item of looped) source.emit('mount', { ...base, child: item })
    return
  }
  source.emit('mount', { ...base, child: named ? textOf(child, source.tree) : null })
}

/** `for r in [a.router, b.router]: app.include_router(r)`: the items, or `[null]` when they cannot be read. */
function loopItems(node: SyntaxNode, child: string, source: PythonSource): readonly (string | null)[] | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name !== 'ForStatement') continue
    const parts = partsOf(at)
    const over = parts[parts.findIndex((part) => part.name === 'in') + 1]
    const variables = parts
      .slice(
        1,
        parts.findIndex((part) => part.name === 'in'),
      )
      .map((part) => textOf(part, source.tree))
    if (!variables.includes(child.split('.')[0] ?? '')) continue
    if (over === undefined || !/^(?:Array|Tuple)Expression$/.test(over.name) || variables[0] !== child) return [null]
    const items = partsOf(over).filter((item) => item.name === 'VariableName' || item.name === 'MemberExpression')
    return items.length === 0 ? [null] : items.map((item) => textOf(item, source.tree))
  }
  return null
}
