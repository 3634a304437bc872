import type { Edit } from '../../domain/edit.ts'
import { attributes, type ElementFact, tagOf } from '../facts/element.ts'
import type { ImportFact } from '../facts/import.ts'
import { moduleGraph } from '../facts/module-graph.ts'
import { type Node, walk } from '../facts/script-node.ts'
import { literalText } from '../facts/script-text.ts'
import type { View } from '../inspector.ts'
import { isEnglish } from './english.ts'
import { type Attribute, type Bare, clearOf, type Element, giveAttribute } from './give-attribute.ts'
import { sayAction } from './say-action.ts'

const button = /^(?:button|Button|IconButton)$/
const tipAttributes = /^data-(?:tip|tooltip|tooltip-content)$/

/** Gives icon buttons the name that their tooltip shows to those who see, or the word that icon and handler both say. */
export function giveName(view: View, buttons: readonly ElementFact[]): readonly (Edit | null)[] {
  return giveAttribute(
    view,
    buttons,
    label(view, (one) => shownBy(one) ?? spokenBy(view, one)),
  )
}

/** The icon buttons whose icon and handler say the same word, and that no tooltip names. */
export function spokenButtons(view: View, buttons: readonly ElementFact[]): readonly ElementFact[] {
  return clearOf(
    view,
    buttons,
    label(view, (one) => (shownBy(one) === null ? spokenBy(view, one) : null)),
  )
}

function label(view: View, nameOf: (one: Bare) => string | null): Attribute {
  return {
    name: 'aria-label',
    valueOf: (one) => (handsOn(view, one) ? nameOf(one) : null),
    lacks: (node) =>
      button.test(tagOf(node)) && !attributes(node).some((name) => name === '...' || name === 'aria-label'),
  }
}

function shownBy({ node, around }: Bare): string | null {
  return tipOf(node) ?? tipAround(node, around.at(-1)) ?? tooltipText(around)
}

function spokenBy(view: View, bare: Bare): string | null {
  return isTipped(bare.around) || !isEnglish(view, bare.source.path) ? null : sayAction(bare)
}

/** A tooltip says more than a handler does, in a way that is not read here. */
function isTipped(around: readonly Element[]): boolean {
  return around.some((element) => /tooltip|hint|popconfirm/i.test(tagOf(element)))
}

/** `data-tip` and its like, on the button itself. */
function tipOf(node: Element): string | null {
  for (const part of node.openingElement.attributes) {
    if (part.type !== 'JSXAttribute' || part.name.type !== 'JSXIdentifier' || !tipAttributes.test(part.name.name))
      continue
    return part.value?.type === 'Literal' ? plainText(literalText(part.value)) : null
  }
  return null
}

/** The same on the element around it, when the button is all that it holds. */
function tipAround(node: Element, parent: Element | undefined): string | null {
  if (parent === undefined || !/^(?:div|span)$/.test(tagOf(parent))) return null
  return elementsIn(parent).some((other) => other !== parent && !isInside(other, node)) ? null : tipOf(parent)
}

/** The content of the tooltip whose trigger the button is, when the tooltip has one button and one text. */
function tooltipText(around: readonly Element[]): string | null {
  const tooltip = around.findLast((element) => /^Tooltip(?:\.Root)?$/.test(tagOf(element)))
  const isTrigger = around.some((element) => /^(?:TooltipTrigger|Tooltip\.Trigger)$/.test(tagOf(element)))
  if (tooltip === undefined || !isTrigger) return null
  const inside = elementsIn(tooltip)
  const contents = inside.filter((element) => /^(?:TooltipContent|Tooltip\.Content)$/.test(tagOf(element)))
  const [content] = contents
  const isClear = contents.length === 1 && inside.filter((element) => button.test(tagOf(element))).length === 1
  return content !== undefined && isClear ? textIn(content) : null
}

function textIn(element: Element): string | null {
  const children = element.children.filter((child) => !(child.type === 'JSXText' && child.value.trim() === ''))
  const [only] = children
  if (children.length !== 1 || only === undefined) return null
  if (only.type === 'JSXElement' && /^(?:p|span)$/.test(tagOf(only))) return textIn(only)
  return only.type === 'JSXText' ? plainText(only.value) : null
}

function plainText(text: string | null): string | null {
  const folded = text?.replaceAll(/\s+/g, ' ').trim() ?? ''
  return folded.length <= 80 && /\p{L}/u.test(folded) ? folded : null
}

function elementsIn(root: Element): readonly Element[] {
  const found: Element[] = []
  walk(root, (node) => {
    if (node.type === 'JSXElement') found.push(node)
    return undefined
  })
  return found
}

function isInside(node: Node, outer: Node): boolean {
  return node.start >= outer.start && node.end <= outer.end
}

const kits =
  /^(?:@mui\/(?:material|joy)|@material-ui\/core|@chakra-ui\/react|antd|@mantine\/core|react-bootstrap|reactstrap|@radix-ui\/themes|@nextui-org\/[\w-]+|@heroui\/[\w-]+)(?:\/|$)/

/**
 * A component of the repository is trusted with an attribute when it spreads the props that it does not name; of the kits
 * it is known that they do.
 */
function handsOn(view: View, { source, node }: Bare): boolean {
  const tag = tagOf(node)
  if (tag === 'button') return true
  const imports = view.facts.derived('components:imports', () =>
    Map.groupBy(view.facts.all('import'), ({ file }) => file),
  )
  const [only, ...others] = (imports.get(source.path) ?? []).filter((fact) => brings(fact, tag))
  if (only === undefined || others.length > 0) return false
  if (kits.test(only.specifier)) return true
  const edge = moduleGraph(view)
    .outgoing.get(source.path)
    ?.find(({ fact }) => fact === only)
  const text = edge === undefined ? '' : (view.snapshot.byPath.get(edge.to)?.text ?? '')
  return /\{\s*\.\.\.(?:props|rest|others?|restProps)\s*\}/.test(text)
}

/** By its name, or as what a module of that name is by default. */
function brings({ names, specifier }: ImportFact, tag: string): boolean {
  return names.split(',').includes(tag) || (names === 'default' && nameOfModule(specifier) === tag)
}

function nameOfModule(specifier: string): string {
  return (specifier.split('/').at(-1) ?? '').replace(/\.[jt]sx?$/, '')
}
