import type { Collector, Emit } from './collector.ts'
import { type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** An element that a screen reader needs a name, a scope or a text for. */
export interface ElementFact extends Placed {
  readonly kind: 'icon-button' | 'image' | 'header-cell'
  readonly tag: string
  readonly symbol: string
  /** It says what it is: a label, a scope, an alternative text, or props that may bring one. */
  readonly named: boolean
}

type Element = Extract<Node, { type: 'JSXElement' }>

const naming =
  /^(?:aria-label|aria-labelledby|title|label|tooltip|tooltipText|tooltipContent|ariaLabel|name|alt|text|content|children|dangerouslySetInnerHTML)$/
const iconSources =
  /^(?:lucide-react|react-icons(?:\/|$)|@heroicons\/|@radix-ui\/react-icons|@tabler\/icons|@mui\/icons-material|@phosphor-icons\/|phosphor-react|@ant-design\/icons|react-feather|@remixicon\/react|@carbon\/icons-react|@fluentui\/react-icons|@hugeicons\/|iconoir-react|@fortawesome\/react-fontawesome)/

/** Icons of the repository's own: `@/components/icons`, `./icons/Cross`. */
const ownIcons = /^(?:\.{1,2}|@|~|src)\/(?:[\w.@-]+\/){0,6}icons?(?:\/[\w.-]+)?$/i

/** Icon buttons, images and header cells of JSX. */
export const elementCollector: Collector = {
  id: 'elements',
  wants: (file) =>
    isWritten(file) && file.language === 'typescript' && /\.[jt]sx?$/.test(file.path) && file.text.includes('<'),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    const icons = iconNames(tree)
    // Markup that is drawn into a picture is read by nobody.
    if (/ImageResponse|['"]satori['"]|(?:^|\/)(?:og|og-image|opengraph-image)[/.]/.test(`${file.path}\n${file.text}`))
      return
    walk(tree.program, (node, above) => {
      if (node.type === 'JSXElement') collectElement({ file: file.path, tree, icons, emit }, node, above)
      return undefined
    })
  },
}

interface Reading {
  readonly file: string
  readonly tree: TypeScriptTree
  readonly icons: ReadonlySet<string>
  readonly emit: Emit
}

function iconNames(tree: TypeScriptTree): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of tree.program.body) {
    if (node.type !== 'ImportDeclaration') continue
    const isOwn = ownIcons.test(node.source.value)
    if (!isOwn && !iconSources.test(node.source.value)) continue
    for (const part of node.specifiers) if (!isOwn || /icon/i.test(part.local.name)) names.add(part.local.name)
  }
  return names
}

function collectElement(reading: Reading, node: Element, above: readonly Node[]): void {
  const tag = tagOf(node)
  const kind = kindOf(reading, node, tag)
  if (kind === null) return
  reading.emit('element', {
    file: reading.file,
    line: reading.tree.line(node.start),
    kind,
    tag,
    symbol: scriptSymbol(above),
    named: isNamed(kind, node, above),
  })
}

function kindOf(reading: Reading, node: Element, tag: string): ElementFact['kind'] | null {
  if (tag === 'img') return 'image'
  if (tag === 'th' && hasText(node)) return 'header-cell'
  if (!/^(?:button|Button|IconButton)$/.test(tag)) return null
  const children = node.children.filter((child) => !isBlank(child))
  return children.length === 1 && children[0] !== undefined && isIcon(children[0], reading.icons) ? 'icon-button' : null
}

export function tagOf(node: Element): string {
  const name = node.openingElement.name
  if (name.type === 'JSXIdentifier') return name.name
  return name.type === 'JSXMemberExpression' ? `${tagText(name.object)}.${name.property.name}` : ''
}

function tagText(node: Node): string {
  return node.type === 'JSXIdentifier' ? node.name : ''
}

function hasText(node: Element): boolean {
  return node.children.some((child) => !isBlank(child))
}

function isBlank(node: Node): boolean {
  if (node.type === 'JSXText') return node.value.trim() === ''
  return node.type === 'JSXExpressionContainer' && node.expression.type === 'JSXEmptyExpression'
}

function isIcon(node: Node, icons: ReadonlySet<string>): boolean {
  if (node.type === 'JSXExpressionContainer') return isIcon(node.expression, icons)
  if (node.type === 'ConditionalExpression') return isIcon(node.consequent, icons) && isIcon(node.alternate, icons)
  if (node.type !== 'JSXElement') return false
  const tag = tagOf(node)
  if (attributes(node).some((name) => name === '...' || naming.test(name))) return false
  if (tag === 'svg') return !node.children.some((child) => child.type === 'JSXElement' && tagOf(child) === 'title')
  return icons.has(tag) && node.children.every(isBlank)
}

/** Names of the attributes; `...` for spread props. */
export function attributes(node: Element): string[] {
  return node.openingElement.attributes.map((part) => {
    if (part.type === 'JSXSpreadAttribute') return '...'
    return part.name.type === 'JSXIdentifier' ? part.name.name : `${part.name.namespace.name}:${part.name.name.name}`
  })
}

function isNamed(kind: ElementFact['kind'], node: Element, above: readonly Node[]): boolean {
  const names = attributes(node)
  if (names.includes('...')) return true
  switch (kind) {
    case 'image':
      return names.some(
        (name) => name === 'alt' || name === 'aria-hidden' || name === 'role' || name.startsWith('aria-label'),
      )
    case 'header-cell':
      return names.some((name) => name === 'scope' || name === 'role' || name === 'id')
    case 'icon-button':
      return names.some((name) => naming.test(name) || name === 'aria-hidden') || above.some(isNaming)
  }
}

/** Some tooltips hand their title down as the name of the child; a label names what it wraps. */
function isNaming(node: Node): boolean {
  if (node.type !== 'JSXElement') return false
  if (tagOf(node) === 'label') return true
  return (
    /tooltip|hint|popconfirm/i.test(tagOf(node)) && attributes(node).some((name) => naming.test(name) || name === '...')
  )
}
