import type { SyntaxNode } from '@lezer/common'
import type { PythonTree } from './trees.ts'

export type { SyntaxNode } from '@lezer/common'

export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

/** The source of a node, empty for none. */
export function textOf(node: Pick<SyntaxNode, 'from' | 'to'> | null, tree: PythonTree): string {
  return node === null ? '' : tree.slice(node.from, node.to)
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

/** Every node of these names, in source order. */
export function nodesOf(python: PythonTree, names: readonly string[]): readonly SyntaxNode[] {
  const wanted = new Set(names)
  const found: SyntaxNode[] = []
  python.tree.iterate({
    enter: (node) => {
      if (wanted.has(node.name)) found.push(node.node)
    },
  })
  return found
}

/** The nearest ancestor with one of these names. */
export function ancestor(node: SyntaxNode, names: readonly string[]): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) if (names.includes(at.name)) return at
  return null
}

/** Whether a node stands under an `if`, `try` or loop before the function or module that holds it. */
export function isConditional(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'IfStatement' || at.name === 'TryStatement' || at.name === 'ForStatement') return true
    if (at.name === 'FunctionDefinition') return false
  }
  return false
}

/** The decorators of a definition, as text without the at sign. */
export function decoratorsOf(definition: SyntaxNode, tree: PythonTree): string[] {
  if (definition.parent?.name !== 'DecoratedStatement') return []
  return definition.parent.getChildren('Decorator').map((one) => textOf(one, tree).slice(1).trim())
}
