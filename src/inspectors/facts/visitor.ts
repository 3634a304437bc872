import { type Node, type Program, type VisitorObject, visitorKeys } from 'oxc-parser'
import { isNode } from './syntax.ts'

type Call = (node: Node) => void

/**
 * Calls what is given for the type of each node: parents before children, and `Type:exit` after them. The parser's own
 * `Visitor` has the same shape, but it keeps every function that it was ever given, and through them every tree.
 */
export class Visitor {
  readonly #enter = new Map<string, Call>()
  readonly #exit = new Map<string, Call>()

  constructor(visits: VisitorObject) {
    for (const [key, call] of Object.entries(visits)) {
      const isExit = key.endsWith(':exit')
      if (isExit) this.#exit.set(key.slice(0, -':exit'.length), call)
      else this.#enter.set(key, call)
    }
  }

  visit(node: Program | Node): void {
    this.#enter.get(node.type)?.(node)
    for (const key of visitorKeys[node.type] ?? []) {
      const value: unknown = Reflect.get(node, key)
      if (Array.isArray(value)) {
        for (const child of value) if (isNode(child)) this.visit(child)
      } else if (isNode(value)) this.visit(value)
    }
    this.#exit.get(node.type)?.(node)
  }
}
