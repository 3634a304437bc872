import { tagOf } from '../facts/element.ts'
import { dotted } from '../facts/script-name.ts'
import { asCall, isFunction, type Node, type Operand, walk } from '../facts/script-node.ts'
import { literalText } from '../facts/script-text.ts'
import { agreedWord } from './action-words.ts'
import type { Bare, Element } from './give-attribute.ts'

/** What an icon button does, in one word: where its icon and its handler, or the element that closes, say the same. */
export function sayAction({ node, around }: Bare): string | null {
  const icons = iconsIn(node)
  if (icons === null) return null
  const parent = around.at(-1)
  const isCloser = parent !== undefined && /(?:^|\.|[a-z])Close$/.test(tagOf(parent))
  const called = callOf(node)
  if (called === null) return isCloser && !hasHandler(node) ? agreedWord(icons, ['close']) : null
  return agreedWord(icons, called)
}

/** The names of the icons that a button may show; null when one is drawn and has no name. */
function iconsIn(button: Element): readonly string[] | null {
  const names: string[] = []
  walk(button, (node) => {
    if (node.type === 'JSXElement' && node !== button) names.push(tagOf(node))
    return node.type === 'JSXAttribute' ? 'skip' : undefined
  })
  return names.length === 0 || names.some((name) => !/^[A-Z]/.test(name)) ? null : names
}

function hasHandler(button: Element): boolean {
  return button.openingElement.attributes.some(
    (part) => part.type === 'JSXAttribute' && part.name.type === 'JSXIdentifier' && /^on[A-Z]/.test(part.name.name),
  )
}

/** The words of the one thing that a click calls; null when it calls more, or decides first. */
function callOf(button: Element): readonly string[] | null {
  for (const part of button.openingElement.attributes) {
    if (part.type !== 'JSXAttribute' || part.name.type !== 'JSXIdentifier' || part.name.name !== 'onClick') continue
    return part.value?.type === 'JSXExpressionContainer' ? wordsOf(part.value.expression) : null
  }
  return null
}

function wordsOf(node: Node): readonly string[] | null {
  if (node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'ChainExpression') {
    const call = asCall(node)
    return call === null ? wordsIn(dotted(node)) : wordsOfCall(call)
  }
  if (!isFunction(node)) return node.type === 'CallExpression' ? wordsOfCall(node) : null
  const [only, ...others] = callsIn(node.body) ?? []
  return only === undefined || others.length > 0 ? null : wordsOfCall(only)
}

type Call = NonNullable<ReturnType<typeof asCall>>

/** The calls of a body that does nothing but call; what only holds the event back is left out. */
function callsIn(body: Node | null): readonly Call[] | null {
  if (body === null) return null
  const statements = body.type === 'BlockStatement' ? body.body : [body]
  const calls: Call[] = []
  for (const statement of statements) {
    const inner = statement.type === 'ExpressionStatement' ? statement.expression : statement
    const call = asCall(inner.type === 'UnaryExpression' && inner.operator === 'void' ? inner.argument : inner)
    if (call === null) return null
    if (!/\.(?:stopPropagation|preventDefault)$/.test(dotted(call.callee) ?? '')) calls.push(call)
  }
  return calls
}

const carriers = /\.(?:mutate|mutateAsync|execute|trigger)$/

function wordsOfCall(call: Call): readonly string[] | null {
  const name = dotted(call.callee)
  const [first] = call.arguments
  if (name === null) return null
  if (/\bclipboard\.writeText$/.test(name)) return ['copy']
  if (/^(?:navigate|router\.push)$/.test(name)) return isMinusOne(first) ? ['back'] : null
  if (name === 'dispatch') return first?.type === 'CallExpression' ? wordsIn(dotted(first.callee)) : null
  if (carriers.test(name)) return wordsIn(name.replace(carriers, ''))
  const words = wordsIn(name)
  return words?.[0] === 'set' ? wordsOfSetter(words, first) : words
}

/** `setShowModal(false)` closes, `setQuery('')` clears; other values are what begins: `setEditing(row)`. */
function wordsOfSetter(words: readonly string[], value: Operand | undefined): readonly string[] | null {
  if (value === undefined || isFunction(value) || value.type === 'UnaryExpression') return null
  if (literalText(value) === '')
    return words.some((word) => /^(?:search|query|filter|term)$/.test(word)) ? [...words, 'clear'] : null
  if (value.type !== 'Literal') return words
  if (value.value === true) return words
  const isShown = words.some((word) => /^(?:show|shown|open|opened|visible)$/.test(word))
  return value.value === false && isShown ? ['close'] : null
}

function isMinusOne(node: Operand | undefined): boolean {
  return (
    node?.type === 'UnaryExpression' &&
    node.operator === '-' &&
    node.argument.type === 'Literal' &&
    node.argument.value === 1
  )
}

/** The words of the last name of a path: `props.onCloseMenu` → on, close, menu. */
function wordsIn(path: string | null): readonly string[] | null {
  const last = path?.split('.').at(-1) ?? ''
  const words = last.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []
  return words.length === 0 ? null : words.map((word) => word.toLowerCase())
}
