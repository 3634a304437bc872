import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { YamlTree } from './trees.ts'

/** One key of a mapping with its place; aliases are followed and merge keys are folded in. */
export interface YamlEntry {
  readonly key: string
  readonly value: YamlValue
  readonly line: number
}

/** Reads of nested mappings that never go deeper than this. */
const maxMerges = 20

/** A node of a YAML document with what readers of configuration need: text, entries and items, each with its line. */
export class YamlValue {
  readonly #node: unknown
  readonly #document: Document.Parsed
  readonly #tree: YamlTree

  constructor(node: unknown, document: Document.Parsed, tree: YamlTree) {
    this.#node = isAlias(node) ? node.resolve(document) : node
    this.#document = document
    this.#tree = tree
  }

  /** The root of the first document, or null for an empty or broken file. */
  static root(tree: YamlTree): YamlValue | null {
    const [document] = tree.documents
    return document === undefined || document.contents === null
      ? null
      : new YamlValue(document.contents, document, tree)
  }

  get line(): number {
    const start = isNode(this.#node) ? (this.#node.range?.[0] ?? 0) : 0
    return this.#tree.line(start)
  }

  /** First line of the text itself: below the indicator of a block scalar. */
  get textLine(): number {
    const block = isScalar(this.#node) && (this.#node.type === 'BLOCK_LITERAL' || this.#node.type === 'BLOCK_FOLDED')
    return block ? this.line + 1 : this.line
  }

  get isMap(): boolean {
    return isMap(this.#node)
  }

  get isList(): boolean {
    return isSeq(this.#node)
  }

  /** A scalar as written in the file, null for anything else and for `null`. */
  get text(): string | null {
    if (!isScalar(this.#node) || this.#node.value === null) return null
    return typeof this.#node.value === 'string' ? this.#node.value : (this.#node.source ?? String(this.#node.value))
  }

  entries(depth = 0): readonly YamlEntry[] {
    if (!isMap(this.#node) || depth > maxMerges) return []
    const own: YamlEntry[] = []
    const merged: YamlEntry[] = []
    for (const pair of this.#node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const value = this.#wrap(pair.value)
      if (key === '<<')
        merged.push(...(value.isList ? value.items() : [value]).flatMap((part) => part.entries(depth + 1)))
      else own.push({ key, value, line: this.#wrap(pair.key).line })
    }
    const known = new Set(own.map((entry) => entry.key))
    return [...own, ...merged.filter((entry) => !known.has(entry.key))]
  }

  items(): readonly YamlValue[] {
    return isSeq(this.#node) ? this.#node.items.map((item) => this.#wrap(item)) : []
  }

  get(key: string): YamlValue | null {
    return this.entries().find((entry) => entry.key === key)?.value ?? null
  }

  /** The text of a key, null when it is missing or no scalar. */
  textOf(key: string): string | null {
    return this.get(key)?.text ?? null
  }

  #wrap(node: unknown): YamlValue {
    return new YamlValue(node, this.#document, this.#tree)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value
}
