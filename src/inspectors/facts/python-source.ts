import type { SyntaxNode } from '@lezer/common'
import type { Emit } from './collector.ts'
import { guardName } from './http.ts'
import { textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

/** A Python file at hand, for the parts of the route collector. */
export interface PythonSource {
  readonly file: string
  readonly text: string
  readonly tree: PythonTree
  readonly emit: Emit
}

/** The first auth dependency that an expression names. */
export function guardIn(node: SyntaxNode | null, source: PythonSource): string | null {
  if (node === null) return null
  return (
    [...textOf(node, source.tree).matchAll(/(?:Depends|Security)\s*\(\s*([\w.]+)/g)]
      .map((match) => match[1] ?? '')
      .find((name) => guardName.test(name)) ?? null
  )
}

export function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1)
}
