import type { SyntaxNode } from '@lezer/common'
import type { PythonTree } from './trees.ts'

export type { SyntaxNode } from '@lezer/common'

export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

export function textOf(tree: PythonTree, node: SyntaxNode): string {
  return tree.slice(node.from, node.to)
}

/** The statements of a body, without colon and comments. */
export function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return partsOf(body).filter((part) => part.name !== ':' && part.name !== 'Comment')
}

/** Statements without a leading docstring. */
export function workOf(body: SyntaxNode): SyntaxNode[] {
  const [first, ...rest] = statementsOf(body)
  if (first === undefined) return []
  return first.name === 'ExpressionStatement' && first.firstChild?.name === 'String' ? rest : [first, ...rest]
}

export function visitPython(tree: PythonTree, enter: (node: SyntaxNode) => void): void {
  tree.tree.iterate({ enter: (ref) => enter(ref.node) })
}

/** `Class.method`, `function` or `(module)`: where a node stands. */
export function pythonSymbol(tree: PythonTree, node: SyntaxNode): string {
  const names: string[] = []
  for (let up = node.parent; up !== null && names.length < 2; up = up.parent) {
    if (up.name !== 'FunctionDefinition' && up.name !== 'ClassDefinition') continue
    const name = up.getChild('VariableName')
    if (name !== null) names.unshift(textOf(tree, name))
  }
  return names.join('.') || '(module)'
}

/** The decorators of a definition, as text without the at sign. */
export function decoratorsOf(tree: PythonTree, definition: SyntaxNode): string[] {
  if (definition.parent?.name !== 'DecoratedStatement') return []
  return definition.parent.getChildren('Decorator').map((one) => textOf(tree, one).slice(1).trim())
}
