import type { SyntaxNode } from '@lezer/common'
import { partsOf, textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

export interface PythonArgument {
  /** Keyword, or null for a positional argument. */
  readonly name: string | null
  readonly node: SyntaxNode
}

/** The arguments of an ArgList, stars left out. */
export function argumentsOf(list: SyntaxNode | null, tree: PythonTree): readonly PythonArgument[] {
  if (list === null) return []
  const found: PythonArgument[] = []
  let keyword: string | null = null
  let starred = false
  let last: SyntaxNode | null = null
  const flush = (): void => {
    if (last !== null && !starred) found.push({ name: keyword, node: last })
    keyword = null
    starred = false
    last = null
  }
  for (const child of partsOf(list)) {
    if (child.name === '(') continue
    if (child.name === ',' || child.name === ')') flush()
    else if (child.name === 'AssignOp' && last !== null) keyword = textOf(last, tree)
    else if (child.name === '*' || child.name === '**') starred = true
    else if (child.name !== 'Comment') last = child
  }
  return found
}

export function argument(list: readonly PythonArgument[], name: string, position?: number): SyntaxNode | null {
  const named = list.find((entry) => entry.name === name)
  if (named !== undefined) return named.node
  if (position === undefined) return null
  return list.filter((entry) => entry.name === null)[position]?.node ?? null
}
