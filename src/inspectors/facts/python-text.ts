import type { SyntaxNode } from '@lezer/common'
import { partsOf, textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

/**
 * The text of a string expression: adjacent strings and `+` are joined, and what is not literal stands as `${name}`.
 * Null when the expression is no string at all.
 */
export function pythonText(node: SyntaxNode | null, tree: PythonTree): string | null {
  if (node === null) return null
  switch (node.name) {
    case 'String':
      return unquoted(textOf(node, tree))
    case 'FormatString':
      return formatted(node, tree)
    case 'ContinuedString':
      return partsOf(node)
        .map((part) => pythonText(part, tree) ?? '')
        .join('')
    case 'BinaryExpression':
      return added(node, tree)
    case 'VariableName':
    case 'MemberExpression':
      return `\${${textOf(node, tree)}}`
    case 'ParenthesizedExpression':
      return pythonText(partsOf(node)[1] ?? null, tree)
    default:
      return null
  }
}

function added(node: SyntaxNode, tree: PythonTree): string | null {
  const [left, operator, right] = partsOf(node)
  if (operator === undefined || textOf(operator, tree) !== '+') return null
  const [head, tail] = [pythonText(left ?? null, tree), pythonText(right ?? null, tree)]
  return head === null || tail === null ? null : head + tail
}

function formatted(node: SyntaxNode, tree: PythonTree): string {
  let text = textOf(node, tree)
  for (const part of partsOf(node).toReversed()) {
    if (part.name !== 'FormatReplacement') continue
    const inner = tree.slice(part.from + 1, part.to - 1).replace(/[!:].*$/s, '')
    text = `${text.slice(0, part.from - node.from)}\${${inner.trim()}}${text.slice(part.to - node.from)}`
  }
  return unquoted(text)
}

/** The content of a string literal, escapes left as they are. */
export function unquoted(text: string): string {
  const body = text.replace(/^[A-Za-z]{0,2}/, '')
  const quote = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1
  return body.slice(quote, body.length - quote)
}
