import type { Node, Program, VisitorObject } from 'oxc-parser'
import { eachChild } from './script-node.ts'

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
    eachChild(node, (child) => this.visit(child))
    this.#exit.get(node.type)?.(node)
  }
}
