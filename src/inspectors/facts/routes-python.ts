import type { SyntaxNode } from '@lezer/common'
import type { Collector, Emit } from './collector.ts'
import { type Framework, guardName, guardWord } from './http.ts'
import { handlerOf, type PythonHandler } from './python-handlers.ts'
import { argument, argumentsOf, childrenOf, isConditional, type PythonArgument, stringOf } from './python-syntax.ts'
import { isForeign } from './source-kind.ts'
import type { PythonTree } from './trees.ts'

interface Source {
  readonly file: string
  readonly text: string
  readonly tree: PythonTree
  readonly emit: Emit
}

const makers: Readonly<Record<string, readonly [Framework, 'app' | 'router']>> = {
  FastAPI: ['fastapi', 'app'],
  APIRouter: ['fastapi', 'router'],
  Starlette: ['starlette', 'app'],
  Flask: ['flask', 'app'],
  Quart: ['flask', 'app'],
  Blueprint: ['flask', 'router'],
}
const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])

/** Routers, mounts and routes of FastAPI, Starlette and Flask. */
export const pythonRoutes: Collector = {
  id: 'routes-python',
  wants: (file) =>
    file.language === 'python' &&
    !isForeign(file.path) &&
    /fastapi|starlette|flask|quart|router|blueprint|\bapp\b/i.test(file.text),
  collect: (file, trees, emit) => {
    const source: Source = { file: file.path, text: file.text, tree: trees.python(), emit }
    source.tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name === 'AssignStatement') routerOf(node, source)
        if (name === 'DecoratedStatement') decoratedOf(node, source)
        if (name === 'CallExpression') callOf(node, source)
      },
    })
  },
}

function text(node: SyntaxNode, source: Source): string {
  return source.tree.slice(node.from, node.to)
}

function routerOf(node: SyntaxNode, source: Source): void {
  const parts = childrenOf(node)
  const [target, value] = [parts[0], parts.at(-1)]
  if (target === undefined || value?.name !== 'CallExpression') return
  const callee = value.firstChild
  const made = callee === null ? undefined : makerOf(lastName(text(callee, source)))
  if (made === undefined) return
  const list = argumentsOf(value.getChild('ArgList'), source.tree)
  const prefix = argument(list, 'prefix') ?? argument(list, 'url_prefix')
  source.emit('router', {
    file: source.file,
    line: source.tree.line(node.from),
    name: lastName(text(target, source)),
    kind: made[1],
    framework: made[0],
    prefix: made[1] === 'app' ? '' : (stringOf(prefix, source.tree) ?? (prefix === null ? '' : '${?}')),
    auth: guardIn(argument(list, 'dependencies'), source),
  })
}

/** Subclasses of APIRouter keep the name's end. */
function makerOf(name: string): readonly [Framework, 'app' | 'router'] | undefined {
  return makers[name] ?? (/[a-z]APIRouter$/.test(name) ? makers.APIRouter : undefined)
}

function decoratedOf(node: SyntaxNode, source: Source): void {
  const definition = node.getChild('FunctionDefinition')
  if (definition === null) return
  const decorators = node.getChildren('Decorator')
  for (const decorator of decorators) {
    const callee = decoratorName(decorator, source)
    const list = argumentsOf(decorator.getChild('ArgList'), source.tree)
    const path = stringOf(argument(list, 'path', 0) ?? argument(list, 'rule'), source.tree)
    if (callee === null || path === null || (path !== '' && !/^[/$]/.test(path))) continue
    const handler = handlerOf(definition, decorators, source)
    for (const method of methodsOf(callee.verb, list, source)) {
      emitRoute(decorator, source, { router: callee.router, method, path, list, handler })
    }
  }
}

function decoratorName(decorator: SyntaxNode, source: Source): { router: string; verb: string } | null {
  const names = childrenOf(decorator).filter((child) => child.name === 'VariableName' || child.name === 'PropertyName')
  if (names.length < 2 || decorator.getChild('ArgList') === null) return null
  const [verb = '', ...owners] = names.map((name) => text(name, source)).toReversed()
  return {
    router: owners
      .toReversed()
      .filter((name) => name !== 'self')
      .join('.'),
    verb,
  }
}

