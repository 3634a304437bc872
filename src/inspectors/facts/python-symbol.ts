import type { SyntaxNode } from '@lezer/common'
import { textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

/** The names of the functions and classes around a node, the outermost first; its own is left out. */
export function namesAround(node: SyntaxNode, tree: PythonTree): readonly string[] {
  const names: string[] = []
  for (let up = node.parent; up !== null; up = up.parent) names.unshift(...ownName(up, tree))
  return names
}

/** `Class.method`, `function` or `(module)`: where a node stands. */
export function pythonSymbol(node: SyntaxNode, tree: PythonTree): string {
  return namesAround(node, tree).slice(-2).join('.') || '(module)'
}

/** The whole dotted name, with the node's own when it is a definition; `module` at the top. */
export function qualifiedName(node: SyntaxNode, tree: PythonTree): string {
  return [...namesAround(node, tree), ...ownName(node, tree)].join('.') || 'module'
}

function ownName(node: SyntaxNode, tree: PythonTree): readonly string[] {
  if (node.name !== 'FunctionDefinition' && node.name !== 'ClassDefinition') return []
  const name = node.getChild('VariableName')
  return name === null ? [] : [textOf(name, tree)]
}
