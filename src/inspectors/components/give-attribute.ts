import type { Edit } from '../../domain/edit.ts'
import type { ElementFact } from '../facts/element.ts'
import { type Node, walk } from '../facts/script-node.ts'
import { type TypeScriptTree, treesOf } from '../facts/trees.ts'
import type { View } from '../inspector.ts'
import { insertAfter, type Splice, spliceLines } from '../repair.ts'
import type { SourceFile } from '../snapshot.ts'

export type Element = Extract<Node, { type: 'JSXElement' }>

/** An element that lacks something, with what stands around it. */
export interface Bare {
  readonly source: SourceFile
  readonly tree: TypeScriptTree
  readonly node: Element
  /** The elements around it, the nearest last. */
  readonly around: readonly Element[]
}

export interface Attribute {
  readonly name: string
  /** What the attribute should say; null where the code does not tell. */
  valueOf(bare: Bare): string | null
  /** Whether an element is one that the facts tell of. */
  lacks(node: Element): boolean
}

/** The edits that give one attribute to all these elements. A file where an element is not found again gives null. */
export function giveAttribute(
  view: View,
  elements: readonly ElementFact[],
  attribute: Attribute,
): readonly (Edit | null)[] {
  return [...Map.groupBy(elements, (element) => element.file)].flatMap(([file, facts]) => {
    const source = view.snapshot.byPath.get(file)
    if (source === undefined) return [null]
    const bare = bareIn(source, facts, attribute)
    return bare.length === facts.length ? editsOf(view, bare, attribute) : [null]
  })
}

/** Those of the elements that are found again and whose value the code tells. */
export function clearOf(view: View, elements: readonly ElementFact[], attribute: Attribute): readonly ElementFact[] {
  return [...Map.groupBy(elements, (element) => element.file)].flatMap(([file, facts]) => {
    const source = view.snapshot.byPath.get(file)
    const bare = source === undefined ? [] : bareIn(source, facts, attribute)
    const byLine = Map.groupBy(bare, ({ tree, node }) => tree.line(node.start))
    return facts.filter(({ line }) => {
      const own = byLine.get(line) ?? []
      const isFound = own.length === facts.filter((fact) => fact.line === line).length
      return isFound && own.every((one) => written(one, attribute) !== null)
    })
  })
}

function bareIn(source: SourceFile, facts: readonly ElementFact[], attribute: Attribute): readonly Bare[] {
  const tree = treesOf(source).typescript()
  const lines = new Set(facts.map((fact) => fact.line))
  const found: Bare[] = []
  if (tree.error !== null) return found
  walk(tree.program, (node, above) => {
    if (node.type === 'JSXElement' && lines.has(tree.line(node.start)) && attribute.lacks(node))
      found.push({ source, tree, node, around: above.filter((one) => one.type === 'JSXElement') })
    return undefined
  })
  return found
}

function editsOf(view: View, bare: readonly Bare[], attribute: Attribute): readonly (Edit | null)[] {
  const splices: Splice[] = []
  const edits: (Edit | null)[] = []
  const file = bare[0]?.source.path ?? ''
  for (const one of bare) {
    const text = written(one, attribute)
    if (text === null) return [null]
    const { name, attributes } = one.node.openingElement
    const [line, first] = [one.tree.line(name.end), attributes[0]]
    if (first === undefined || one.tree.line(first.start) === line)
      splices.push({ start: name.end, end: name.end, text: ` ${text}` })
    else edits.push(insertAfter(view.snapshot, file, line, [`${indentOf(one, first.start)}${text}`]))
  }
  return [...edits, ...spliceLines(view.snapshot, file, splices)]
}

/** The attribute in the quotes that the file uses. */
function written(bare: Bare, attribute: Attribute): string | null {
  const value = attribute.valueOf(bare)
  if (value === null || value === '' || /["'{}<>&\\\n\r]/.test(value)) return null
  const { text } = bare.source
  const quote = count(text, /\s[\w-]+='/g) > count(text, /\s[\w-]+="/g) ? "'" : '"'
  return `${attribute.name}=${quote}${value}${quote}`
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function indentOf({ source }: Bare, offset: number): string {
  const start = source.text.lastIndexOf('\n', offset) + 1
  return /^[ \t]*/.exec(source.text.slice(start, offset))?.[0] ?? ''
}
