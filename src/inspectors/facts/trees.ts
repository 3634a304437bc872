import type { Tree } from '@lezer/common'
import { parser as pythonParser } from '@lezer/python'
import { type Comment, type EcmaScriptModule, type Program, parseSync } from 'oxc-parser'
import { type Document, LineCounter, parseAllDocuments } from 'yaml'
import type { SourceFile } from '../snapshot.ts'

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
  /** Line of the first syntax error, or null. */
  readonly errorLine: number | null
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

function parsePython(file: SourceFile, line: (offset: number) => number): PythonTree {
  const tree = pythonParser.parse(file.text)
  let errorLine: number | null = null
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && errorLine === null) errorLine = line(node.from)
      return errorLine === null
    },
  })
  return { tree, errorLine, line, slice: (from, to) => file.text.slice(from, to) }
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
