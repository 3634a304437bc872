import type { CallExpression, Expression } from 'oxc-parser'
import type { Collector } from './collector.ts'
import { guardName, guardWord } from './http.ts'
import { mountsOf } from './mounts-typescript.ts'
import { pluginOf, routerOf, type RouteSource as Source } from './routers-typescript.ts'
import { dotted } from './script-name.ts'
import { isFunction, type Operand } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import { Visitor } from './visitor.ts'

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del'])
/** Routers, mounts and routes of Express, Fastify, Hono and Koa. */
export const typescriptRoutes: Collector = {
  id: 'routes-typescript',
  wants: (file) =>
    file.language === 'typescript' &&
    !isForeign(file.path) &&
    /\.(?:get|post|put|patch|delete|all|use|route|register|del)\s*[(<]/.test(file.text),
  collect: (file, trees, emit) => {
    const source: Source = {
      file: file.path,
      text: file.text,
      tree: trees.typescript(),
      emit,
      routers: new Set(),
      arrays: new Map(),
      conditions: { depth: 0 },
      chains: new Map(),
    }
    new Visitor({
      VariableDeclarator: (node) => {
        if (node.id.type !== 'Identifier' || node.init === null) return
        if (node.init.type === 'ArrayExpression') source.arrays.set(node.id.name, node.init)
        routerOf(node.id.name, node.init, source)
      },
      AssignmentExpression: (node) => {
        const name = node.left.type === 'MemberExpression' || node.left.type === 'Identifier' ? dotted(node.left) : null
        if (name !== null) routerOf(name, node.right, source)
      },
      PropertyDefinition: (node) => {
        if (node.key.type === 'Identifier' && node.value !== null) routerOf(`this.${node.key.name}`, node.value, source)
      },
      FunctionDeclaration: (node) => pluginOf(node, node.id?.name ?? 'default', source),
      ExportDefaultDeclaration: (node) => {
        if (node.declaration.type === 'ArrowFunctionExpression') pluginOf(node.declaration, 'default', source)
        if (node.declaration.type === 'CallExpression') routerOf('default', node.declaration, source)
      },
      IfStatement: () => {
        source.conditions.depth += 1
      },
      'IfStatement:exit': () => {
        source.conditions.depth -= 1
      },
      CallExpression: (node) => callOf(node, source),
    }).visit(source.tree.program)
  },
}

function callOf(node: CallExpression, source: Source): void {
  if (node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier') return
  const verb = node.callee.property.name
  const owner = ownerOf(node.callee.object, source)
  if (owner === null) return
  if (verbs.has(verb)) return routeOf(node, verb, owner, source)
  if (verb === 'ws' && source.routers.has(owner.name)) return routeOf(node, 'ws', owner, source)
  if (verb === 'use' || verb === 'register') return mountsOf(node, owner.name, source)
  if (verb === 'route' && node.arguments.length === 2) return mountsOf(node, owner.name, source)
  if (verb === 'route' && node.arguments[0]?.type === 'ObjectExpression') return fastifyRoute(node, owner.name, source)
}

interface Owner {
  readonly name: string
  /** The path of `router.route('/x')` when the chain goes through it. */
  readonly path: string | null
}

/** The router at the root of a chain: `app` in `app.get(…).post(…)` and in `app.route('/x').get(…)`. */
function ownerOf(node: Expression, source: Source): Owner | null {
  const name = dotted(node)
  if (name !== null) return { name, path: null }
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return null
  if (
    node.type === 'NewExpression' ||
    node.callee.type !== 'MemberExpression' ||
    dotted(node.callee) === 'express.Router'
  ) {
    const chained = source.chains.get(node.start)
    return chained === undefined ? null : { name: chained, path: null }
  }
  const inner = ownerOf(node.callee.object, source)
  const method = node.callee.property.type === 'Identifier' ? node.callee.property.name : ''
  if (inner === null || (method !== 'route' && method !== 'basePath' && !verbs.has(method) && method !== 'use'))
    return null
  return method === 'route' && node.arguments.length === 1 ? { ...inner, path: scriptText(node.arguments[0]) } : inner
}

function routeOf(node: CallExpression, verb: string, owner: Owner, source: Source): void {
  const path = owner.path ?? scriptText(node.arguments[0])
  const handlers = owner.path === null ? node.arguments.slice(1) : node.arguments
  const last = handlers.at(-1)
  if (path === null || last === undefined || (path !== '*' && path !== '' && !/^[/$]/.test(path))) return
  if (path.startsWith('${') && !source.routers.has(owner.name)) return
  const inline = handlers.some((entry) => isFunction(entry))
  if (!source.routers.has(owner.name) && !inline && !serverish(handlers)) return
  const method = verb === 'all' ? 'ANY' : verb === 'ws' ? 'WS' : verb === 'del' ? 'DELETE' : verb.toUpperCase()
  const websocket = source.text.slice(node.start, node.start + 300).includes('websocket: true')
  emitRoute(node, source, { owner: owner.name, method: websocket ? 'WS' : method, path, handlers })
}

/** Handlers given by name: identifiers, members and calls of them, never strings or object literals alone. */
function serverish(handlers: readonly Operand[]): boolean {
  return handlers.length >= 2 && handlers.every((entry) => dotted(entry) !== null || entry.type === 'CallExpression')
}

function emitRoute(
  node: CallExpression,
  source: Source,
  route: { owner: string; method: string; path: string; handlers: readonly Operand[] },
): void {
  const texts = route.handlers.map((entry) => source.text.slice(entry.start, entry.end))
  const last = route.handlers.at(-1)
  const guard = texts.slice(0, -1).find((text) => guardName.test(text.slice(0, 200)))
  const at = node.callee.type === 'MemberExpression' ? node.callee.property.start : node.start
  source.emit('route', {
    file: source.file,
    line: source.tree.line(at),
    endLine: source.tree.line(node.end),
    router: route.owner,
    method: route.method,
    path: route.path,
    handler: last === undefined ? '' : (dotted(last) ?? '(inline)'),
    framework: 'express',
    auth: guard === undefined ? null : guard.slice(0, 60),
    guarded: guardWord.test(texts.join(' ')) || texts.slice(0, -1).some((text) => text.startsWith('...')),
    response: null,
    responseExempt: true,
    body: parsedBody(texts.join(' ')),
    conditional: source.conditions.depth > 0 || /\bnext\b/.test(texts.join(' ')),
    inline: isFunction(last),
  })
}

/** The schema that `schema.parse(req.body)` or `zValidator('json', schema)` names, if it is only one. */
function parsedBody(text: string): string | null {
  const named = [
    ...text.matchAll(
      /\b([A-Za-z_$][\w$]*)\.(?:safeParse|parse|parseAsync)\(\s*(?:req|request|ctx|c)\.(?:request\.)?body\b/g,
    ),
    ...text.matchAll(/\bzValidator\(\s*['"]json['"]\s*,\s*([A-Za-z_$][\w$]*)\s*\)/g),
  ].map((match) => match[1] ?? '')
  return named.length === 1 ? (named[0] ?? null) : null
}

function fastifyRoute(node: CallExpression, owner: string, source: Source): void {
  const options = node.arguments[0]
  const path = scriptText(propertyOf(options, 'url') ?? propertyOf(options, 'path'))
  const method = propertyOf(options, 'method')
  if (path === null || method === null) return
  const listed = method.type === 'ArrayExpression' ? method.elements : [method]
  for (const one of listed) {
    const verb = one === null || one.type === 'SpreadElement' ? null : scriptText(one)
    if (verb !== null && options !== undefined) {
      emitRoute(node, source, { owner, method: verb.toUpperCase(), path, handlers: [options] })
    }
  }
}
