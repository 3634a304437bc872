import type { SyntaxNodeRef, Tree } from '@lezer/common'
import { parser as pythonParser } from '@lezer/python'
import { type Comment, type EcmaScriptModule, type Program, parseSync } from 'oxc-parser'
import { type Document, LineCounter, parseAllDocuments } from 'yaml'
import type { SourceFile } from '../snapshot.ts'
import { isValidPython } from './python-compiler.ts'
import { respell } from './python-spelling.ts'

export interface TypeScriptTree {
  readonly program: Program
  readonly comments: readonly Comment[]
  readonly module: EcmaScriptModule
  /** Message and offset of the first syntax error; the tree may still be partial. */
  readonly error: { readonly message: string; readonly line: number } | null
  /** Line of an offset, from 1. */
  line(offset: number): number
}

export interface PythonTree {
  readonly tree: Tree
  /** Line of the first syntax error; null for valid Python, also where the grammar does not know all of it. */
  readonly errorLine: number | null
  /** False where a part could not be read: what is missing from the tree may still be in the file. */
  readonly isWhole: boolean
  line(offset: number): number
  /** The source between two offsets. */
  slice(from: number, to: number): string
}

export interface YamlTree {
  readonly documents: readonly Document.Parsed[]
  readonly error: { readonly message: string; readonly line: number } | null
  line(offset: number): number
}

/** Parsed trees of the file at hand, made on demand and dropped with it. */
export interface Trees {
  typescript(): TypeScriptTree
  python(): PythonTree
  yaml(): YamlTree
}

export function treesOf(file: SourceFile): Trees {
  const line = lineFinder(file.text)
  return {
    typescript: once(() => parseTypeScript(file, line)),
    python: once(() => parsePython(file, line)),
    yaml: once(() => parseYaml(file)),
  }
}

function parseTypeScript(file: SourceFile, line: (offset: number) => number): TypeScriptTree {
  const result = parseSync(file.path, file.text, { preserveParens: false, ...dialect(file.path) })
  const first = result.errors.find((error) => error.severity === 'Error')
  return {
    program: result.program,
    comments: result.comments,
    module: result.module,
    error: first === undefined ? null : { message: first.message, line: line(first.labels[0]?.start ?? 0) },
    line,
  }
}

/** JSX is common in `.js` files, and the parser expects it only where the name says so. */
function dialect(path: string): { lang?: 'jsx' } {
  return /\.[mc]?js$/.test(path) ? { lang: 'jsx' } : {}
}

/** The grammar lags behind the language: what it refuses and Ruff reads is parsed again in words that it knows. */
function parsePython(file: SourceFile, line: (offset: number) => number): PythonTree {
  const slice = (from: number, to: number): string => file.text.slice(from, to)
  const tree = pythonParser.parse(file.text)
  const error = firstError(tree)
  if (error === null) return { tree, errorLine: null, isWhole: true, line, slice }
  if (!isValidPython(file.text)) return { tree, errorLine: line(error), isWhole: false, line, slice }
  if (firstGap(tree) === null) return { tree, errorLine: null, isWhole: true, line, slice }
  const respelled = pythonParser.parse(respell(file.text))
  return { tree: respelled, errorLine: null, isWhole: firstGap(respelled) === null, line, slice }
}

function firstError(tree: Tree): number | null {
  return firstNode(tree, (node) => node.type.isError)
}

/** Where the tree misses something. A `yield` without a value is marked as an error and has all that it needs. */
function firstGap(tree: Tree): number | null {
  return firstNode(tree, ({ type, from, to, node }) => {
    if (!type.isError) return false
    return from !== to || node.nextSibling !== null || !/^Yield/.test(node.parent?.name ?? '')
  })
}

function firstNode(tree: Tree, isMeant: (node: SyntaxNodeRef) => boolean): number | null {
  let found: number | null = null
  tree.iterate({
    enter: (node) => {
      if (found === null && isMeant(node)) found = node.from
      return found === null
    },
  })
  return found
}

function parseYaml(file: SourceFile): YamlTree {
  const counter = new LineCounter()
  const documents = parseAllDocuments(file.text, { lineCounter: counter, logLevel: 'silent', uniqueKeys: false })
  const parsed = Array.isArray(documents) ? documents : []
  const first = parsed.flatMap((document) => document.errors)[0]
  return {
    documents: parsed,
    error: first === undefined ? null : { message: first.message, line: first.linePos?.[0].line ?? 1 },
    line: (offset) => counter.linePos(offset).line,
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Line of an offset by binary search over the line starts. */
function lineFinder(text: string): (offset: number) => number {
  const starts = once(() => {
    const found = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1)
    return found
  })
  return (offset) => {
    const all = starts()
    let [low, high] = [0, all.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((all[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
