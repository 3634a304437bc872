import { type CallExpression, type Expression, type ObjectPattern, type ParamPattern, Visitor } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { asCall, dotted, isFunction, keysOf, type Operand, propertyOf, textOf } from './js-syntax.ts'
import { isForeign } from './source-kind.ts'
import type { TypeScriptTree } from './trees.ts'

interface Frame {
  readonly name: string
  readonly parameters: readonly string[]
  /** Strings declared in it, by name. */
  readonly strings: Map<string, string>
  /** Verbs taken out of a client hook, by local name. */
  readonly hooks: Map<string, string>
}

interface Source {
  readonly file: string
  readonly text: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
  readonly frames: Frame[]
  /** Name that the next function gets from the variable, property or method it is given to. */
  readonly names: Map<number, string>
}

const verbs = /^(?:get|post|put|patch|delete|del|head|GET|POST|PUT|PATCH|DELETE|HEAD)$/
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

function parameterName(node: ParamPattern): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'AssignmentPattern' && node.left.type === 'Identifier') return node.left.name
  return ''
}

function declared(name: string, init: Expression | null, source: Source): void {
  if (init === null) return
  if (isFunction(init)) source.names.set(init.start, name)
  if (init.type === 'ObjectExpression') {
    for (const key of keysOf(init) ?? []) source.names.set(propertyOf(init, key)?.start ?? -1, `${name}.${key}`)
  }
  const wrapped = asCall(init)?.arguments.find((entry) => isFunction(entry))
  if (wrapped !== undefined) source.names.set(wrapped.start, name)
  const text = urlText(init, source)
  if (text !== null) source.frames.at(-1)?.strings.set(name, text)
  clientOf(name, init, source)
}

/** `const { get, post } = useApi()`: the verbs belong to the client that the hook gives. */
function taken(pattern: ObjectPattern, init: Expression | null, source: Source): void {
  const hook = dotted(asCall(init)?.callee) ?? ''
  if (!/^use\w*(?:Api|API|Http|Fetch|Axios|Request|Client)\w*$/.test(hook)) return
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier' || !verbs.test(property.key.name)) continue
    const local = property.value.type === 'Identifier' ? property.value.name : property.key.name
    source.frames.at(-1)?.hooks.set(local, `${hook}.${property.key.name}`)
  }
}

function hookOf(callee: string, source: Source): string | null {
  return (
    source.frames
      .toReversed()
      .find((frame) => frame.hooks.has(callee))
      ?.hooks.get(callee) ?? null
  )
}

function clientOf(name: string, init: Expression, source: Source): void {
  const call = asCall(init)
  const callee = dotted(call?.callee) ?? ''
  const library = /^(axios|ky|ofetch|\$fetch|got|wretch)(?:\.(?:create|extend|instance))$/.exec(callee)?.[1]
  if (library === undefined || call === null) return
  const options = call.arguments[0]
  const base = propertyOf(options, 'baseURL') ?? propertyOf(options, 'prefixUrl') ?? propertyOf(options, 'prefix')
  const text =
    base === null ? (options === undefined || options.type === 'ObjectExpression' ? '' : '${?}') : urlText(base, source)
  source.emit('httpClient', {
    file: source.file,
    line: source.tree.line(init.start),
    name,
    library,
    base: text ?? '${?}',
  })
}

/** A string expression with the strings of the functions around it filled in; `new URL(path, base)` gives the path. */
function urlText(node: Operand | undefined | null, source: Source): string | null {
  if (node?.type === 'NewExpression' && dotted(node.callee) === 'URL') return urlText(node.arguments[0], source)
  if (node?.type === 'CallExpression' && dotted(node.callee)?.endsWith('.toString') === true) {
    return node.callee.type === 'MemberExpression' ? urlText(node.callee.object, source) : null
  }
  const text = textOf(node)
  return text === null
    ? null
    : text.replace(/\$\{([\w$]+)(?:\.href|\.toString)?\}/g, (whole, name: string) => known(name, source) ?? whole)
}

function known(name: string, source: Source): string | null {
  for (const frame of source.frames.toReversed()) {
    if (frame.parameters.includes(name)) return null
    const text = frame.strings.get(name)
    if (text !== undefined) return text
  }
  return null
}

function callOf(node: CallExpression, source: Source): void {
  const written = dotted(node.callee)
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
    line: source.tree.line(node.start),
    callee,
    path: found.path,
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

interface PathArgument {
  readonly path: string
  readonly index: number
  readonly method: string | null
}

function pathIn(node: CallExpression, source: Source): PathArgument | null {
  const [first, second] = node.arguments
  if (first?.type === 'ObjectExpression') {
    const url = urlText(propertyOf(first, 'url') ?? propertyOf(first, 'path'), source)
    return url !== null && isPath(url, source) ? { path: url, index: 0, method: null } : null
  }
  const text = urlText(first, source)
  if (text !== null && /^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/i.test(text)) {
    const path = urlText(second, source)
    return path !== null && isPath(path, source) ? { path, index: 1, method: text.toUpperCase() } : null
  }
  return text !== null && isPath(text, source) ? { path: text, index: 0, method: null } : null
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
  const text = textOf(node)
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
