import type { Node } from 'oxc-parser'

/** `a.b.c` of names and members; `this` and `import.meta` included. Null for anything computed or called. */
export function dotted(node: Node | null | undefined): string | null {
  switch (node?.type) {
    case 'Identifier':
      return node.name
    case 'ThisExpression':
      return 'this'
    case 'MetaProperty':
      return 'import.meta'
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'ChainExpression':
      return dotted(node.expression)
    case 'MemberExpression': {
      if (node.computed || node.property.type !== 'Identifier') return null
      const owner = dotted(node.object)
      return owner === null ? null : `${owner}.${node.property.name}`
    }
    default:
      return null
  }
}

/** The name of a key that is not computed. */
export function keyName(key: Node, computed: boolean): string | null {
  if (computed) return null
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  return key.type === 'Literal' ? String(key.value) : null
}

/** `NAME` or `Group.NAME` as written, or null for anything else. */
export function constantName(node: Node | null | undefined): string | null {
  if (node?.type === 'Identifier') return node.name
  if (node?.type !== 'MemberExpression' || node.object.type !== 'Identifier') return null
  return node.property.type === 'Identifier' && !node.computed ? `${node.object.name}.${node.property.name}` : null
}

/** The last name of a callee: `findMany` of `prisma.user.findMany`. */
export function callName(node: Node | null | undefined): string {
  if (node?.type === 'Identifier') return node.name
  if (node?.type === 'ThisExpression') return 'this'
  if (node?.type === 'ChainExpression') return callName(node.expression)
  if (node?.type !== 'MemberExpression') return ''
  return node.property.type === 'Identifier' && !node.computed ? node.property.name : ''
}

/** The dotted path of a callee as far as it is made of names; a call in it reads as `()`. */
export function calleePath(node: Node | null | undefined): string {
  if (node?.type === 'Identifier') return node.name
  if (node?.type === 'ThisExpression') return 'this'
  if (node?.type === 'ChainExpression') return calleePath(node.expression)
  if (node?.type === 'CallExpression') return `${calleePath(node.callee)}()`
  if (node?.type !== 'MemberExpression') return ''
  return `${calleePath(node.object)}.${callName(node)}`
}
