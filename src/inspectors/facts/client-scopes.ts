import type { Expression, ObjectPattern, ParamPattern } from 'oxc-parser'
import type { Emit } from './collector.ts'
import { unreadable } from './http.ts'
import { dotted } from './script-name.ts'
import { asCall, isFunction, type Operand } from './script-node.ts'
import { keysOf, propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import type { TypeScriptTree } from './trees.ts'

/** Method names of HTTP clients. */
export const verbs = /^(?:get|post|put|patch|delete|del|head|GET|POST|PUT|PATCH|DELETE|HEAD)$/

/** A function, or the module, with the strings it declares. */
export interface Frame {
  readonly name: string
  readonly parameters: readonly string[]
  /** Strings declared in it, by name. */
  readonly strings: Map<string, string>
  /** Verbs taken out of a client hook, by local name. */
  readonly hooks: Map<string, string>
}

/** A file at hand, with the functions around the node being read. */
export interface CallSource {
  readonly file: string
  readonly text: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
  readonly frames: Frame[]
  /** Name that the next function gets from the variable, property or method it is given to. */
  readonly names: Map<number, string>
}

export function parameterName(node: ParamPattern): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'AssignmentPattern' && node.left.type === 'Identifier') return node.left.name
  return ''
}

/** Learns what a variable declaration says about paths, wrappers and clients. */
export function declared(name: string, init: Expression | null, source: CallSource): void {
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
export function taken(pattern: ObjectPattern, init: Expression | null, source: CallSource): void {
  const hook = dotted(asCall(init)?.callee) ?? ''
  if (!/^use\w*(?:Api|API|Http|Fetch|Axios|Request|Client)\w*$/.test(hook)) return
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier' || !verbs.test(property.key.name)) continue
    const local = property.value.type === 'Identifier' ? property.value.name : property.key.name
    source.frames.at(-1)?.hooks.set(local, `${hook}.${property.key.name}`)
  }
}

export function hookOf(callee: string, source: CallSource): string | null {
  return (
    source.frames
      .toReversed()
      .find((frame) => frame.hooks.has(callee))
      ?.hooks.get(callee) ?? null
  )
}

/** Emits the client that an expression makes: `axios.create({ baseURL })` and its like. */
export function clientOf(name: string, init: Expression, source: CallSource): void {
  const call = asCall(init)
  const callee = dotted(call?.callee) ?? ''
  const library = /^(axios|ky|ofetch|\$fetch|got|wretch)(?:\.(?:create|extend|instance))$/.exec(callee)?.[1]
  if (library === undefined || call === null) return
  const options = call.arguments[0]
  const base = propertyOf(options, 'baseURL') ?? propertyOf(options, 'prefixUrl') ?? propertyOf(options, 'prefix')
  const text =
    base === null
      ? options === undefined || options.type === 'ObjectExpression'
        ? ''
        : unreadable
      : urlText(base, source)
  source.emit('httpClient', {
    file: source.file,
    line: source.tree.line(init.start),
    name,
    library,
    base: text ?? unreadable,
  })
}

/** A string expression with the strings of the functions around it filled in; `new URL(path, base)` gives the path. */
export function urlText(node: Operand | undefined | null, source: CallSource): string | null {
  if (node?.type === 'NewExpression' && dotted(node.callee) === 'URL') return urlText(node.arguments[0], source)
  if (node?.type === 'CallExpression' && dotted(node.callee)?.endsWith('.toString') === true) {
    return node.callee.type === 'MemberExpression' ? urlText(node.callee.object, source) : null
  }
  const text = scriptText(node)
  return text === null
    ? null
    : text.replace(/\$\{([\w$]+)(?:\.href|\.toString)?\}/g, (whole, name: string) => known(name, source) ?? whole)
}

function known(name: string, source: CallSource): string | null {
  for (const frame of source.frames.toReversed()) {
    if (frame.parameters.includes(name)) return null
    const text = frame.strings.get(name)
    if (text !== undefined) return text
  }
  return null
}
