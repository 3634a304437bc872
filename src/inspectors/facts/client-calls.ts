import type { CallExpression, Expression, ParamPattern } from 'oxc-parser'
import {
  clientOf,
  declared,
  type Frame,
  hookOf,
  parameterName,
  type CallSource as Source,
  taken,
  urlText,
  verbs,
} from './client-scopes.ts'
import type { Collector } from './collector.ts'
import { dotted } from './script-name.ts'
import { asCall, isFunction, type Operand } from './script-node.ts'
import { keysOf, propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import { Visitor } from './visitor.ts'

const plausible =
  /fetch|request|api|http|axios|ajax|^ky$|^got$|swr|query|get|post|put|patch|del|send|call|upload|download|load|mutat/i
const navigation =
  /^(?:push|replace|navigate|redirect|permanentRedirect|startsWith|endsWith|includes|join|resolve|require|revalidatePath|goto|prefetch|getByText|getByRole|getAttribute|getElementById|querySelector|querySelectorAll|getItem|postMessage|dispatch|invalidateQueries|setQueryData|getQueryData|getLogger|useQuery|callback)$/

/** Calls that may reach a server, and the clients and wrappers they go through. */
export const clientCalls: Collector = {
  id: 'client-calls',
  wants: (file) =>
    file.language === 'typescript' &&
    !isForeign(file.path) &&
    /fetch|axios|\bky\b|\.(?:get|post|put|patch|delete|del|request)\s*[(<]|[Rr]equest|[Aa]pi/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const module: Frame = { name: '', parameters: [], strings: new Map(), hooks: new Map() }
    const source: Source = { file: file.path, text: file.text, tree, emit, frames: [module], names: new Map() }
    const enter = (node: { start: number; params: readonly ParamPattern[]; id?: { name: string } | null }): void => {
      const name = node.id?.name ?? source.names.get(node.start) ?? ''
      source.frames.push({ name, parameters: node.params.map(parameterName), strings: new Map(), hooks: new Map() })
    }
    const leave = (): void => {
      source.frames.pop()
    }
    new Visitor({
      FunctionDeclaration: enter,
      'FunctionDeclaration:exit': leave,
      FunctionExpression: enter,
      'FunctionExpression:exit': leave,
      ArrowFunctionExpression: enter,
      'ArrowFunctionExpression:exit': leave,
      VariableDeclarator: (node) => {
        if (node.id.type === 'Identifier') declared(node.id.name, node.init, source)
        if (node.id.type === 'ObjectPattern') taken(node.id, node.init, source)
      },
      AssignmentExpression: (node) => {
        const name = node.left.type === 'MemberExpression' ? dotted(node.left) : null
        if (name !== null) clientOf(name, node.right, source)
      },
      Property: (node) => {
        const { start } = node.value
        if (node.key.type === 'Identifier' && !source.names.has(start)) source.names.set(start, node.key.name)
      },
      MethodDefinition: (node) => {
        if (node.key.type === 'Identifier') source.names.set(node.value.start, `this.${node.key.name}`)
      },
      PropertyDefinition: (node) => {
        if (node.key.type !== 'Identifier' || node.value === null) return
        clientOf(`this.${node.key.name}`, node.value, source)
        source.names.set(node.value.start, `this.${node.key.name}`)
      },
      CallExpression: (node) => callOf(node, source),
    }).visit(tree.program)
  },
}

function callOf(node: CallExpression, source: Source): void {
  const written = dotted(node.callee) ?? generatedCallee(node)
  if (written === null) return
  const callee = hookOf(written, source) ?? written
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  if (navigation.test(last) || !plausible.test(callee)) return
  const found = pathIn(node, source)
  if (found === null) return
  const options = node.arguments.slice(found.index + 1)
  const config =
    node.arguments[0]?.type === 'ObjectExpression'
      ? node.arguments[0]
      : options.find((one) => one.type === 'ObjectExpression')
  const stated = found.method ?? stringIn(propertyOf(config, 'method'))
  source.emit('pathCall', {
    file: source.file,
    line: source.tree.line(node.callee.type === 'MemberExpression' ? node.callee.property.start : node.start),
    callee,
    path: found.path,
    pathLine: source.tree.line(found.start),
    method:
      (stated ?? (verbs.test(last) && callee.includes('.') ? last.replace(/^del$/, 'delete') : null))?.toUpperCase() ??
      null,
    methodOpen: stated === null && openOptions(options, config),
    ...keysIn(last, options, config),
    wraps: wrapperAround(found.path, source),
    symbol:
      source.frames
        .toReversed()
        .find((frame) => frame.name !== '')
        ?.name.replace(/^this\./, '') ?? '',
  })
}

/** `(options.client ?? client).get({ url })`, as OpenAPI generators write it. */
function generatedCallee(node: CallExpression): string | null {
  if (node.callee.type !== 'MemberExpression' || node.callee.object.type !== 'LogicalExpression') return null
  const { property, object } = node.callee
  const owner = dotted(object.right)
  return owner === null || property.type !== 'Identifier' ? null : `${owner}.${property.name}`
}

interface PathArgument {
  readonly path: string
  /** Offset of the path. */
  readonly start: number
  readonly index: number
  readonly method: string | null
}

function pathIn(node: CallExpression, source: Source): PathArgument | null {
  const [first, second] = node.arguments
  if (second?.type === 'ObjectExpression' && dotted(node.callee) === '__request') {
    return pathOf(propertyOf(second, 'url'), source)
  }
  if (first?.type === 'ObjectExpression') {
    return pathOf(propertyOf(first, 'url') ?? propertyOf(first, 'path'), source)
  }
  const verb = urlText(first, source)
  if (verb === null || !/^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/i.test(verb)) return pathOf(first, source)
  const behind = pathOf(second, source)
  return behind === null ? null : { ...behind, index: 1, method: verb.toUpperCase() }
}

function pathOf(node: Operand | undefined | null, source: Source): PathArgument | null {
  const path = urlText(node, source)
  if (node === undefined || node === null || path === null || !isPath(path, source)) return null
  return { path, start: node.start, index: 0, method: null }
}

/** Absolute, rooted, or a base or a wrapper's parameter followed by a path. */
function isPath(text: string, source: Source): boolean {
  if (text.length > 300 || /\s/.test(text.replace(/\$\{[^}]*\}/g, ''))) return false
  if (/^\$\{[\w$]+\.[\w$.]+\}$/.test(text)) return true
  return (
    /^(?:https?:\/\/|\/|\$\{[^}]*\}(?:\/|$|\$\{))/.test(text) &&
    (text.includes('/') || wrapperAround(text, source) !== null)
  )
}

