import { dotted, keyName } from '../facts/script-name.ts'
import { isFunction, type Node } from '../facts/script-node.ts'
import type { Script } from './script-scopes.ts'
import { literalText } from '../facts/script-text.ts'
import { assigned, bound, memberOf } from './value-bindings.ts'
import { called, type Flow, made, type Path } from './value-path.ts'

interface Place {
  readonly node: Node
  readonly path: Path
}

type Step = Place | readonly Flow[]

const ended: readonly Flow[] = []

/** Follows one mention of a value outwards, through the expressions around it, to where it is used or kept. */
export function flowOf(script: Script, node: Node, path: Path): readonly Flow[] {
  let place: Place = { node, path }
  for (;;) {
    const next = stepFrom(script, place)
    if (!('node' in next)) return next
    place = next
  }
}

function stepFrom(script: Script, place: Place): Step {
  const { node, path } = place
  const parent = script.parents.get(node)
  if (parent === undefined) return ended
  if (path.length === 0) return atMethod(parent, place)
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node ? throughMember(parent, path) : ended
    case 'CallExpression':
      return parent.callee === node ? throughCall(parent, path) : throughArgument(parent, place)
    case 'NewExpression':
      if (parent.callee !== node) return passed(parent, place)
      return path[0] === made ? { node: parent, path: path.slice(1) } : ended
    case 'ConditionalExpression':
      return parent.test === node ? ended : { node: parent, path }
    case 'VariableDeclarator':
      return parent.init === node ? bound(script, parent.id, path) : ended
    case 'AssignmentExpression':
      return parent.right === node ? assigned(script, parent.left, path) : ended
    case 'AssignmentPattern':
      return parent.right === node ? bound(script, parent.left, path) : ended
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
      return parent.value === node ? memberOf(script, parent, path) : ended
    case 'Property':
      return parent.value === node ? inObject(script, parent, path) : ended
    case 'SpreadElement':
      return inSpread(script, parent, path)
    case 'ReturnStatement':
      return returned(script, parent, path)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === node ? [{ kind: 'subclass', owner: parent, path }] : ended
    case 'ExportDefaultDeclaration':
      return [{ kind: 'given', path }]
    default:
      return elsewhere(script, parent, place)
  }
}

const wrappers =
  /^(?:AwaitExpression|ChainExpression|TSNonNullExpression|TSAsExpression|TSSatisfiesExpression|TSTypeAssertion|TSInstantiationExpression|ParenthesizedExpression|LogicalExpression|SequenceExpression)$/
const harmless =
  /^(?:TSTypeReference|ExpressionStatement|IfStatement|WhileStatement|DoWhileStatement|UnaryExpression|BinaryExpression|TemplateLiteral|Import\w*|Export\w*|FunctionDeclaration|FunctionExpression|LabeledStatement|CatchClause|ObjectPattern|RestElement|TSTypeQuery|TSClassImplements|TSInterfaceHeritage|TSQualifiedName|TSTypeAliasDeclaration|TSInterfaceDeclaration|TSPropertySignature|TSMethodSignature|TSParameterProperty|TSEnum\w*|TSTypeParameter|TSTypePredicate|TSModuleDeclaration)$/

function elsewhere(script: Script, parent: Node, { node, path }: Place): Step {
  if (wrappers.test(parent.type)) return { node: parent, path }
  if (parent.type === 'ArrowFunctionExpression') return parent.body === node ? answered(script, parent, path) : ended
  return harmless.test(parent.type) ? ended : open(node)
}

function open(node: Node): readonly Flow[] {
  return [{ kind: 'open', node }]
}

/** The method itself: called, or handed on to who may call it. */
function atMethod(parent: Node, { node, path }: Place): Step {
  if (parent.type === 'CallExpression' && parent.callee === node) return [{ kind: 'used', node: parent }]
  if (/^(?:Chain|TSNonNull|TSInstantiation)Expression$/.test(parent.type)) return { node: parent, path }
  if (parent.type === 'AssignmentExpression' && parent.left === node) return ended
  return /^(?:ExpressionStatement|UnaryExpression|IfStatement)$/.test(parent.type) ? ended : open(node)
}

function throughMember(parent: Extract<Node, { type: 'MemberExpression' }>, path: Path): Step {
  const name = parent.computed ? literalText(parent.property) : keyName(parent.property, false)
  if (name === null) return open(parent)
  if (name === path[0]) return { node: parent, path: path.slice(1) }
  return /^(?:then|catch|finally|call|apply|bind|prototype)$/.test(name) ? open(parent) : ended
}

function throughCall(parent: Node, path: Path): Step {
  if (path[0] === called) return { node: parent, path: path.slice(1) }
  return path[0] === made ? open(parent) : ended
}

const same = /^(?:Object\.freeze|markRaw|reactive|shallowReactive|readonly|toRaw)$/
const boxes: Readonly<Record<string, string>> = { ref: 'value', shallowRef: 'value', useRef: 'current' }
const giving = /^(?:inject|resolve|get|useInjection)$/
const once = /^(?:defineStore|createSharedComposable|createGlobalState|memoize|once|cache)$/

/** What well-known functions do with their argument. */
function throughArgument(parent: Extract<Node, { type: 'CallExpression' }>, { node, path }: Place): Step {
  const callee = dotted(parent.callee) ?? ''
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  if (same.test(callee)) return { node: parent, path }
  const box = boxes[callee]
  if (box !== undefined) return { node: parent, path: [box, ...path] }
  if (giving.test(last) && path[0] === made && parent.arguments[0] === node)
    return { node: parent, path: path.slice(1) }
  if (isFunction(node) && /^(?:React\.)?useMemo$/.test(callee)) return { node: parent, path: path.slice(1) }
  if (isFunction(node) && once.test(last)) return { node: parent, path }
  return last === 'bind' || /^console\.\w+$/.test(callee) ? ended : passed(parent, { node, path })
}

function passed(parent: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>, { node, path }: Place): Step {
  const given: readonly Node[] = parent.arguments
  const index = given.indexOf(node)
  if (index === -1 || parent.callee.type !== 'Identifier') return open(node)
  return [{ kind: 'passed', to: parent.callee.name, index, node, path }]
}

function inObject(script: Script, property: Extract<Node, { type: 'Property' }>, path: Path): Step {
  const object = script.parents.get(property)
  if (object?.type !== 'ObjectExpression') return ended
  const key = keyName(property.key, property.computed)
  if (key === null) return open(property)
  if (isVue(script) && isFunction(property.value) && /^(?:setup|data)$/.test(key))
    return [{ kind: 'shown', path: path.slice(1) }]
  return { node: object, path: [key, ...(property.kind === 'get' ? path.slice(1) : path)] }
}

function inSpread(script: Script, spread: Node, path: Path): Step {
  const above = script.parents.get(spread)
  return above?.type === 'ObjectExpression' ? { node: above, path } : open(spread)
}

function returned(script: Script, statement: Node, path: Path): Step {
  for (let node = script.parents.get(statement); node !== undefined; node = script.parents.get(node)) {
    if (isFunction(node)) return answered(script, node, path)
  }
  return ended
}

/** The value is what a function answers. */
export function answered(script: Script, node: Node, path: Path): Step {
  const answer = [called, ...path]
  if (node.type !== 'FunctionDeclaration') return { node, path: answer }
  return node.id === null ? [{ kind: 'given', path: answer }] : bound(script, node.id, answer)
}

export function isVue(script: Script): boolean {
  return script.file.endsWith('.vue')
}
