import { type Document, isAlias, isCollection, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Problem } from '../domain/errors.ts'
import type { Path } from '../domain/path-in-value.ts'
import { coreSchema, faultOf, offsetOf } from '../yaml/document.ts'

export interface Yaml {
  readonly ok: true
  readonly values: unknown
  /** The line of the value at a path, or of its key; of the nearest place above it when it is not there. */
  readonly lineOf: (path: Path, at?: 'key' | 'value') => number
}

interface Refused {
  readonly ok: false
  readonly problems: readonly Problem[]
}

const longest = 64 * 1024
const depthCap = 8
const nodeCap = 5_000

/** Reads YAML of the core schema: no tags, no aliases, no key twice, bounded in size and depth. */
export function parseYaml(file: string, text: string): Yaml | Refused {
  if (text.length > longest) return refuse([{ file, line: 1, problem: `is larger than ${longest / 1024} KB` }])
  const deep = tooDeep(text)
  if (deep !== null) return refuse([{ file, line: deep, problem: `nests deeper than ${depthCap} levels` }])
  const counter = new LineCounter()
  const document = parseDocument(text, { ...coreSchema, lineCounter: counter })
  const line = (offset: number): number => counter.linePos(offset).line
  const faults = [...document.errors, ...document.warnings].slice(0, 20)
  if (faults.length > 0)
    return refuse(faults.map((fault) => ({ file, line: line(fault.pos[0]), problem: faultOf(fault) })))
  const odd = oddNode(document)
  if (odd !== null) return refuse([{ file, line: line(odd.offset), problem: odd.problem }])
  const values: unknown = document.toJS({ maxAliasCount: 0 })
  const { contents } = document
  const start = isNode(contents) ? (contents.range?.[0] ?? 0) : 0
  return { ok: true, values, lineOf: (path, at) => line(offsetOf({ document, start }, path, at)) }
}

function refuse(problems: readonly Problem[]): Refused {
  return { ok: false, problems }
}

/** The line at which brackets or indentation promise more levels than settings have: the parser itself recurses. */
function tooDeep(text: string): number | null {
  let open = 0
  for (const [index, line] of text.split('\n').entries()) {
    const before = /^[ \t]*(?:[-?:][ \t]){0,100}/.exec(line)?.[0] ?? ''
    if (before.length > 40) return index + 1
    for (const sign of line) {
      if (sign === '[' || sign === '{') open += 1
      if (sign === ']' || sign === '}') open = Math.max(0, open - 1)
      if (open > depthCap) return index + 1
    }
  }
  return null
}

interface Odd {
  readonly offset: number
  readonly problem: string
}

function oddNode(document: Document.Parsed): Odd | null {
  let odd: Odd | null = null
  let nodes = 0
  visit(document, (_key, node, above) => {
    nodes += 1
    const problem = problemOf(node, nodes, above.filter((one) => isCollection(one)).length)
    if (problem === null) return undefined
    odd = { offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, problem }
    return visit.BREAK
  })
  return odd
}

function problemOf(node: unknown, nodes: number, depth: number): string | null {
  if (nodes > nodeCap) return `has more than ${nodeCap} values`
  if (depth > depthCap) return `nests deeper than ${depthCap} levels`
  if (isAlias(node)) return 'YAML aliases are refused'
  if (isPair(node) && !isScalar(node.key)) return 'a key must be a plain word'
  return isScalar(node) && node.value === '__proto__' ? 'the word "__proto__" is refused' : null
}
