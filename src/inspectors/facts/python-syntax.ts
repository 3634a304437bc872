import type { SyntaxNode } from '@lezer/common'
import type { PythonTree } from './trees.ts'

export interface PythonArgument {
  /** Keyword, or null for a positional argument. */
  readonly name: string | null
  readonly node: SyntaxNode
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

/** The arguments of an ArgList, stars left out. */
export function argumentsOf(list: SyntaxNode | null, tree: PythonTree): readonly PythonArgument[] {
  if (list === null) return []
  const found: PythonArgument[] = []
  let keyword: string | null = null
  let starred = false
  let last: SyntaxNode | null = null
  const flush = (): void => {
    if (last !== null && !starred) found.push({ name: keyword, node: last })
    keyword = null
    starred = false
    last = null
  }
  for (const child of childrenOf(list)) {
    if (child.name === '(') continue
    if (child.name === ',' || child.name === ')') flush()
    else if (child.name === 'AssignOp' && last !== null) keyword = tree.slice(last.from, last.to)
    else if (child.name === '*' || child.name === '**') starred = true
    else if (child.name !== 'Comment') last = child
  }
  return found
}

export function argument(list: readonly PythonArgument[], name: string, position?: number): SyntaxNode | null {
  const named = list.find((entry) => entry.name === name)
  if (named !== undefined) return named.node
  if (position === undefined) return null
  return list.filter((entry) => entry.name === null)[position]?.node ?? null
}

/**
 * The text of a string expression: adjacent strings and `+` are joined, and what is not literal stands as `${name}`.
 * Null when the expression is no string at all.
 */
export function stringOf(node: SyntaxNode | null, tree: PythonTree): string | null {
  if (node === null) return null
  switch (node.name) {
    case 'String':
      return unquoted(tree.slice(node.from, node.to))
    case 'FormatString':
      return formatted(node, tree)
    case 'ContinuedString':
      return childrenOf(node)
        .map((part) => stringOf(part, tree) ?? '')
        .join('')
    case 'BinaryExpression':
      return added(node, tree)
    case 'VariableName':
    case 'MemberExpression':
      return `\${${tree.slice(node.from, node.to)}}`
    case 'ParenthesizedExpression':
      return stringOf(childrenOf(node)[1] ?? null, tree)
    default:
      return null
  }
}

function added(node: SyntaxNode, tree: PythonTree): string | null {
  const [left, operator, right] = childrenOf(node)
  if (operator === undefined || tree.slice(operator.from, operator.to) !== '+') return null
  const [head, tail] = [stringOf(left ?? null, tree), stringOf(right ?? null, tree)]
  return head === null || tail === null ? null : head + tail
}

function formatted(node: SyntaxNode, tree: PythonTree): string {
  let text = tree.slice(node.from, node.to)
  for (const part of childrenOf(node).toReversed()) {
    if (part.name !== 'FormatReplacement') continue
    const inner = tree.slice(part.from + 1, part.to - 1).replace(/[!:].*$/s, '')
    text = `${text.slice(0, part.from - node.from)}\${${inner.trim()}}${text.slice(part.to - node.from)}`
  }
  return unquoted(text)
}

function unquoted(text: string): string {
  const body = text.replace(/^[A-Za-z]{0,2}/, '')
  const quote = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1
  return body.slice(quote, body.length - quote)
}

/** Whether a node stands under an `if`, `try` or loop before the function or module that holds it. */
export function isConditional(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'IfStatement' || at.name === 'TryStatement' || at.name === 'ForStatement') return true
    if (at.name === 'FunctionDefinition') return false
  }
  return false
}

/** Name of the innermost class and function around a node, dotted; empty at module level. */
export function enclosingPython(node: SyntaxNode, tree: PythonTree): string {
  const names: string[] = []
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name !== 'FunctionDefinition' && at.name !== 'ClassDefinition') continue
    const name = at.getChild('VariableName')
    if (name !== null) names.unshift(tree.slice(name.from, name.to))
  }
  return names.join('.')
}
