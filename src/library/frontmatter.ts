import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Problem } from '../domain/errors.ts'
import type { Path } from '../domain/path-in-value.ts'
import { coreSchema, faultOf, offsetOf } from '../yaml/document.ts'
import { nestsTooDeep } from './nesting.ts'

/** Levels of nesting a definition may have; ours need four. */
const depthCap = 20
const nodeCap = 10_000
const aliasCap = 50

/** The line of the value at a path, or of its key. A path that is not there answers with the nearest place above it. */
export type LineOf = (path: Path, at?: 'key' | 'value') => number

export interface Frontmatter {
  readonly values: Readonly<Record<string, unknown>>
  readonly lineOf: LineOf
}

export type FrontmatterResult =
  | { readonly ok: true; readonly frontmatter: Frontmatter }
  /** `mayBePlain`: the text is harmless but not YAML, so that a lenient reading is worth a try. */
  | { readonly ok: false; readonly mayBePlain: boolean; readonly problems: readonly Problem[] }

/** Parses YAML with the core schema: no custom tags, no duplicate keys, bounded depth, size and aliases. */
export function parseFrontmatter(file: string, yaml: string, firstLine = 2): FrontmatterResult {
  if (nestsTooDeep(yaml, depthCap)) return refuse([{ file, line: firstLine, problem: tooDeep }])
  const counter = new LineCounter()
  const document = parseDocument(yaml, { ...coreSchema, lineCounter: counter })
  const line = (offset: number): number => counter.linePos(offset).line + firstLine - 1
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    const problems = faults.slice(0, 20).map((fault) => ({ file, line: line(fault.pos[0]), problem: faultOf(fault) }))
    return refuse(problems, !faults.some(({ code }) => harmful.has(code)))
  }
  const odd = oddNode(document)
  if (odd !== null) return refuse([{ file, line: line(odd.offset), problem: odd.problem }])
  const values = valuesOf(document)
  if (typeof values === 'string') return refuse([{ file, line: firstLine, problem: values }], values === notMap)
  return { ok: true, frontmatter: { values, lineOf: (path, at) => line(offsetOf({ document, start: 0 }, path, at)) } }
}

const tooDeep = `the frontmatter nests deeper than ${depthCap} levels`
const notMap = 'the frontmatter must be a list of "key: value" lines'
const harmful: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED'])

function refuse(problems: readonly Problem[], mayBePlain = false): FrontmatterResult {
  return { ok: false, mayBePlain, problems }
}

interface Odd {
  readonly offset: number
  readonly problem: string
}

/** Walks the tree without recursion and names the first thing that a definition has no use for. */
function oddNode(document: Document.Parsed): Odd | null {
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: document.contents, depth: 0 }]
  let nodes = 0
  let aliases = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    nodes += 1
    if (isAlias(node)) aliases += 1
    if (nodes > nodeCap) return { offset, problem: `the frontmatter has more than ${nodeCap} values` }
    if (aliases > aliasCap) return { offset, problem: `the frontmatter has more than ${aliasCap} aliases` }
    if (depth > depthCap) return { offset, problem: tooDeep }
    const key = isPair(node) ? oddKey(node.key) : null
    if (key !== null) return key
    for (const child of childrenOf(node)) open.push({ node: child, depth: isCollection(node) ? depth + 1 : depth })
  }
  return null
}

function childrenOf(node: unknown): readonly unknown[] {
  if (isCollection(node)) return node.items
  return isPair(node) ? [node.value] : []
}

function oddKey(key: unknown): Odd | null {
  const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0
  if (!isScalar(key)) return { offset, problem: 'a key must be a plain word' }
  return key.value === '__proto__' ? { offset, problem: 'the key "__proto__" is refused' } : null
}

/** The values, or the sentence that says why there are none. */
function valuesOf(document: Document.Parsed): Readonly<Record<string, unknown>> | string {
  if (!isMap(document.contents)) return notMap
  try {
    const values: unknown = document.toJS({ maxAliasCount: aliasCap })
    return isRecord(values) ? values : notMap
  } catch (error) {
    // The library's word for aliases of aliases that multiply beyond the cap.
    if (error instanceof ReferenceError) return 'the aliases of the frontmatter multiply'
    throw error
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
