import type { Argument, CallExpression, Expression, ObjectExpression } from 'oxc-parser'

export type Operand = Argument | Expression

/**
 * The text of a string expression: `+` and templates are joined, and what is not literal stands as `${name}`.
 * `a || 'b'` and `a ?? 'b'` give `b` behind the mark `${a}`. Null when the expression is no string.
 */
export function textOf(node: Operand | undefined | null): string | null {
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
      return (textOf(node.left) ?? placeholder(node.left)) + (textOf(node.right) ?? placeholder(node.right))
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return textOf(node.expression)
    case 'Identifier':
    case 'MemberExpression':
      return placeholder(node)
    case 'LogicalExpression':
      return textOf(node.right)
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
  const inner = textOf(node.arguments[0])
  return inner === null ? null : `\${${callee}}${inner}`
}

function placeholder(node: Operand | undefined): string {
  if (node === undefined) return ''
  const name = dotted(node)
  return `\${${name === null ? '?' : name}}`
}

/** `a.b.c` of identifiers and members; `this` and `import.meta` included. Null for anything computed. */
export function dotted(node: Operand | null | undefined): string | null {
  if (node === undefined || node === null) return null
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'ThisExpression':
      return 'this'
    case 'MetaProperty':
      return 'import.meta'
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return dotted(node.expression)
    case 'ChainExpression':
      return node.expression.type === 'MemberExpression' ? dotted(node.expression) : null
    case 'MemberExpression': {
      if (node.computed || node.property.type === 'PrivateIdentifier') return null
      const owner = dotted(node.object)
      return owner === null ? null : `${owner}.${node.property.name}`
    }
    default:
      return null
  }
}

/** The property of that name in an object literal. */
export function propertyOf(node: Operand | undefined | null, name: string): Expression | null {
  if (node === undefined || node === null || node.type !== 'ObjectExpression') return null
  for (const property of node.properties) {
    if (property.type === 'Property' && keyOf(property) === name) return property.value
  }
  return null
}

/** Names of an object literal's properties; null when it spreads or computes one. */
export function keysOf(node: ObjectExpression): readonly string[] | null {
  const keys: string[] = []
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property) : null
    if (key === null) return null
    keys.push(key)
  }
  return keys
}

function keyOf(property: Extract<ObjectExpression['properties'][number], { type: 'Property' }>): string | null {
  if (property.computed) return null
  if (property.key.type === 'Identifier') return property.key.name
  return property.key.type === 'Literal' && typeof property.key.value === 'string' ? property.key.value : null
}

export function isFunction(node: Operand | undefined | null): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression'
}

/** The call that a node is, through `await` and a chain. */
export function asCall(node: Operand | undefined | null): CallExpression | null {
  if (node === undefined || node === null) return null
  if (node.type === 'AwaitExpression') return asCall(node.argument)
  if (node.type === 'ChainExpression') return asCall(node.expression.type === 'CallExpression' ? node.expression : null)
  return node.type === 'CallExpression' ? node : null
}
