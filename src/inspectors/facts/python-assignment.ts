import type { SyntaxNode } from '@lezer/common'
import { partsOf, textOf } from './python-node.ts'
import { type PythonValue, readValue } from './python-value.ts'
import type { PythonTree } from './trees.ts'

/** One `target = value` (or `target: type = value`) of a body. */
export interface PythonAssignment {
  /** The target as written, without white space. */
  readonly target: string
  /** The annotation as written, or an empty string. */
  readonly annotation: string
  readonly value: PythonValue | null
  readonly line: number
}

/** The assignments that stand directly in a module or a class body, in order. */
export function assignmentsOf(body: SyntaxNode, python: PythonTree): readonly PythonAssignment[] {
  return partsOf(body)
    .filter((node) => node.name === 'AssignStatement')
    .flatMap((node) => {
      const read = assignmentOf(node, python)
      return read === null ? [] : [read]
    })
}

/** Reads an `AssignStatement` with a single target; null for unpacking and augmented assignment. */
export function assignmentOf(node: SyntaxNode, python: PythonTree): PythonAssignment | null {
  const [target, ...rest] = partsOf(node)
  if (target === undefined || rest.some((part) => part.name === ',' || part.name === 'UpdateOp')) return null
  const annotation = rest.find((part) => part.name === 'TypeDef')
  const equals = rest.findIndex((part) => part.name === 'AssignOp')
  const value = equals === -1 ? undefined : rest[equals + 1]
  return {
    target: squeeze(textOf(target, python)),
    annotation: annotation === undefined ? '' : squeeze(textOf(annotation, python)).replace(/^(?::|->)/, ''),
    value: value === undefined ? null : readValue(value, python),
    line: python.line(node.from),
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
