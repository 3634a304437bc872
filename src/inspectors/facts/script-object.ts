import type { Expression, Node, ObjectExpression } from 'oxc-parser'
import { keyName } from './script-name.ts'

/** The property of that name in an object literal. */
export function propertyOf(node: Node | null | undefined, name: string): Expression | null {
  if (node?.type !== 'ObjectExpression') return null
  for (const property of node.properties) {
    if (property.type === 'Property' && keyName(property.key, property.computed) === name) return property.value
  }
  return null
}

/** Names of an object literal's properties; null when it spreads or computes one. */
export function keysOf(node: ObjectExpression): readonly string[] | null {
  const keys: string[] = []
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyName(property.key, property.computed) : null
    if (key === null) return null
    keys.push(key)
  }
  return keys
}
