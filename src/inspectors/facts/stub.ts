import type { Collector, Emit } from './collector.ts'
import { dotted, keyName } from './script-name.ts'
import { commentsWithin, isFunction, type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** A function whose body stands in for work that nobody wrote. */
export interface StubFact extends Placed {
  readonly language: 'typescript' | 'python'
  /** `raises` says "not implemented"; `idle` does nothing and a comment says to do it; `placeholder` returns literals that a comment calls made up. */
  readonly form: 'raises' | 'idle' | 'placeholder'
  readonly symbol: string
  /** The class it belongs to, empty for a free function. */
  readonly owner: string
  /** It answers requests: a route decorator, or a method exported by a route file. */
  readonly isEndpoint: boolean
  /** What gives it away. */
  readonly why: string
  /** The line of the throw, the comment or the return. */
  readonly at: number
}

/** `class name extends base`, one fact per base. */
export interface SubclassFact extends Placed {
  readonly name: string
  readonly base: string
}

/** How many functions a file has, as the population of stubs. */
export interface FunctionCountFact extends Placed {
  readonly functions: number
}

export const unfinished =
  /not[\s_-]*(?:yet[\s_-]*)?(?:been[\s_-]*)?implemented|unimplemented|implement(?:ation)? (?:me|pending|missing)|to ?do\b/i
export const madeUp =
  /\b(?:mock(?:ed)?|placeholder|dummy|fake|simulated?|hard-?coded|stub(?:bed)?)\b[^.]{0,30}\b(?:data|response|results?|values?|implementation|metrics?|stats|statistics|list|records?|for now|until)\b|\b(?:for now|temporarily),? (?:we |just |simply )?(?:return|use|simulate|mock|fake)|\b(?:return|returning|returns)\b[^.]{0,20}\b(?:mock|placeholder|dummy|fake|hard-?coded|sample)\b/i
export const leftUndone =
  /\b(?:TODO|FIXME|implement (?:this|me|later|actual|real)|not (?:yet )?implemented|placeholder|in (?:a )?(?:real|production) (?:app|application|implementation|system|environment))/i

/** Stub bodies, class bases and function counts of TypeScript. */
export const stubCollector: Collector = {
  id: 'stubs',
  wants: (file) => isWritten(file) && file.language === 'typescript' && !file.path.endsWith('.d.ts'),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    let functions = 0
    walk(tree.program, (node, above) => {
      if (node.type === 'ClassDeclaration' && node.id !== null && node.superClass !== null) {
        const base = dotted(node.superClass)
        if (base !== null) emit('subclass', { file: file.path, line: tree.line(node.start), name: node.id.name, base })
      }
      if (!isFunction(node) || node.body?.type !== 'BlockStatement') return undefined
      functions += 1
      noteStub(file.path, tree, node, [...above, node], emit)
      return undefined
    })
    if (functions > 0) emit('functionCount', { file: file.path, line: 1, functions })
  },
}

type Block = Extract<Node, { type: 'BlockStatement' }>

function noteStub(file: string, tree: TypeScriptTree, node: Node, path: readonly Node[], emit: Emit): void {
  if (!isFunction(node) || node.body?.type !== 'BlockStatement') return
  const isRoute = isEndpoint(file, path)
  const symbol = isRoute ? scriptSymbol(path) : ownName(path)
  if (symbol === null || symbol === '(module)') return
  const comments = commentsWithin(tree.comments, node.body.start, node.body.end)
  const found = raising(tree, node.body) ?? idle(tree, node.body, comments) ?? placeholder(tree, node.body, comments)
  if (found === null) return
  const owner = path.findLast((one) => one.type === 'ClassDeclaration')
  emit('stub', {
    file,
    line: tree.line(node.start),
    language: 'typescript',
    symbol,
    owner: owner?.type === 'ClassDeclaration' ? (owner.id?.name ?? '') : '',
    isEndpoint: isRoute,
    ...found,
  })
}

/** The name of the function at the end of the path; null for a callback without one, which is not what its surroundings do. */
function ownName(path: readonly Node[]): string | null {
  const name = scriptSymbol(path)
  const outer = path.slice(0, -1).findLastIndex(isFunction)
  if (outer === -1 || scriptSymbol(path.slice(0, outer + 1)) !== name) return name
  const holder = path.at(-2)
  const key = holder?.type === 'Property' ? keyName(holder.key, holder.computed) : null
  return key === null ? null : `${name}.${key}`
}

type Found = Pick<StubFact, 'form' | 'why' | 'at'>

function raising(tree: TypeScriptTree, body: Block): Found | null {
  const work = body.body.filter((one) => !isLog(one))
  const [only, ...rest] = work
  if (only === undefined || rest.length > 0) return null
  const why =
    only.type === 'ThrowStatement'
      ? thrown(only.argument)
      : only.type === 'ReturnStatement' || only.type === 'ExpressionStatement'
        ? answered(only)
        : null
  return why === null ? null : { form: 'raises', why, at: tree.line(only.start) }
}

