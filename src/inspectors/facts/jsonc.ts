import { parseSync } from 'oxc-parser'
import { keyName } from './script-name.ts'
import type { Node } from './script-node.ts'

/** JSON with comments and trailing commas, as configuration files use it; null for anything else. */
export function readJsonc(text: string): unknown {
  const { program, errors } = parseSync('config.ts', `(${text.replace(/^\uFEFF/, '')}\n)`)
  const statement = program.body[0]
  if (errors.length > 0 || statement?.type !== 'ExpressionStatement') return null
  return contentOf(statement.expression)
}

function contentOf(node: Node): unknown {
  switch (node.type) {
    case 'Literal':
      return node.value
    case 'ParenthesizedExpression':
      return contentOf(node.expression)
    case 'ArrayExpression':
      return node.elements.map((one) => (one === null ? null : contentOf(one)))
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.flatMap((part) => {
          const key = part.type === 'Property' ? keyName(part.key, part.computed) : null
          return part.type === 'Property' && key !== null ? [[key, contentOf(part.value)]] : []
        }),
      )
    default:
      return null
  }
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

/** Every string anywhere in a value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsIn)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** A mapping from name to text, whatever else the value holds. */
export function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
