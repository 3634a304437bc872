import { type ArrayExpression, type CallExpression, type Expression, type Function as Fn, Visitor } from 'oxc-parser'
import { requiredIn } from './bindings-typescript.ts'
import type { Collector, Emit } from './collector.ts'
import { type Framework, guardName, guardWord } from './http.ts'
import { asCall, dotted, isFunction, type Operand, propertyOf, textOf } from './js-syntax.ts'
import { isForeign } from './source-kind.ts'
import type { TypeScriptTree } from './trees.ts'

interface Source {
  readonly file: string
  readonly text: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
  /** Routers declared in the file. */
  readonly routers: Set<string>
  /** Array literals of the file, for route tables that a loop mounts. */
  readonly arrays: Map<string, ArrayExpression>
  readonly conditions: { depth: number }
  /** Names of the routers that a chain builds, by the offset at which the chain begins. */
  readonly chains: Map<number, string>
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del'])
const makers: Readonly<Record<string, readonly [Framework, 'app' | 'router']>> = {
  express: ['express', 'app'],
  Router: ['express', 'router'],
  'express.Router': ['express', 'router'],
  PromiseRouter: ['express', 'router'],
  Fastify: ['fastify', 'app'],
  fastify: ['fastify', 'app'],
  Hono: ['hono', 'app'],
  OpenAPIHono: ['hono', 'app'],
  KoaRouter: ['koa', 'router'],
}

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

function routerOf(name: string, init: Expression, source: Source): void {
  const made = madeBy(init)
  if (made === undefined) return
  source.routers.add(name)
  source.chains.set(init.start, name)
  const options = made.call?.arguments[0]
  source.emit('router', {
    file: source.file,
    line: source.tree.line(init.start),
    name,
    kind: made.kind,
    framework: made.framework,
    prefix: textOf(propertyOf(options, 'prefix')) ?? made.base,
    auth: null,
  })
}

interface Made {
  readonly framework: Framework
  readonly kind: 'app' | 'router'
  readonly base: string
  readonly call: { readonly arguments: CallExpression['arguments'] } | null
}

function madeBy(init: Expression): Made | undefined {
  if (init.type === 'TSAsExpression') return madeBy(init.expression)
  if (init.type !== 'CallExpression' && init.type !== 'NewExpression') return undefined
  const callee = init.callee
  if (callee.type === 'MemberExpression' && init.type === 'CallExpression') {
    const inner = requiredIn(asCall(callee.object)) === null ? madeBy(callee.object) : undefined
    const method = callee.property.type === 'Identifier' ? callee.property.name : ''
    if (inner !== undefined && method === 'basePath') return { ...inner, base: textOf(init.arguments[0]) ?? '${?}' }
    if (inner !== undefined && inner.framework !== 'koa') return inner
  }
  const found = makers[dotted(callee) ?? requiredMaker(callee)]
  return found === undefined ? undefined : { framework: found[0], kind: found[1], base: '', call: init }
}

/** `require('express').Router`. */
function requiredMaker(callee: Expression): string {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return ''
  const source = requiredIn(asCall(callee.object))
  return source === null ? '' : `${source}.${callee.property.name}`
}

/** `function routes(fastify) { fastify.get(…) }`: the function is the router that someone registers. */
function pluginOf(node: Pick<Fn, 'params' | 'start'>, name: string, source: Source): void {
  const first = node.params[0]
  if (first?.type !== 'Identifier') return
  const annotation = first.typeAnnotation
  const type =
    annotation === null || annotation === undefined ? '' : source.text.slice(annotation.start, annotation.end)
  const isFastify = /Fastify/.test(type) || first.name === 'fastify'
  if (!isFastify && !/\b(?:Express|Application|Router|Hono)\b/.test(type)) return
  source.routers.add(first.name)
  const framework = isFastify ? 'fastify' : 'express'
  const base = { file: source.file, line: source.tree.line(node.start), framework, prefix: '', auth: null } as const
  source.emit('router', { ...base, name: first.name, kind: isFastify ? 'router' : 'app' })
  if (!isFastify) return
  source.emit('router', { ...base, name, kind: 'router' })
  source.emit('mount', { file: source.file, line: base.line, parent: name, child: first.name, prefix: '', auth: null })
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
  return method === 'route' && node.arguments.length === 1 ? { ...inner, path: textOf(node.arguments[0]) } : inner
}

function routeOf(node: CallExpression, verb: string, owner: Owner, source: Source): void {
  const path = owner.path ?? textOf(node.arguments[0])
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
  const path = textOf(propertyOf(options, 'url') ?? propertyOf(options, 'path'))
  const method = propertyOf(options, 'method')
  if (path === null || method === null) return
  const listed = method.type === 'ArrayExpression' ? method.elements : [method]
  for (const one of listed) {
    const verb = one === null || one.type === 'SpreadElement' ? null : textOf(one)
    if (verb !== null && options !== undefined) {
      emitRoute(node, source, { owner, method: verb.toUpperCase(), path, handlers: [options] })
    }
  }
}

function mountsOf(node: CallExpression, parent: string, source: Source): void {
  const [first, ...others] = node.arguments
  if (first === undefined || !(source.routers.has(parent) || /app|router|server|api|fastify/i.test(parent))) return
  const path = first.type === 'Literal' || first.type === 'TemplateLiteral' || others.length > 0 ? textOf(first) : null
  const isRegister = node.callee.type === 'MemberExpression' && /register$/.test(dotted(node.callee) ?? '')
  const children = isRegister || path === null ? node.arguments : others
  const prefix = isRegister ? (textOf(propertyOf(others[0], 'prefix')) ?? '') : (path ?? '')
  const line = source.tree.line(node.start)
  const table = tableOf(first, others[0], source)
  for (const [route, child] of table)
    source.emit('mount', { file: source.file, line, parent, child, prefix: route, auth: null })
  if (table.length > 0) return
  const texts = children.map((entry) => source.text.slice(entry.start, entry.end))
  const auth = texts.find((text) => guardName.test(text.slice(0, 80)))?.slice(0, 60) ?? null
  for (const entry of isRegister ? children.slice(0, 1) : children) {
    if (isFunction(entry) && !isRegister) continue
    source.emit('mount', { file: source.file, line, parent, child: childOf(entry), prefix, auth })
  }
}

/** `routes.forEach((r) => app.use(r.path, r.route))` over a table written in the same file. */
function tableOf(path: Operand, child: Operand | undefined, source: Source): readonly (readonly [string, string])[] {
  const [left, right] = [dotted(path)?.split('.') ?? [], dotted(child)?.split('.') ?? []]
  if (left.length !== 2 || right.length !== 2 || left[0] !== right[0]) return []
  const rows = [...source.arrays.values()].flatMap((array) => array.elements)
  return rows.flatMap((row) => {
    if (row === null || row.type === 'SpreadElement') return []
    const [text, target] = [textOf(propertyOf(row, left[1] ?? '')), dotted(propertyOf(row, right[1] ?? ''))]
    return text === null || target === null ? [] : [[text, target] as const]
  })
}

/** `require('./x')` becomes `require:./x`; `x.routes()` and `new X().router` become their root. */
function childOf(node: Operand): string | null {
  const name = dotted(node)
  if (name !== null) return name
  if (node.type === 'NewExpression') return dotted(node.callee)
  if (node.type === 'MemberExpression') return childOf(node.object)
  const call = asCall(node)
  if (call === null) return null
  const required = requiredIn(call)
  if (required !== null) return `require:${required}`
  return call.callee.type === 'MemberExpression' ? childOf(call.callee.object) : `${dotted(call.callee) ?? '?'}()`
}