function methodsOf(verb: string, list: readonly PythonArgument[], source: Source): readonly string[] {
  if (verbs.has(verb)) return [verb.toUpperCase()]
  if (verb === 'websocket' || verb === 'websocket_route') return ['WS']
  if (verb !== 'route' && verb !== 'api_route' && verb !== 'add_api_route' && verb !== 'add_url_rule') return []
  const methods = argument(list, 'methods')
  if (methods === null) return ['GET']
  const named = [...text(methods, source).matchAll(/["']([A-Za-z]+)["']/g)].map((match) =>
    (match[1] ?? '').toUpperCase(),
  )
  return named.length === 0 ? ['ANY'] : [...new Set(named)]
}

interface Declared {
  readonly router: string
  readonly method: string
  readonly path: string
  readonly list: readonly PythonArgument[]
  readonly handler: PythonHandler
}

function emitRoute(node: SyntaxNode, source: Source, declared: Declared): void {
  const { list, handler } = declared
  const model = argument(list, 'response_model')
  const response = model === null ? handler.returns : text(model, source)
  const status = argument(list, 'status_code')
  const hidden = ['response_class', 'include_in_schema'].some((name) => argument(list, name) !== null)
  source.emit('route', {
    file: source.file,
    line: source.tree.line(node.from),
    endLine: handler.endLine,
    router: declared.router,
    method: declared.method,
    path: declared.path,
    handler: handler.name,
    framework: 'fastapi',
    auth: guardIn(argument(list, 'dependencies'), source) ?? handler.guard,
    guarded: handler.guarded || guardWord.test(list.map((entry) => text(entry.node, source)).join(' ')),
    response: response === 'None' && model !== null ? null : response,
    responseExempt:
      hidden || handler.ownResponse || (status !== null && /204|30\d|NO_CONTENT/.test(text(status, source))),
    body: handler.body,
    conditional: isConditional(node),
    inline: true,
  })
}

function callOf(node: SyntaxNode, source: Source): void {
  const callee = node.firstChild
  if (callee === null) return
  const name = text(callee, source)
  const list = argumentsOf(node.getChild('ArgList'), source.tree)
  const owner = lastName(name.slice(0, Math.max(0, name.lastIndexOf('.'))))
  if (verbs.has(lastName(name)) && /(?:router|app|api|bp)$/i.test(owner)) return calledRoute(node, source, owner, list)
  switch (lastName(name)) {
    case 'include_router':
      return mountOf(node, source, {
        parent: owner,
        child: argument(list, 'router', 0),
        prefix: argument(list, 'prefix'),
        list,
      })
    case 'register_blueprint':
      return mountOf(node, source, {
        parent: owner,
        child: argument(list, 'blueprint', 0),
        prefix: argument(list, 'url_prefix'),
        list,
      })
    case 'mount':
      if (stringOf(argument(list, 'path', 0), source.tree)?.startsWith('/') !== true) return
      return mountOf(node, source, {
        parent: owner,
        child: argument(list, 'app', 1),
        prefix: argument(list, 'path', 0),
        list,
      })
    case 'add_api_route':
    case 'add_url_rule':
      return addedRoute(node, source, owner, list)
    case 'Route':
    case 'WebSocketRoute':
      return listedRoute(node, source, lastName(name) === 'Route' ? 'GET' : 'WS', list)
  }
  handedOn(node, source, list)
}

/** `router.post('/x')(handler)`: a decorator called by hand. */
function calledRoute(node: SyntaxNode, source: Source, owner: string, list: readonly PythonArgument[]): void {
  const path = stringOf(argument(list, 'path', 0), source.tree)
  if (path?.startsWith('/') !== true || node.parent?.name !== 'CallExpression' || node.prevSibling !== null) return
  const method = lastName(text(node.firstChild ?? node, source)).toUpperCase()
  const handler = bare(text(node.nextSibling ?? node, source).slice(1, 60), source.tree.line(node.to))
  emitRoute(node, source, { router: owner, method, path, list, handler })
}

/**
 * A router given to a function of the repository's own: it is mounted there, at a prefix we do not know. A router that
 * is made in place (`add(app, users.get_router(), prefix='/auth')`) leaves only its prefix.
 */
function handedOn(node: SyntaxNode, source: Source, list: readonly PythonArgument[]): void {
  for (const { node: given } of list) {
    const written = text(given, source)
    const named = given.name === 'VariableName' || given.name === 'MemberExpression'
    const made = given.name === 'CallExpression' && /router\s*\($/i.test(written.slice(0, written.indexOf('(') + 1))
    if (!made && !(named && /(?:^|[._])(?:router|blueprint|bp)$/i.test(written))) continue
    const line = source.tree.line(node.from)
    const prefix = made ? (stringOf(argument(list, 'prefix'), source.tree) ?? '') : '${?}'
    source.emit('mount', { file: source.file, line, parent: '?', child: named ? written : null, prefix, auth: null })
  }
}

interface Mounted {
  readonly parent: string
  readonly child: SyntaxNode | null
  readonly prefix: SyntaxNode | null
  readonly list: readonly PythonArgument[]
}

function mountOf(node: SyntaxNode, source: Source, mounted: Mounted): void {
  const { parent, child, prefix, list } = mounted
  if (child !== null && /StaticFiles\s*\(/.test(text(child, source))) return
  const named = child !== null && (child.name === 'VariableName' || child.name === 'MemberExpression')
  const base = {
    file: source.file,
    line: source.tree.line(node.from),
    parent: parent === '' ? 'app' : parent,
    prefix: stringOf(prefix, source.tree) ?? (prefix === null ? '' : '${?}'),
    auth: guardIn(argument(list, 'dependencies'), source),
  }
  const looped = named ? loopItems(node, text(child, source), source) : null
  if (looped !== null) {
    for (const item of looped) source.emit('mount', { ...base, child: item })
    return
  }
  source.emit('mount', { ...base, child: named ? text(child, source) : null })
}

/** `for r in [a.router, b.router]: app.include_router(r)`: the items, or `[null]` when they cannot be read. */
function loopItems(node: SyntaxNode, child: string, source: Source): readonly (string | null)[] | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name !== 'ForStatement') continue
    const parts = childrenOf(at)
    const over = parts[parts.findIndex((part) => part.name === 'in') + 1]
    const variables = parts
      .slice(
        1,
        parts.findIndex((part) => part.name === 'in'),
      )
      .map((part) => text(part, source))
    if (!variables.includes(child.split('.')[0] ?? '')) continue
    if (over === undefined || !/^(?:Array|Tuple)Expression$/.test(over.name) || variables[0] !== child) return [null]
    const items = childrenOf(over).filter((item) => item.name === 'VariableName' || item.name === 'MemberExpression')
    return items.length === 0 ? [null] : items.map((item) => text(item, source))
  }
  return null
}

function addedRoute(node: SyntaxNode, source: Source, owner: string, list: readonly PythonArgument[]): void {
  const path = stringOf(argument(list, 'path', 0) ?? argument(list, 'rule'), source.tree)
  if (path === null) return
  const target = argument(list, 'endpoint', 1) ?? argument(list, 'view_func')
  const handler = bare(target === null ? '' : text(target, source), source.tree.line(node.to))
  for (const method of methodsOf('route', list, source)) {
    emitRoute(node, source, { router: owner, method, path, list, handler })
  }
}

/** `Route('/x', handler)` in a Starlette list. Inside a Mount the prefix is left open. */
function listedRoute(node: SyntaxNode, source: Source, method: string, list: readonly PythonArgument[]): void {
  const path = stringOf(argument(list, 'path', 0), source.tree)
  if (path?.startsWith('/') !== true || !/\bstarlette\b/.test(source.text)) return
  const target = argument(list, 'endpoint', 1)
  const nested = /\bMount\s*\(/.test(source.text)
  const handler = bare(target === null ? '' : text(target, source), source.tree.line(node.to))
  const methods =
    method === 'WS' ? ['WS'] : argument(list, 'methods') === null ? ['ANY'] : methodsOf('route', list, source)
  for (const each of methods) {
    emitRoute(node, source, { router: '', method: each, path: nested ? `{**}${path}` : path, list, handler })
  }
}

function bare(name: string, endLine: number): PythonHandler {
  return { name, endLine, guard: null, guarded: true, returns: null, ownResponse: true, body: null }
}

function guardIn(node: SyntaxNode | null, source: Source): string | null {
  if (node === null) return null
  return (
    [...text(node, source).matchAll(/(?:Depends|Security)\s*\(\s*([\w.]+)/g)]
      .map((match) => match[1] ?? '')
      .find((name) => guardName.test(name)) ?? null
  )
}

function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1)
}
