import type { Node } from 'oxc-parser'
import { dotted, keyName } from './script-name.ts'
import { isFunction } from './script-node.ts'

/** What a function, class or value in this position is called: the nearest names outward, `Class.method` at most. */
export function scriptSymbol(above: readonly Node[]): string {
  const names: string[] = []
  for (let index = above.length - 1; index >= 0 && names.length < 2; index -= 1) {
    const name = declaredName(above[index])
    if (name === null) continue
    names.unshift(name)
    if (above[index]?.type !== 'MethodDefinition' && above[index]?.type !== 'PropertyDefinition') break
  }
  return names.join('.') || '(module)'
}

function declaredName(node: Node | undefined): string | null {
  switch (node?.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
      return node.id?.name ?? null
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' && node.init !== null && holdsFunction(node.init) ? node.id.name : null
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return keyName(node.key, node.computed)
    default:
      return null
  }
}

const wrapper = /(?:^|\.)(?:memo|forwardRef|useCallback|cache|observer|(?:with|async|catch|wrap|create|define)\w*)$/

/** A function, or a function handed to a wrapper such as `memo` or `useCallback`. */
function holdsFunction(node: Node): boolean {
  if (isFunction(node)) return true
  return node.type === 'CallExpression' && node.arguments.some(isFunction) && wrapper.test(dotted(node.callee) ?? '')
}