function wrapperAround(path: string, source: Source): string | null {
  const names = [...path.matchAll(/\$\{([\w$]+)\}/g)].map((match) => match[1] ?? '')
  const tail = /\$\{([\w$]+)\}$/.exec(path)?.[1]
  if (tail === undefined || !names.includes(tail) || /\/[^$/]+\/\$\{[\w$]+\}$/.test(path)) return null
  const frame = source.frames.toReversed().find((one) => one.parameters.slice(0, 2).includes(tail))
  return frame === undefined || frame.name === '' ? null : frame.name
}

function stringIn(node: Expression | null): string | null {
  const text = scriptText(node)
  return text === null || text.includes('${') ? null : text
}

/** Options that are a variable, or spread one, may carry a method. */
function openOptions(options: readonly Operand[], config: Operand | undefined): boolean {
  if (config?.type === 'ObjectExpression') {
    return config.properties.some((one) => one.type === 'SpreadElement') || propertyOf(config, 'method') !== null
  }
  return options.length > 0 && !options.every((one) => isFunction(one))
}

function keysIn(
  last: string,
  options: readonly Operand[],
  config: Operand | undefined,
): { readonly keys: string | null; readonly bare: boolean } {
  const body = propertyOf(config, 'body') ?? propertyOf(config, 'json')
  const call = asCall(body)
  const text = call !== null && dotted(call.callee) === 'JSON.stringify' ? call.arguments[0] : body
  const direct = /^(?:post|put|patch)$/.test(last) ? options[0] : undefined
  const literal = text ?? direct
  const keys = literal?.type === 'ObjectExpression' ? (keysOf(literal)?.join(',') ?? null) : null
  return { keys, bare: text === null || text === undefined }
}
