import type { SyntaxNode } from '@lezer/common'
import type { Collector } from './collector.ts'
import { type Framework, guardWord, unreadable } from './http.ts'
import { handedOn, mountedBy } from './mounts-python.ts'
import { argument, argumentsOf, type PythonArgument } from './python-arguments.ts'
import { handlerOf, type PythonHandler } from './python-handlers.ts'
import { isConditional, partsOf, textOf } from './python-node.ts'
import { guardIn, lastName, type PythonSource as Source } from './python-source.ts'
import { pythonText } from './python-text.ts'
import { isForeign } from './source-kind.ts'

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

function routerOf(node: SyntaxNode, source: Source): void {
  const parts = partsOf(node)
  const [target, value] = [parts[0], parts.at(-1)]
  if (target === undefined || value?.name !== 'CallExpression') return
  const callee = value.firstChild
  const made = callee === null ? undefined : makerOf(lastName(textOf(callee, source.tree)))
  if (made === undefined) return
  const list = argumentsOf(value.getChild('ArgList'), source.tree)
  const prefix = argument(list, 'prefix') ?? argument(list, 'url_prefix')
  source.emit('router', {
    file: source.file,
    line: source.tree.line(node.from),
    name: lastName(textOf(target, source.tree)),
    kind: made[1],
    framework: made[0],
    prefix: made[1] === 'app' ? '' : (pythonText(prefix, source.tree) ?? (prefix === null ? '' : unreadable)),
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
    const path = pythonText(argument(list, 'path', 0) ?? argument(list, 'rule'), source.tree)
    if (callee === null || path === null || (path !== '' && !/^[/$]/.test(path))) continue
    const handler = handlerOf(definition, decorators, source)
    for (const method of methodsOf(callee.verb, list, source)) {
      emitRoute(decorator, source, { router: callee.router, method, path, list, handler })
    }
  }
}

function decoratorName(decorator: SyntaxNode, source: Source): { router: string; verb: string } | null {
  const names = partsOf(decorator).filter((child) => child.name === 'VariableName' || child.name === 'PropertyName')
  if (names.length < 2 || decorator.getChild('ArgList') === null) return null
  const [verb = '', ...owners] = names.map((name) => textOf(name, source.tree)).toReversed()
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
  const named = [...textOf(methods, source.tree).matchAll(/["']([A-Za-z]+)["']/g)].map((match) =>
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
  const response = model === null ? handler.returns : textOf(model, source.tree)
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
    guarded: handler.guarded || guardWord.test(list.map((entry) => textOf(entry.node, source.tree)).join(' ')),
    response: response === 'None' && model !== null ? null : response,
    responseExempt:
      hidden || handler.ownResponse || (status !== null && /204|30\d|NO_CONTENT/.test(textOf(status, source.tree))),
    body: handler.body,
    conditional: isConditional(node),
    inline: true,
  })
}

function callOf(node: SyntaxNode, source: Source): void {
  const callee = node.firstChild
  if (callee === null) return
  const name = textOf(callee, source.tree)
  const list = argumentsOf(node.getChild('ArgList'), source.tree)
  const owner = lastName(name.slice(0, Math.max(0, name.lastIndexOf('.'))))
  if (verbs.has(lastName(name)) && /(?:router|app|api|bp)$/i.test(owner)) return calledRoute(node, source, owner, list)
  switch (lastName(name)) {
    case 'add_api_route':
    case 'add_url_rule':
      return addedRoute(node, source, owner, list)
    case 'Route':
    case 'WebSocketRoute':
      return listedRoute(node, source, lastName(name) === 'Route' ? 'GET' : 'WS', list)
  }
  if (!mountedBy(node, source, lastName(name), owner)) handedOn(node, source, list)
}

/** `router.post('/x')(handler)`: a decorator called by hand. */
function calledRoute(node: SyntaxNode, source: Source, owner: string, list: readonly PythonArgument[]): void {
  const path = pythonText(argument(list, 'path', 0), source.tree)
  if (path?.startsWith('/') !== true || node.parent?.name !== 'CallExpression' || node.prevSibling !== null) return
  const method = lastName(textOf(node.firstChild ?? node, source.tree)).toUpperCase()
  const handler = bare(textOf(node.nextSibling ?? node, source.tree).slice(1, 60), source.tree.line(node.to))
  emitRoute(node, source, { router: owner, method, path, list, handler })
}

function addedRoute(node: SyntaxNode, source: Source, owner: string, list: readonly PythonArgument[]): void {
  const path = pythonText(argument(list, 'path', 0) ?? argument(list, 'rule'), source.tree)
  if (path === null) return
  const target = argument(list, 'endpoint', 1) ?? argument(list, 'view_func')
  const handler = bare(target === null ? '' : textOf(target, source.tree), source.tree.line(node.to))
  for (const method of methodsOf('route', list, source)) {
    emitRoute(node, source, { router: owner, method, path, list, handler })
  }
}

/** `Route('/x', handler)` in a Starlette list. Inside a Mount the prefix is left open. */
function listedRoute(node: SyntaxNode, source: Source, method: string, list: readonly PythonArgument[]): void {
  const path = pythonText(argument(list, 'path', 0), source.tree)
  if (path?.startsWith('/') !== true || !/\bstarlette\b/.test(source.text)) return
  const target = argument(list, 'endpoint', 1)
  const nested = /\bMount\s*\(/.test(source.text)
  const handler = bare(target === null ? '' : textOf(target, source.tree), source.tree.line(node.to))
  const methods =
    method === 'WS' ? ['WS'] : argument(list, 'methods') === null ? ['ANY'] : methodsOf('route', list, source)
  for (const each of methods) {
    emitRoute(node, source, { router: '', method: each, path: nested ? `{**}${path}` : path, list, handler })
  }
}

function bare(name: string, endLine: number): PythonHandler {
  return { name, endLine, guard: null, guarded: true, returns: null, ownResponse: true, body: null }
}
