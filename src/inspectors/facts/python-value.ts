import type { SyntaxNode } from '@lezer/common'
import { partsOf, textOf } from './python-node.ts'
import { unquoted } from './python-text.ts'
import type { PythonTree } from './trees.ts'

/** A Python expression read as far as it can be read without running it. */
export type PythonValue =
  | { readonly kind: 'string'; readonly text: string; readonly line: number }
  | { readonly kind: 'bool'; readonly value: boolean; readonly line: number }
  | { readonly kind: 'none'; readonly line: number }
  | { readonly kind: 'list'; readonly items: readonly PythonValue[]; readonly line: number }
  | { readonly kind: 'dict'; readonly entries: readonly PythonEntry[]; readonly line: number }
  | PythonCall
  | { readonly kind: 'name'; readonly text: string; readonly line: number }
  | { readonly kind: 'other'; readonly text: string; readonly line: number }

export interface PythonEntry {
  readonly key: PythonValue
  readonly value: PythonValue
}

export interface PythonCall {
  readonly kind: 'call'
  /** The callee as written, without white space: `sa.Column`. */
  readonly callee: string
  readonly args: readonly PythonValue[]
  readonly keywords: ReadonlyMap<string, PythonValue>
  /** True when `*args` or `**options` add what cannot be read. */
  readonly open: boolean
  readonly line: number
}

const deepest = 40
const punctuation = new Set(['(', ')', '[', ']', '{', '}', ',', ':', 'Comment'])

/** Reads an expression node; what is not a literal, a name or a call keeps its text. */
export function readValue(node: SyntaxNode, python: PythonTree, depth = 0): PythonValue {
  const line = python.line(node.from)
  if (depth > deepest) return { kind: 'other', text: '', line }
  switch (node.name) {
    case 'String':
    case 'ContinuedString':
      return stringOf(node, python, line)
    case 'Boolean':
      return { kind: 'bool', value: textOf(node, python) === 'True', line }
    case 'None':
      return { kind: 'none', line }
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return { kind: 'list', items: parts(node).map((part) => readValue(part, python, depth + 1)), line }
    case 'ParenthesizedExpression': {
      const inner = parts(node)[0]
      return inner === undefined ? { kind: 'list', items: [], line } : readValue(inner, python, depth + 1)
    }
    case 'DictionaryExpression':
      return { kind: 'dict', entries: entriesOf(node, python, depth), line }
    case 'CallExpression':
      return callOf(node, python, depth)
    case 'VariableName':
    case 'MemberExpression':
      return nameOf(node, python, line)
    default:
      return { kind: 'other', text: textOf(node, python).slice(0, 200), line }
  }
}

/** The call at a `CallExpression` node, or at a decorator that is called. */
export function callOf(node: SyntaxNode, python: PythonTree, depth = 0): PythonCall {
  const list = node.getChild('ArgList')
  const args: PythonValue[] = []
  const keywords = new Map<string, PythonValue>()
  let open = false
  for (const argument of splitByComma(list)) {
    const [first, second] = argument
    const last = argument.at(-1)
    if (first === undefined || last === undefined) continue
    if (first.name === '*' || first.name === '**') open = true
    else if (second?.name === 'AssignOp') keywords.set(textOf(first, python), readValue(last, python, depth + 1))
    else args.push(readValue(first, python, depth + 1))
  }
  return { kind: 'call', callee: calleeOf(node, python), args, keywords, open, line: python.line(node.from) }
}

/** The dotted text before the argument list; long chains are cut at their last 120 characters. */
export function calleeOf(node: SyntaxNode, python: PythonTree): string {
  const list = node.getChild('ArgList')
  const start = node.name === 'Decorator' ? node.from + 1 : node.from
  return python
    .slice(start, list?.from ?? node.to)
    .replace(/\s+/g, '')
    .slice(-120)
}

function stringOf(node: SyntaxNode, python: PythonTree, line: number): PythonValue {
  if (node.name === 'String') return { kind: 'string', text: unquoted(textOf(node, python)), line }
  const pieces = partsOf(node).map((child) => readValue(child, python))
  if (!pieces.every((piece) => piece.kind === 'string')) {
    return { kind: 'other', text: textOf(node, python).slice(0, 200), line }
  }
  return { kind: 'string', text: pieces.map((piece) => (piece.kind === 'string' ? piece.text : '')).join(''), line }
}

function nameOf(node: SyntaxNode, python: PythonTree, line: number): PythonValue {
  const text = textOf(node, python).replace(/\s+/g, '')
  return /^[\w.]+$/.test(text) ? { kind: 'name', text, line } : { kind: 'other', text: text.slice(0, 200), line }
}

function entriesOf(node: SyntaxNode, python: PythonTree, depth: number): readonly PythonEntry[] {
  return splitByComma(node).flatMap((entry) => {
    const colon = entry.findIndex((part) => part.name === ':')
    const key = entry[colon - 1]
    const value = entry[colon + 1]
    if (colon < 1 || key === undefined || value === undefined) return []
    return [{ key: readValue(key, python, depth + 1), value: readValue(value, python, depth + 1) }]
  })
}

function splitByComma(node: SyntaxNode | null): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]]
  for (const child of node === null ? [] : partsOf(node)) {
    if (child.name === ',') groups.push([])
    else if (child.name === ':' || !punctuation.has(child.name)) groups.at(-1)?.push(child)
  }
  return groups
}

function parts(node: SyntaxNode): readonly SyntaxNode[] {
  return partsOf(node).filter((child) => !punctuation.has(child.name))
}

/** The text of a string value, or null. */
export function stringValue(value: PythonValue | undefined): string | null {
  return value?.kind === 'string' ? value.text : null
}

export function isTrue(value: PythonValue | undefined): boolean {
  return value?.kind === 'bool' && value.value
}
