import type { SyntaxNode } from '@lezer/common'
import { children, type PythonValue, readValue } from './python-value.ts'
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
  return children(body)
    .filter((node) => node.name === 'AssignStatement')
    .flatMap((node) => {
      const read = assignmentOf(node, python)
      return read === null ? [] : [read]
    })
}

/** Reads an `AssignStatement` with a single target; null for unpacking and augmented assignment. */
export function assignmentOf(node: SyntaxNode, python: PythonTree): PythonAssignment | null {
  const [target, ...rest] = children(node)
  if (target === undefined || rest.some((part) => part.name === ',' || part.name === 'UpdateOp')) return null
  const annotation = rest.find((part) => part.name === 'TypeDef')
  const equals = rest.findIndex((part) => part.name === 'AssignOp')
  const value = equals === -1 ? undefined : rest[equals + 1]
  return {
    target: squeeze(python.slice(target.from, target.to)),
    annotation:
      annotation === undefined ? '' : squeeze(python.slice(annotation.from, annotation.to)).replace(/^(?::|->)/, ''),
    value: value === undefined ? null : readValue(value, python),
    line: python.line(node.from),
  }
}

/** The nearest ancestor with one of these names. */
export function ancestor(node: SyntaxNode, names: readonly string[]): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) if (names.includes(at.name)) return at
  return null
}

/** The dotted name of the functions and classes around a node; `module` at the top. */
export function symbolAt(node: SyntaxNode, python: PythonTree): string {
  const names: string[] = []
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name !== 'FunctionDefinition' && at.name !== 'ClassDefinition') continue
    const name = at.getChild('VariableName')
    if (name !== null) names.unshift(python.slice(name.from, name.to))
  }
  return names.length === 0 ? 'module' : names.join('.')
}

/** Every node of these names, in source order. */
export function nodesOf(python: PythonTree, names: readonly string[]): readonly SyntaxNode[] {
  const wanted = new Set(names)
  const found: SyntaxNode[] = []
  python.tree.iterate({
    enter: (node) => {
      if (wanted.has(node.name)) found.push(node.node)
    },
  })
  return found
}

/** A file's dotted module path from the repository root: `backend.app.tasks`. */
export function moduleOf(path: string): string {
  return path
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.')
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
