import type { Program } from 'oxc-parser'
import type { View } from '../inspector.ts'
import { isFunction, type Node, walk } from '../facts/script-node.ts'
import { treesOf } from '../facts/trees.ts'

export type ClassNode = Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>

type NodesByClass = ReadonlyMap<Node, readonly Node[]>

/** The scripts of one file as one tree that can be climbed, and what stands around them. */
export interface Script {
  readonly file: string
  readonly program: Program
  /** Text outside of the scripts, with their places blank. */
  readonly markup: string
  readonly parents: ReadonlyMap<Node, Node>
  /** Identifiers by name; `this` and `super` are names here. */
  readonly mentions: ReadonlyMap<string, readonly Node[]>
  /** `this` by its class: an instance, or in static members the class itself. */
  readonly selves: { readonly this: NodesByClass; readonly static: NodesByClass }
  /** Names that each block, function or program declares. */
  readonly declared: ReadonlyMap<Node, ReadonlySet<string>>
  line(offset: number): number
}

const mostScripts = 300
const longestScript = 200_000

/** The scripts of a file, kept for later questions; null for what cannot be parsed, is long, or is one too many. */
export function scriptOf(view: View, file: string): Script | null {
  const known = view.facts.derived('client-scripts', () => new Map<string, Script | null>())
  const before = known.get(file)
  if (before !== undefined) return before
  if (known.size >= mostScripts) return null
  const script = read(file, view.snapshot.byPath.get(file)?.text ?? '')
  known.set(file, script)
  return script
}

function read(file: string, text: string): Script | null {
  if (text.length > longestScript) return null
  const isPlain = /\.[cm]?[jt]sx?$/.test(file)
  const parts = isPlain ? { code: text, markup: '' } : partsOf(text)
  const dialect = /<script\b[^>]*\blang=["'][jt]sx/.test(text) ? 'tsx' : 'ts'
  const path = isPlain ? file : `${file}.${dialect}`
  const tree = treesOf({ path, language: 'typescript', text: parts.code }).typescript()
  if (tree.error !== null) return null
  return { file, program: tree.program, markup: parts.markup, line: tree.line, ...indexOf(tree.program) }
}

/** The text twice: once with blanks for all that is no script, once the other way around. Lines stay where they are. */
function partsOf(text: string): { readonly code: string; readonly markup: string } {
  let [code, markup, at] = ['', '', 0]
  for (const { start, end } of scriptRanges(text)) {
    code += blank(text.slice(at, start)) + text.slice(start, end)
    markup += text.slice(at, start) + blank(text.slice(start, end))
    at = end
  }
  return { code: code + blank(text.slice(at)), markup: markup + text.slice(at) }
}

function scriptRanges(text: string): readonly { readonly start: number; readonly end: number }[] {
  const ranges: { start: number; end: number }[] = []
  const front = /^---\r?\n/.exec(text)
  const close = front === null ? -1 : text.indexOf('\n---', front[0].length - 1)
  if (front !== null && close !== -1) ranges.push({ start: front[0].length, end: close + 1 })
  let at = ranges[0]?.end ?? 0
  for (let open = text.indexOf('<script', at); open !== -1; open = text.indexOf('<script', at)) {
    const start = text.indexOf('>', open) + 1
    const end = start === 0 ? -1 : text.indexOf('</script', start)
    if (end === -1) break
    ranges.push({ start, end })
    at = end
  }
  return ranges
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

function indexOf(program: Program): Pick<Script, 'parents' | 'mentions' | 'selves' | 'declared'> {
  const parents = new Map<Node, Node>()
  const mentions = new Map<string, Node[]>()
  const selves = { this: new Map<Node, Node[]>(), static: new Map<Node, Node[]>() }
  const declared = new Map<Node, Set<string>>()
  walk(program, (node, above) => {
    const parent = above.at(-1)
    if (parent !== undefined) parents.set(node, parent)
    if (node.type === 'ThisExpression') noteSelf(selves, node, above)
    const name = mentionedName(node)
    if (name === null) return undefined
    append(mentions, name, node)
    const scope = declaringScope(node, above)
    if (scope !== null) declared.set(scope, (declared.get(scope) ?? new Set()).add(name))
    return undefined
  })
  return { parents, mentions, selves, declared }
}

function append<K>(lists: Map<K, Node[]>, key: K, node: Node): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [node])
  else list.push(node)
}

function noteSelf(selves: Record<'this' | 'static', Map<Node, Node[]>>, node: Node, above: readonly Node[]): void {
  const body = above.findLastIndex((one) => one.type === 'ClassBody')
  const [owner, member] = [above[body - 1], above[body + 1]]
  if (body === -1 || owner === undefined || member === undefined) return
  const isStatic = member.type === 'StaticBlock' || ('static' in member && member.static === true)
  append(isStatic ? selves.static : selves.this, owner, node)
}

function mentionedName(node: Node): string | null {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  return node.type === 'Super' ? 'super' : null
}

/** The scope that an identifier is declared in by standing where it stands; null for a plain mention. */
function declaringScope(node: Node, above: readonly Node[]): Node | null {
  let inner = node
  for (let index = above.length - 1; index >= 0; index -= 1) {
    const one = above[index]
    if (one === undefined) return null
    if (one.type === 'VariableDeclarator') return one.id === inner ? scopeAbove(above, index - 1) : null
    if (/^Import(?:Default|Namespace)?Specifier$/.test(one.type))
      return 'local' in one && one.local === inner ? (above[0] ?? null) : null
    if (one.type === 'FunctionDeclaration' || one.type === 'ClassDeclaration')
      if (one.id === inner) return scopeAbove(above, index - 1)
    if (isFunction(one)) return one.params.some((param) => param === inner) ? one : null
    if (one.type === 'CatchClause') return one.param === inner ? one : null
    if (!isPatternStep(one, inner)) return null
    inner = one
  }
  return null
}

/** Whether a declaration above may still be meant: the inner node is what a pattern binds, not a key or a default. */
function isPatternStep(one: Node, inner: Node): boolean {
  switch (one.type) {
    case 'Property':
      return one.value === inner
    case 'AssignmentPattern':
      return one.left === inner
    case 'TSParameterProperty':
      return one.parameter === inner
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'RestElement':
      return true
    default:
      return false
  }
}

export function isScope(node: Node): boolean {
  return (
    isFunction(node) ||
    /^(?:Program|BlockStatement|StaticBlock|CatchClause|SwitchStatement|For(?:In|Of)?Statement)$/.test(node.type)
  )
}

function scopeAbove(above: readonly Node[], from: number): Node | null {
  for (let index = from; index >= 0; index -= 1) {
    const one = above[index]
    if (one !== undefined && isScope(one)) return one
  }
  return null
}
