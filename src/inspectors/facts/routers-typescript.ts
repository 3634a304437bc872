import type { ArrayExpression, CallExpression, Expression, Function as Fn } from 'oxc-parser'
import { requiredIn } from './bindings-typescript.ts'
import type { Emit } from './collector.ts'
import { type Framework, unreadable } from './http.ts'
import { dotted } from './script-name.ts'
import { asCall } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import type { TypeScriptTree } from './trees.ts'

/** A TypeScript file at hand, with what the route collector has learnt of it so far. */
export interface RouteSource {
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

export function routerOf(name: string, init: Expression, source: RouteSource): void {
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
    prefix: scriptText(propertyOf(options, 'prefix')) ?? made.base,
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
    if (inner !== undefined && method === 'basePath')
      return { ...inner, base: scriptText(init.arguments[0]) ?? unreadable }
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
export function pluginOf(node: Pick<Fn, 'params' | 'start'>, name: string, source: RouteSource): void {
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
