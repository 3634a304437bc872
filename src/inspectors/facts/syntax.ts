import { type Comment, type Node, type Program, visitorKeys } from 'oxc-parser'

export type { Comment, Node } from 'oxc-parser'

/** Answer `skip` to leave the children of the node out. `above` runs from the program to the parent; copy it to keep it. */
export type Enter = (node: Node, above: readonly Node[]) => 'skip' | undefined

/** Visits every node in source order. */
export function walk(root: Program | Node, enter: Enter): void {
  visit(root, [], enter)
}

function visit(node: Node, above: Node[], enter: Enter): void {
  if (enter(node, above) === 'skip') return
  above.push(node)
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key)
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child, above, enter)
    } else if (isNode(value)) visit(value, above, enter)
  }
  above.pop()
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

export function isFunction(
  node: Node,
): node is Extract<Node, { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }> {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  )
}

/** `a.b.c` of a chain of plain members, null for anything else. */
export function dotted(node: Node): string | null {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'ChainExpression') return dotted(node.expression)
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null
  const object = dotted(node.object)
  return object === null ? null : `${object}.${node.property.name}`
}

/** The text of a string literal or of a template without holes. */
export function literalText(node: Node | null | undefined): string | null {
  if (node === null || node === undefined) return null
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null
  return node.quasis[0]?.value.cooked ?? null
}

/** The name of a key that is not computed. */
export function keyName(key: Node, computed: boolean): string | null {
  if (computed) return null
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  return key.type === 'Literal' ? String(key.value) : null
}

/** What a function, class or value in this position is called: the nearest names outward, `Class.method` at most. */
export function symbolAt(above: readonly Node[]): string {
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

export function commentsWithin(comments: readonly Comment[], start: number, end: number): readonly Comment[] {
  return comments.filter((comment) => comment.start >= start && comment.end <= end)
}
