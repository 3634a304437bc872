import type { Edit } from '../../domain/edit.ts'
import { attributes, type ElementFact, tagOf } from '../facts/element.ts'
import { type Node, walk } from '../facts/script-node.ts'
import type { View } from '../inspector.ts'
import { type Bare, type Element, giveAttribute } from './give-attribute.ts'

/** Gives header cells the scope that their place in the table says. */
export function giveScope(view: View, cells: readonly ElementFact[]): readonly (Edit | null)[] {
  return giveAttribute(view, cells, { name: 'scope', valueOf: scopeOf, lacks: isBareHeader })
}

function isBareHeader(node: Element): boolean {
  const isMarked = attributes(node).some((name) => /^(?:\.{3}|scope|role|id)$/.test(name))
  return tagOf(node) === 'th' && !isMarked && node.children.some((child) => !isBlank(child))
}

/** In a head every cell tops its column; elsewhere the one header that begins a row of data names the row. */
function scopeOf({ node, around }: Bare): 'col' | 'row' | null {
  const [section, row] = around.slice(-2)
  if (section === undefined || row === undefined || tagOf(row) !== 'tr') return null
  if (attributes(node).includes('colSpan')) return null
  const cells = cellsIn(row)
  const headers = cells.filter((tag) => tag === 'th').length
  if (tagOf(section) === 'thead') return headers === cells.length ? 'col' : null
  if (!/^(?:tbody|tfoot)$/.test(tagOf(section)) || attributes(node).includes('rowSpan')) return null
  const first = row.children.find((child) => !isBlank(child))
  return first === node && headers === 1 && cells.length > 1 ? 'row' : null
}

function cellsIn(row: Element): readonly string[] {
  const tags: string[] = []
  walk(row, (node) => {
    if (node.type === 'JSXElement' && /^t[hd]$/.test(tagOf(node))) tags.push(tagOf(node))
    return undefined
  })
  return tags
}

function isBlank(node: Node): boolean {
  if (node.type === 'JSXText') return node.value.trim() === ''
  return node.type === 'JSXExpressionContainer' && node.expression.type === 'JSXEmptyExpression'
}
