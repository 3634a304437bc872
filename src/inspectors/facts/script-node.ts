import {
  type Argument,
  type CallExpression,
  type Comment,
  type Expression,
  type Node,
  type Program,
  visitorKeys,
} from 'oxc-parser'

export type { Comment, Node } from 'oxc-parser'

export type Operand = Argument | Expression

export type FunctionNode = Extract<
  Node,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

/** Answer `skip` to leave the children of the node out. `above` runs from the program to the parent; copy it to keep it. */
export type Enter = (node: Node, above: readonly Node[]) => 'skip' | undefined

/** Visits every node in source order. */
export function walk(root: Program | Node, enter: Enter): void {
  visit(root, [], enter)
}

function visit(node: Node, above: Node[], enter: Enter): void {
  if (enter(node, above) === 'skip') return
  above.push(node)
  eachChild(node, (child) => visit(child, above, enter))
  above.pop()
}

/** The nodes directly below one, in source order. */
export function eachChild(node: Node, take: (child: Node) => void): void {
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key)
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) take(child)
    } else if (isNode(value)) take(value)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

/** The call that a node is, through `await` and a chain. */
export function asCall(node: Node | null | undefined): CallExpression | null {
  if (node?.type === 'AwaitExpression') return asCall(node.argument)
  if (node?.type === 'ChainExpression') return node.expression.type === 'CallExpression' ? node.expression : null
  return node?.type === 'CallExpression' ? node : null
}

/** The comments between two offsets. */
export function commentsWithin(comments: readonly Comment[], start: number, end: number): readonly Comment[] {
  return comments.filter((comment) => comment.start >= start && comment.end <= end)
}