function thrown(node: Node): string | null {
  if (node.type !== 'NewExpression') return null
  const name = dotted(node.callee) ?? ''
  if (/^NotImplemented(?:Error|Exception)$/.test(name)) return name
  const message = literalText(node.arguments[0]) ?? templateStart(node.arguments[0])
  return message !== null && unfinished.test(message) ? message.slice(0, 100) : null
}

function templateStart(node: Node | undefined): string | null {
  return node?.type === 'TemplateLiteral' ? node.quasis.map((part) => part.value.cooked ?? '').join('…') : null
}

/** `res.status(501)…` and a JSON answer with status 501. */
function answered(statement: Node): string | null {
  let found: string | null = null
  walk(statement, (node) => {
    if (
      node.type === 'CallExpression' &&
      /(?:^|\.)(?:status|sendStatus|code)$/.test(dotted(node.callee) ?? '') &&
      isNumber(node.arguments[0], 501)
    )
      found = 'status 501'
    if (node.type === 'Property' && keyName(node.key, node.computed) === 'status' && isNumber(node.value, 501))
      found = 'status 501'
    return isFunction(node) ? 'skip' : undefined
  })
  return found
}

function isNumber(node: Node | undefined, value: number): boolean {
  return node?.type === 'Literal' && node.value === value
}

function isLog(node: Node): boolean {
  return (
    node.type === 'ExpressionStatement' &&
    node.expression.type === 'CallExpression' &&
    /^(?:console|logger|log|this\.logger)\.\w+$/.test(dotted(node.expression.callee) ?? '')
  )
}

function idle(tree: TypeScriptTree, body: Block, comments: readonly { value: string; start: number }[]): Found | null {
  if (body.body.some((one) => !isLog(one))) return null
  const comment = comments.find((one) => leftUndone.test(one.value))
  return comment === undefined
    ? null
    : { form: 'idle', why: comment.value.trim().slice(0, 100), at: tree.line(comment.start) }
}

function placeholder(
  tree: TypeScriptTree,
  body: Block,
  comments: readonly { value: string; start: number }[],
): Found | null {
  const comment = comments.find((one) => madeUp.test(one.value))
  if (comment === undefined) return null
  const returned = body.body.findLast((one) => one.type === 'ReturnStatement')
  if (returned?.type !== 'ReturnStatement' || returned.argument === null || body.body.length > 4) return null
  if (!isLiteralValue(answerOf(returned.argument))) return null
  return {
    form: 'placeholder',
    why: comment.value.replace(/\s+/g, ' ').trim().slice(0, 100),
    at: tree.line(returned.start),
  }
}

/** The payload of `NextResponse.json(x)`, `res.json(x)` and `Promise.resolve(x)`. */
function answerOf(node: Node): Node {
  if (node.type === 'AwaitExpression') return answerOf(node.argument)
  const isAnswer =
    node.type === 'CallExpression' && /(?:\.json|\.send|^Promise\.resolve)$/.test(dotted(node.callee) ?? '')
  return isAnswer && node.arguments[0] !== undefined ? node.arguments[0] : node
}

function isLiteralValue(node: Node): boolean {
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return isLiteralValue(node.expression)
  if (node.type === 'ObjectExpression')
    return node.properties.length > 0 && node.properties.every((part) => part.type === 'Property' && isPart(part.value))
  return (
    node.type === 'ArrayExpression' &&
    node.elements.length > 0 &&
    node.elements.every((one) => one !== null && isPart(one))
  )
}

/** A literal, or a time or an identity made in place. */
function isPart(node: Node): boolean {
  if (node.type === 'Literal' || isLiteralValue(node)) return true
  if (node.type === 'UnaryExpression') return isPart(node.argument)
  if (node.type === 'ArrayExpression' || node.type === 'ObjectExpression') return childless(node)
  return node.type === 'NewExpression' || node.type === 'CallExpression'
    ? /^(?:Date|new Date|Date\.now|Math\.\w+|crypto\.randomUUID)/.test(rootCall(node))
    : node.type === 'TemplateLiteral'
}

function childless(node: Node): boolean {
  return node.type === 'ArrayExpression'
    ? node.elements.length === 0
    : node.type === 'ObjectExpression' && node.properties.length === 0
}

function rootCall(node: Node): string {
  if (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    node.callee.object.type !== 'Identifier'
  )
    return rootCall(node.callee.object)
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? (dotted(node.callee) ?? '') : ''
}

function isEndpoint(file: string, path: readonly Node[]): boolean {
  if (/(?:^|\/)route\.[cm]?[jt]s$|(?:^|\/)pages\/api\//.test(file)) return true
  const method = path.findLast((one) => one.type === 'MethodDefinition')
  if (method?.type === 'MethodDefinition' && (method.decorators ?? []).some(isRouteDecorator)) return true
  const caller = path.at(-2)
  return (
    caller?.type === 'CallExpression' &&
    /^(?:app|router|server|fastify|\w+Router)\.(?:get|post|put|patch|delete)$/.test(dotted(caller.callee) ?? '')
  )
}

function isRouteDecorator(node: Node): boolean {
  if (node.type !== 'Decorator' || node.expression.type !== 'CallExpression') return false
  return /^(?:Get|Post|Put|Patch|Delete|All|Query|Mutation)$/.test(dotted(node.expression.callee) ?? '')
}
