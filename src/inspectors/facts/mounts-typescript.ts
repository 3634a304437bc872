import type { CallExpression } from 'oxc-parser'
import { requiredIn } from './bindings-typescript.ts'
import { guardName } from './http.ts'
import type { RouteSource } from './routers-typescript.ts'
import { dotted } from './script-name.ts'
import { asCall, isFunction, type Operand } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'

/** Emits what `use`, `register` and `route` hang under a router. */
export function mountsOf(node: CallExpression, parent: string, source: RouteSource): void {
  const [first, ...others] = node.arguments
  if (first === undefined || !(source.routers.has(parent) || /app|router|server|api|fastify/i.test(parent))) return
  const path =
    first.type === 'Literal' || first.type === 'TemplateLiteral' || others.length > 0 ? scriptText(first) : null
  const isRegister = node.callee.type === 'MemberExpression' && /register$/.test(dotted(node.callee) ?? '')
  const children = isRegister || path === null ? node.arguments : others
  const prefix = isRegister ? (scriptText(propertyOf(others[0], 'prefix')) ?? '') : (path ?? '')
  const line = source.tree.line(node.start)
  const table = tableOf(first, others[0], source)
  for (const [route, child] of table)
    source.emit('mount', { file: source.file, line, parent, child, prefix: route, auth: null })
  if (table.length > 0) return
  const texts = children.map((entry) => source.text.slice(entry.start, entry.end))
  const auth = texts.find((text) => guardName.test(text.slice(0, 80)))?.slice(0, 60) ?? null
  for (const entry of isRegister ? children.slice(0, 1) : children) {
    if (isFunction(entry) && !isRegister) continue
    source.emit('mount', { file: source.file, line, parent, child: childOf(entry), prefix, auth })
  }
}

/** `routes.forEach((r) => app.use(r.path, r.route))` over a table written in the same file. */
function tableOf(
  path: Operand,
  child: Operand | undefined,
  source: RouteSource,
): readonly (readonly [string, string])[] {
  const [left, right] = [dotted(path)?.split('.') ?? [], dotted(child)?.split('.') ?? []]
  if (left.length !== 2 || right.length !== 2 || left[0] !== right[0]) return []
  const rows = [...source.arrays.values()].flatMap((array) => array.elements)
  return rows.flatMap((row) => {
    if (row === null || row.type === 'SpreadElement') return []
    const [text, target] = [scriptText(propertyOf(row, left[1] ?? '')), dotted(propertyOf(row, right[1] ?? ''))]
    return text === null || target === null ? [] : [[text, target] as const]
  })
}

/** `require('./x')` becomes `require:./x`; `x.routes()` and `new X().router` become their root. */
function childOf(node: Operand): string | null {
  const name = dotted(node)
  if (name !== null) return name
  if (node.type === 'NewExpression') return dotted(node.callee)
  if (node.type === 'MemberExpression') return childOf(node.object)
  const call = asCall(node)
  if (call === null) return null
  const required = requiredIn(call)
  if (required !== null) return `require:${required}`
  return call.callee.type === 'MemberExpression' ? childOf(call.callee.object) : `${dotted(call.callee) ?? '?'}()`
}
