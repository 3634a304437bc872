import type { Collector, Emit } from './collector.ts'
import { attributes, tagOf } from './element.ts'
import { dotted } from './script-name.ts'
import { commentsWithin, isFunction, type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** What happens when a user clicks a button or sends a form. */
export interface EventFact extends Placed {
  readonly tag: string
  readonly event: string
  /** `unwired`: a button without any handler whose surroundings give it none. */
  readonly does: 'something' | 'nothing' | 'logs' | 'announces' | 'unwired'
  readonly symbol: string
  /** What the control shows or is called: its text, its label, or the handler's name. */
  readonly label: string
}

type Element = Extract<Node, { type: 'JSXElement' }>
type Does = EventFact['does']

interface Reading {
  readonly file: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
  readonly functions: ReadonlyMap<string, Does>
}

const controls =
  /^(?:a|button|form|[A-Z]\w*Button|Button|Form|MenuItem|DropdownMenuItem|IconButton|Fab|Chip|ListItemButton)$/
const promises = /coming soon|not (?:yet )?(?:implemented|available|supported)|to ?do\b|placeholder|under construction/i

/** Click and submit handlers of JSX, and buttons that have none. */
export const eventCollector: Collector = {
  id: 'events',
  wants: (file) =>
    isWritten(file) && file.language === 'typescript' && /\.[jt]sx?$/.test(file.path) && file.text.includes('<'),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    const reading: Reading = { file: file.path, tree, emit, functions: localFunctions(tree) }
    walk(tree.program, (node, above) => {
      if (node.type === 'JSXElement' && controls.test(tagOf(node))) collectControl(reading, node, above)
      return undefined
    })
  },
}

function collectControl(reading: Reading, node: Element, above: readonly Node[]): void {
  const tag = tagOf(node)
  const note = (event: string, does: Does, at: Node, label: string): void =>
    reading.emit('event', {
      file: reading.file,
      line: reading.tree.line(at.start),
      tag,
      event,
      does,
      label,
      symbol: scriptSymbol(above),
    })
  let handled = false
  for (const part of node.openingElement.attributes) {
    if (part.type === 'JSXSpreadAttribute' || part.name.type !== 'JSXIdentifier') continue
    const event = part.name.name
    if (!/^on(?:Click|Submit|Press|Select)$/.test(event) || part.value?.type !== 'JSXExpressionContainer') continue
    handled = true
    note(event, doesOf(reading, part.value.expression), part, labelOf(node) || (dotted(part.value.expression) ?? ''))
  }
  if (!handled && isUnwired(node, tag, above)) note('onClick', 'unwired', node, labelOf(node))
}

function doesOf(reading: Reading, node: Node): Does {
  if (node.type === 'Identifier') return reading.functions.get(node.name) ?? 'something'
  return isFunction(node) ? bodyDoes(reading.tree, node) : 'something'
}

/** Functions of the module or of a component, by name; a name declared twice is left out. */
function localFunctions(tree: TypeScriptTree): ReadonlyMap<string, Does> {
  const found = new Map<string, Does>()
  const note = (name: string, does: Does): void => {
    found.set(name, found.has(name) ? 'something' : does)
  }
  walk(tree.program, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id !== null) note(node.id.name, bodyDoes(tree, node))
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init !== null) {
      note(node.id.name, isFunction(node.init) ? bodyDoes(tree, node.init) : 'something')
    }
    return undefined
  })
  return found
}

function bodyDoes(tree: TypeScriptTree, node: Node): Does {
  if (!isFunction(node) || node.body === null) return 'something'
  if (node.body.type !== 'BlockStatement') return expressionDoes(node.body)
  const work = node.body.body.filter((statement) => !isPreventDefault(statement))
  if (work.length === 0 && node.body.body.length > 0) return 'something'
  if (work.length === 0) return saysWhy(tree, node) ? 'something' : 'nothing'
  const does = new Set(
    work.map((one) => (one.type === 'ExpressionStatement' ? expressionDoes(one.expression) : 'something')),
  )
  const [only] = does
  return does.size === 1 && only !== undefined ? only : 'something'
}

/** A comment in an empty body is a reason, unless it says that the work is still to be done. */
function saysWhy(tree: TypeScriptTree, node: Node): boolean {
  const text = commentsWithin(tree.comments, node.start, node.end)
    .map((comment) => comment.value)
    .join(' ')
  return text !== '' && !/\b(?:todo|fixme|implement|placeholder|later|wire|stub)\b/i.test(text)
}

function isPreventDefault(node: Node): boolean {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return false
  return /\.(?:preventDefault|stopPropagation)$/.test(dotted(node.expression.callee) ?? '')
}

function expressionDoes(node: Node): Does {
  if (node.type === 'Literal' && node.value === null) return 'nothing'
  if (node.type === 'Identifier' && node.name === 'undefined') return 'nothing'
  if (node.type !== 'CallExpression') return 'something'
  const callee = dotted(node.callee) ?? ''
  if (/^console\.(?:log|info|debug)$/.test(callee)) return 'logs'
  const told = /^(?:(?:window\.)?alert|toast(?:\.\w+)?|message\.\w+|notify|showToast)$/.test(callee)
  return told && promises.test(literalText(node.arguments[0]) ?? '') ? 'announces' : 'something'
}

/** Props that may bring a handler, make a link, or say that the control is off on purpose. */
const wiring =
  /^(?:\.\.\.|on[A-Z]\w*|href|to|as|asChild|component|form\w*|type|disabled|isDisabled|aria-disabled|ref|render|slot|command|commandfor|popover\w*|data-\w[\w-]*|aria-haspopup|aria-expanded|aria-hidden|role|tabIndex|name|value|action|loading|isLoading|submit|htmlType|leftSection|variants?Link|inert|id)$/

/** Only plain elements and a `Button` under plain elements are judged: a component around it may clone or wire it. */
function isUnwired(node: Element, tag: string, above: readonly Node[]): boolean {
  if (tag !== 'button' && tag !== 'Button') return false
  const isTyped = node.openingElement.attributes.some(
    (part) => part.type === 'JSXAttribute' && part.name.name === 'type' && literalText(part.value) === 'button',
  )
  const names = attributes(node).filter((name) => !(name === 'type' && isTyped))
  if (names.some((name) => wiring.test(name)) || labelOf(node) === '') return false
  if (node.children.some((child) => child.type === 'JSXElement' && !/^[a-z]/.test(tagOf(child)) && !isLeaf(child)))
    return false
  const wraps = above.filter((one) => one.type === 'JSXElement')
  return wraps.every(
    (one) => /^(?!a$|form$|label$|details$|summary$|dialog$)[a-z][a-z0-9]*$/.test(tagOf(one)) && isQuiet(one),
  )
}

function isLeaf(node: Element): boolean {
  return node.children.length === 0
}

/** A plain element that does not handle clicks for its children. */
function isQuiet(node: Element): boolean {
  return !attributes(node).some((name) => /^(?:on(?:Click|Submit|MouseDown|PointerDown)|\.\.\.|ref)/.test(name))
}

function labelOf(node: Element): string {
  const text = node.children
    .map((child) => (child.type === 'JSXText' ? child.value : ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (text !== '') return text.slice(0, 60)
  for (const part of node.openingElement.attributes) {
    if (part.type === 'JSXAttribute' && (part.name.name === 'aria-label' || part.name.name === 'title'))
      return (literalText(part.value) ?? '').slice(0, 60)
  }
  return ''
}
