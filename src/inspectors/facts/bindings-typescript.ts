import type { CallExpression, Expression, FunctionBody, PropertyDefinition, VariableDeclarator } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { dotted } from './script-name.ts'
import { asCall } from './script-node.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** What TypeScript and JavaScript files import, re-export and export under another name, and their path constants. */
export const typescriptBindings: Collector = {
  id: 'bindings-typescript',
  wants: (file) => file.language === 'typescript' && !isForeign(file.path),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    importsOf(tree, file.path, emit)
    exportsOf(tree, file.path, emit)
    new Visitor({
      VariableDeclarator: (node) => declaredOf(node, tree, file.path, emit),
      PropertyDefinition: (node) => fieldOf(node, tree, file.path, emit),
      AssignmentExpression: (node) => {
        const target = node.left.type === 'MemberExpression' ? dotted(node.left) : null
        const name = target === 'module.exports' ? 'default' : /^(?:module\.)?exports\.(\w+)$/.exec(target ?? '')?.[1]
        const local = dotted(node.right)
        if (name !== undefined && local !== null) {
          emit('exported', { file: file.path, line: tree.line(node.start), name, local })
        }
      },
    }).visit(tree.program)
  },
}

function importsOf(tree: TypeScriptTree, file: string, emit: Emit): void {
  for (const one of tree.module.staticImports) {
    for (const entry of one.entries) {
      const kind = String(entry.importName.kind)
      const imported = kind === 'Name' ? (entry.importName.name ?? '*') : kind === 'Default' ? 'default' : '*'
      const line = tree.line(entry.localName.start)
      emit('binding', { file, line, local: entry.localName.value, source: one.moduleRequest.value, imported })
    }
  }
}

function exportsOf(tree: TypeScriptTree, file: string, emit: Emit): void {
  for (const entry of tree.module.staticExports.flatMap((one) => one.entries)) {
    const line = tree.line(entry.start)
    const name = String(entry.exportName.kind) === 'Default' ? 'default' : entry.exportName.name
    if (entry.moduleRequest !== null) {
      const imported = entry.importName.name ?? '*'
      emit('binding', { file, line, local: name ?? '*', source: entry.moduleRequest.value, imported })
    } else if (name !== null && entry.localName.name !== null && entry.localName.name !== name) {
      emit('exported', { file, line, name, local: entry.localName.name })
    }
  }
}

/** `private readonly base = '/api/items'`, under the name by which its methods read it. */
function fieldOf(node: PropertyDefinition, tree: TypeScriptTree, file: string, emit: Emit): void {
  const value = node.value === null ? null : scriptText(node.value)
  if (node.key.type !== 'Identifier' || value === null || !/^(?:\/|https?:)/.test(value) || value.length > 200) return
  emit('pathConstant', { file, line: tree.line(node.start), name: `this.${node.key.name}`, value })
}

function declaredOf(node: VariableDeclarator, tree: TypeScriptTree, file: string, emit: Emit): void {
  const line = tree.line(node.start)
  const source = requiredIn(asCall(node.init))
  if (node.id.type === 'Identifier') {
    if (source !== null) emit('binding', { file, line, local: node.id.name, source, imported: '*' })
    const value = scriptText(node.init)
    if (value !== null && /^(?:\/|https?:|wss?:|\$\{.*\/)/.test(value) && value.length <= 200) {
      emit('pathConstant', { file, line, name: node.id.name, value })
    }
  }
  if (node.id.type === 'Identifier' && node.init !== null) {
    for (const [name, value] of tableOf(node.id.name, node.init, 0)) emit('pathConstant', { file, line, name, value })
  }
  if (node.id.type !== 'ObjectPattern' || source === null) return
  for (const property of node.id.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue
    const local = property.value.type === 'Identifier' ? property.value.name : property.key.name
    emit('binding', { file, line, local, source, imported: property.key.name })
  }
}

/** `{ users: '/users', user: (id) => `/users/${id}` }`, nested or not: one constant per leaf. */
function tableOf(name: string, init: Expression, depth: number): readonly (readonly [string, string])[] {
  if (init.type === 'TSAsExpression' || init.type === 'TSSatisfiesExpression')
    return tableOf(name, init.expression, depth)
  if (init.type !== 'ObjectExpression' || depth > 3) return []
  return init.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return []
    const key = `${name}.${property.key.name}`
    const { value } = property
    const text =
      value.type === 'ArrowFunctionExpression' && value.expression
        ? scriptText(asExpression(value.body))
        : scriptText(value)
    if (text !== null && /^(?:\/|\$\{[^}]*\}\/)/.test(text) && text.length <= 200) return [[key, text] as const]
    return tableOf(key, value, depth + 1)
  })
}

function asExpression(body: Expression | FunctionBody): Expression | null {
  return body.type === 'BlockStatement' ? null : body
}

/** The module of `require('./x')`. */
export function requiredIn(call: CallExpression | null): string | null {
  if (call === null || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return null
  const [source] = call.arguments
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : null
}
