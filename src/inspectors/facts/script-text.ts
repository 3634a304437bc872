import type { CallExpression, Node } from 'oxc-parser'
import { dotted } from './script-name.ts'

/** The text of a string literal or of a template without holes. */
export function literalText(node: Node | null | undefined): string | null {
  if (node === null || node === undefined) return null
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null
  return node.quasis[0]?.value.cooked ?? null
}

/**
 * The text of a string expression: `+` and templates are joined, and what is not literal stands as `${name}`.
 * `a || 'b'` and `a ?? 'b'` give `b` behind the mark `${a}`. Null when the expression is no string.
 */
export function scriptText(node: Node | null | undefined): string | null {
  if (node === undefined || node === null) return null
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : null
    case 'TemplateLiteral':
      return node.quasis
        .map((quasi, index) => `${quasi.value.cooked ?? quasi.value.raw}${placeholder(node.expressions[index])}`)
        .join('')
    case 'BinaryExpression':
      if (node.operator !== '+') return null
      return (scriptText(node.left) ?? placeholder(node.left)) + (scriptText(node.right) ?? placeholder(node.right))
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return scriptText(node.expression)
    case 'Identifier':
    case 'MemberExpression':
      return placeholder(node)
    case 'LogicalExpression':
      return scriptText(node.right)
    case 'CallExpression':
      return calledText(node)
    default:
      return null
  }
}

/** `routes.item(id)` stands as `${routes.item}`; `apiUrl('/x')` as `${apiUrl}/x`: a base of its own before the path. */
function calledText(node: CallExpression): string | null {
  const callee = dotted(node.callee)
  if (callee === null) return null
  if (/^[\w$]+\.[\w$.]+$/.test(callee) && /^(?:[A-Z]|\w*(?:routes?|endpoints?|urls?|paths?|api)\b)/i.test(callee))
    return `\${${callee}}`
  if (!/url|uri|endpoint|path/i.test(callee) || node.arguments.length === 0) return null
  const inner = scriptText(node.arguments[0])
  return inner === null ? null : `\${${callee}}${inner}`
}

function placeholder(node: Node | undefined): string {
  if (node === undefined) return ''
  const name = dotted(node)
  return `\${${name === null ? '?' : name}}`
}
