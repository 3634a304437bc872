import type { Collector } from './collector.ts'
import { isFunction, type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import type { Placed } from './store.ts'
import { isWritten } from './written.ts'

/** A call of a React hook inside a component or a hook. */
export interface HookFact extends Placed {
  readonly hook: string
  readonly symbol: string
  /** What may keep the call from running on a render; `none` for a call that always runs. */
  readonly after: 'none' | 'condition' | 'loop' | 'early return'
}

const branches = new Set(['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchCase'])
const loops = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'])
const reactHook = /^use[A-Z]\w*$/

/** Hook calls and whether each runs on every render. */
export const hookCollector: Collector = {
  id: 'hooks',
  wants: (file) =>
    isWritten(file) &&
    file.language === 'typescript' &&
    /from ['"](?:react|preact\/hooks)['"]|require\(['"]react['"]\)/.test(file.text),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    walk(tree.program, (node, above) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || !reactHook.test(node.callee.name))
        return undefined
      const owner = above.findLastIndex(isFunction)
      const symbol = scriptSymbol(above)
      if (owner === -1 || !isRendered(above, owner)) return undefined
      emit('hook', {
        file: file.path,
        line: tree.line(node.start),
        hook: node.callee.name,
        symbol,
        after: obstacle(node, above, owner),
      })
      return undefined
    })
  },
}

/** The function is a named component or hook itself, not a callback inside one. */
function isRendered(above: readonly Node[], owner: number): boolean {
  const node = above[owner]
  const parent = above[owner - 1]
  const named =
    node?.type === 'FunctionDeclaration'
      ? node.id?.name
      : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
        ? parent.id.name
        : undefined
  return named !== undefined && /^(?:[A-Z]|use[A-Z])/.test(named)
}

function obstacle(node: Node, above: readonly Node[], owner: number): HookFact['after'] {
  const path = [...above.slice(owner + 1), node]
  for (const [index, one] of path.entries()) {
    const next = path[index + 1]
    if (loops.has(one.type)) return 'loop'
    if (branches.has(one.type) && next !== undefined && isBranch(one, next)) return 'condition'
  }
  const body = path[0]?.type === 'BlockStatement' ? path[0] : null
  return body?.body.some((statement) => statement.end <= node.start && returnsEarly(statement)) === true
    ? 'early return'
    : 'none'
}

/** The part of a branching node that may be left out; its test always runs. */
function isBranch(node: Node, next: Node): boolean {
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression')
    return next !== node.test && !isFixed(node.test)
  if (node.type === 'LogicalExpression') return next === node.right && !isFixed(node.left)
  return node.type === 'SwitchCase' && next !== node.test
}

function returnsEarly(node: Node): boolean {
  if (node.type !== 'IfStatement' || isFixed(node.test)) return false
  const branch = node.consequent.type === 'BlockStatement' ? node.consequent.body : [node.consequent]
  return branch.some((statement) => statement.type === 'ReturnStatement')
}

/** Tests of the environment do not change between two renders. */
function isFixed(node: Node): boolean {
  let fixed = false
  walk(node, (one) => {
    if (one.type === 'MetaProperty') fixed = true
    if (
      one.type === 'Identifier' &&
      /^(?:process|window|document|navigator|globalThis|__DEV__|Platform|[A-Z][A-Z0-9_]+|[iI]s(?:Server|Client|Browser|SSR|Web|Native))$/.test(
        one.name,
      )
    )
      fixed = true
    return undefined
  })
  return fixed
}
