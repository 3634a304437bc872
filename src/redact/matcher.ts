/** Finds many literals in one pass over a text, ignoring the case of ASCII letters. */
export interface Matcher {
  /** Calls back for every occurrence, in the order in which they end. Answers how much of the text's end may be the beginning of one. */
  scan(text: string, found: (literal: number, end: number) => void): number
}

/**
 * Aho–Corasick over code units, as one dense table: a step per unit, whatever the text. States with an occurrence come
 * last, so that the common case is told by one comparison.
 */
export function createMatcher(literals: readonly string[]): Matcher {
  const alphabet = alphabetOf(literals)
  const trie = grow(literals)
  connect(trie)
  const { table, outputs, depths, firstHit } = flatten(trie, alphabet)
  const { ascii, wide, size } = alphabet
  return {
    scan(text, found) {
      let state = 0
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at)
        const letter = unit < 128 ? ascii[unit] : (wide.get(unit) ?? 0)
        state = table[state + (letter ?? 0)] ?? 0
        if (state >= firstHit) for (const literal of outputs[state / size] ?? none) found(literal, at + 1)
      }
      return depths[state / size] ?? 0
    },
  }
}

const none: readonly number[] = []

interface Alphabet {
  /** Letter of each ASCII unit; 0: in no literal. */
  readonly ascii: Uint16Array
  readonly wide: ReadonlyMap<number, number>
  readonly size: number
}

function alphabetOf(literals: readonly string[]): Alphabet {
  const letters = new Map<number, number>()
  for (const literal of literals)
    for (let at = 0; at < literal.length; at += 1) {
      const unit = fold(literal.charCodeAt(at))
      if (!letters.has(unit)) letters.set(unit, letters.size + 1)
    }
  const ascii = Uint16Array.from({ length: 128 }, (_, unit) => letters.get(fold(unit)) ?? 0)
  const wide = new Map([...letters].filter(([unit]) => unit >= 128))
  return { ascii, wide, size: letters.size + 1 }
}

function fold(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit
}

interface Node {
  readonly children: Map<number, Node>
  readonly depth: number
  /** Literals that end here, or in the longest shorter ending of what led here. */
  outputs: readonly number[]
  fallback: Node | null
}

function newNode(depth: number): Node {
  return { children: new Map(), depth, outputs: none, fallback: null }
}

function grow(literals: readonly string[]): Node {
  const root = newNode(0)
  for (const [index, literal] of literals.entries()) {
    let node = root
    for (let at = 0; at < literal.length; at += 1) {
      const unit = fold(literal.charCodeAt(at))
      const child = node.children.get(unit) ?? newNode(node.depth + 1)
      node.children.set(unit, child)
      node = child
    }
    if (node !== root) node.outputs = [...node.outputs, index]
  }
  return root
}

/** Breadth first, so that a node's fallback is finished before the node is. */
function connect(root: Node): void {
  const queue = [root]
  for (const node of queue)
    for (const [unit, child] of node.children) {
      child.fallback = node.fallback === null ? root : stepFrom(node.fallback, unit, root)
      child.outputs = [...child.outputs, ...child.fallback.outputs]
      queue.push(child)
    }
}

function stepFrom(start: Node, unit: number, root: Node): Node {
  for (let node: Node | null = start; node !== null; node = node.fallback) {
    const child = node.children.get(unit)
    if (child !== undefined) return child
  }
  return root
}

interface Flat {
  /** Target of each state and letter; states are numbered by the offset of their row. */
  readonly table: Int32Array
  readonly outputs: readonly (readonly number[])[]
  readonly depths: readonly number[]
  readonly firstHit: number
}

function flatten(root: Node, { ascii, wide, size }: Alphabet): Flat {
  const queue = [root]
  for (const node of queue) for (const child of node.children.values()) queue.push(child)
  const quiet = queue.filter(({ outputs }) => outputs.length === 0)
  const nodes = [...quiet, ...queue.filter(({ outputs }) => outputs.length > 0)]
  const row = new Map(nodes.map((node, index) => [node, index * size]))
  const rowOf = (node: Node): number => row.get(node) ?? 0
  const table = new Int32Array(nodes.length * size)
  for (const node of queue) {
    const own = rowOf(node)
    const fallback = node.fallback === null ? null : rowOf(node.fallback)
    if (fallback !== null) table.copyWithin(own, fallback, fallback + size)
    for (const [unit, child] of node.children)
      table[own + ((unit < 128 ? ascii[unit] : wide.get(unit)) ?? 0)] = rowOf(child)
  }
  return {
    table,
    outputs: nodes.map(({ outputs }) => outputs),
    depths: nodes.map(({ depth }) => depth),
    firstHit: quiet.length * size,
  }
}
