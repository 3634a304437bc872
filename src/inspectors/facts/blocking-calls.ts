import type { Node } from 'oxc-parser'
import type { Collector } from './collector.ts'
import { calleePath, callName } from './script-name.ts'
import { isFunction } from './script-node.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'
import { Visitor } from './visitor.ts'

/** A call that stops the event loop, inside a function that answers requests. */
export interface BlockingCallFact extends Placed {
  readonly callee: string
  /** `POST /orders`, or the exported method of a route file. */
  readonly route: string
}

/** One function that answers requests. */
export interface RequestFunctionFact extends Placed {
  readonly route: string
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'options', 'head'])
const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
const nestVerbs = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All'])
const blocking =
  /(?:^|\.)(?:(?:read|write|append|copy)FileSync|readdirSync|execSync|execFileSync|spawnSync|pbkdf2Sync|scryptSync|(?:bcrypt|bcryptjs)\.(?:hashSync|compareSync)|(?:gzip|gunzip|deflate|inflate|brotliCompress|brotliDecompress)Sync)$/

/** A file that may answer requests: a registered route, a decorator, or an exported method. */
const answers =
  /\.(?:get|post|put|patch|delete|all|options|head)\(\s*['"`][/*]|@(?:Get|Post|Put|Patch|Delete|All)\(|\bexport\b[^\n]*\b(?:GET|POST|PUT|PATCH|DELETE)\b/

export const blockingCallCollector: Collector = {
  id: 'blocking-calls',
  wants: (file) => file.language === 'typescript' && answers.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const answering = new Map<Node, string>()
    const inside: (string | null)[] = []
    const isRouteFile = /(?:^|\/)route\.[cm]?[jt]sx?$/.test(file.path)
    const enter = (node: Node) => {
      const route = answering.get(node) ?? null
      inside.push(route)
      if (route !== null) emit('requestFunction', { file: file.path, line: tree.line(node.start), route })
    }
    const leave = () => inside.pop()
    new Visitor({
      ExportNamedDeclaration: (node) => {
        const declared = node.declaration
        if (!isRouteFile || declared?.type !== 'FunctionDeclaration' || !methods.has(declared.id?.name ?? '')) return
        answering.set(declared, `${declared.id?.name} ${file.path}`)
      },
      MethodDefinition: (node) => {
        for (const { expression } of node.decorators ?? []) {
          const verb = expression.type === 'CallExpression' ? callName(expression.callee) : ''
          if (nestVerbs.has(verb)) answering.set(node.value, `${verb} ${callName(node.key)}`)
        }
      },
      CallExpression: (node) => {
        const route = routeOf(node.callee, node.arguments)
        if (route !== null) for (const given of node.arguments) if (isFunction(given)) answering.set(given, route)
        const path = calleePath(node.callee)
        const around = inside.at(-1)
        if (around == null || !blocking.test(path)) return
        emit('blockingCall', { file: file.path, line: tree.line(node.start), callee: path, route: around })
      },
      FunctionDeclaration: enter,
      'FunctionDeclaration:exit': leave,
      FunctionExpression: enter,
      'FunctionExpression:exit': leave,
      ArrowFunctionExpression: enter,
      'ArrowFunctionExpression:exit': leave,
    }).visit(tree.program)
  },
}

/** `app.post('/orders', …)` on something named like an application or a router. */
function routeOf(callee: Node, given: readonly Node[]): string | null {
  const path = literalText(given[0])
  const last = given.at(-1)
  if (callee.type !== 'MemberExpression' || path === null || last === undefined || !isFunction(last)) return null
  const owner = calleePath(callee.object)
  const verb = callName(callee)
  if (!verbs.has(verb) || !/(?:^|\.)(?:\w*(?:app|router|server|fastify|api|routes)\w*|\(\))$/i.test(owner)) return null
  return path.startsWith('/') || path === '*' ? `${verb.toUpperCase()} ${path}` : null
}
