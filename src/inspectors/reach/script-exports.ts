import type { Node } from '../facts/script-node.ts'
import type { Script } from './script-scopes.ts'

/** The names under which a file gives away what it calls by this name; what it hands on from elsewhere included. */
export function exportNames(script: Script, name: string): readonly string[] {
  const names = script.program.body.flatMap((statement) => namesIn(statement, name))
  return [...new Set(names)]
}

function namesIn(statement: Node, name: string): readonly string[] {
  switch (statement.type) {
    case 'ExportAllDeclaration':
      return [statement.exported === null ? name : text(statement.exported)].filter((one) => one === name)
    case 'ExportDefaultDeclaration':
      return name === 'default' || declares(statement.declaration, name) ? ['default'] : []
    case 'ExportNamedDeclaration':
      return [
        ...(declaredIn(statement.declaration, name) ? [name] : []),
        ...statement.specifiers.flatMap((one) => {
          const inner = statement.source === null ? text(one.local) : text(one.exported)
          return inner === name ? [text(one.exported)] : []
        }),
      ]
    default:
      return []
  }
}

function declaredIn(declaration: Node | null, name: string): boolean {
  if (declaration === null) return false
  if (declaration.type !== 'VariableDeclaration') return declares(declaration, name)
  return declaration.declarations.some(({ id }) => binds(id, name))
}

function binds(pattern: Node, name: string): boolean {
  if (pattern.type === 'Identifier') return pattern.name === name
  if (pattern.type === 'AssignmentPattern') return binds(pattern.left, name)
  if (pattern.type !== 'ObjectPattern') return false
  return pattern.properties.some((one) => binds(one.type === 'Property' ? one.value : one.argument, name))
}

/** A class or a function of that name, or the name itself. */
function declares(node: Node, name: string): boolean {
  if (node.type === 'Identifier') return node.name === name
  return 'id' in node && node.id !== null && typeof node.id === 'object' && 'name' in node.id && node.id.name === name
}

function text(node: Node): string {
  if (node.type === 'Identifier') return node.name
  return node.type === 'Literal' ? String(node.value) : ''
}
