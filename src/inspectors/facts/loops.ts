import type { SyntaxNode } from '@lezer/common'
import type { Node } from 'oxc-parser'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { isRevision } from './migrations.ts'
import { ancestor, nodesOf } from './python-node.ts'
import { qualifiedName } from './python-symbol.ts'
import { calleeOf } from './python-value.ts'
import { calleePath } from './script-name.ts'
import type { Placed } from './store.ts'
import type { PythonTree, Trees } from './trees.ts'
import { Visitor } from './visitor.ts'

/** A database query that runs once for every turn of a loop. */
export interface LoopQueryFact extends Placed {
  readonly callee: string
  readonly symbol: string
  /** What the loop goes over, as written. */
  readonly over: string
  /** True when the loop goes over the rows of another query: the classic one-plus-N. */
  readonly isOverRows: boolean
  /** Line of the loop. */
  readonly loopLine: number
}

export const loopCollector: Collector = {
  id: 'loops',
  wants: (file) =>
    file.language === 'python'
      ? /sqlalchemy|sqlmodel|session|\.query\(/i.test(file.text) && !isRevision(file)
      : file.language === 'typescript' && /prisma|drizzle|\bdb\.|Repository|repository/.test(file.text),
  collect: (file, trees, emit) =>
    file.language === 'python' ? collectPython(file, trees.python(), emit) : collectScript(file, trees, emit),
}

const pythonQuery =
  /^(?:self\.)?_?(?:\w*session|db|database)\.(?:query\(.*\.(?:first|all|one|one_or_none|scalar|count)|execute|exec|scalar|scalars|get)$/
const fetches = /\.(?:all|scalars|fetchall|mappings)\(\)|\.(?:scalars|execute|exec)\(|\.query\(/

function collectPython(file: SourceFile, python: PythonTree, emit: Emit): void {
  for (const node of nodesOf(python, ['CallExpression'])) {
    const callee = calleeOf(node, python)
    if (!pythonQuery.test(callee)) continue
    const loop = loopAround(node)
    if (loop === null) continue
    const over = iterableOf(loop, python)
    if (over === null || isBatch(over.text)) continue
    emit('loopQuery', {
      file: file.path,
      line: python.line(node.from),
      callee: callee.replace(/\(.*\)/, '()'),
      symbol: qualifiedName(node, python),
      over: over.text.slice(0, 120),
      isOverRows: comesFromQuery(over.text, loop, python),
      loopLine: python.line(loop.from),
    })
  }
}

/** The `for` whose body holds the node, within the same function. */
function loopAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node; at.parent !== null; at = at.parent) {
    if (/^(?:FunctionDefinition|LambdaExpression|ClassDefinition)$/.test(at.parent.name)) return null
    if (at.parent.name === 'ForStatement' && at.name === 'Body') return leavesAfter(at) ? null : at.parent
  }
  return null
}

/** A body that ends in `break` or `return` runs once. */
function leavesAfter(body: SyntaxNode): boolean {
  const last = body.lastChild?.name
  return last === 'BreakStatement' || last === 'ReturnStatement'
}

function iterableOf(loop: SyntaxNode, python: PythonTree): { text: string } | null {
  const keyword = loop.getChild('in')
  const body = loop.getChild('Body')
  return keyword === null || body === null ? null : { text: python.slice(keyword.to, body.from).trim() }
}

function isBatch(over: string): boolean {
  return /^range\(|batch|chunk|page|partition|^[[(]|retr|attempt/i.test(over)
}

function comesFromQuery(over: string, loop: SyntaxNode, python: PythonTree): boolean {
  if (fetches.test(over)) return true
  if (!/^\w+$/.test(over)) return false
  const scope = ancestor(loop, ['FunctionDefinition'])
  if (scope === null) return false
  const before = python.slice(scope.from, loop.from)
  const assigned = new RegExp(
    `(?:^|\\n)[ \\t]*${over}(?::[^=\\n]{1,80})?[ \\t]*=[ \\t]*([^\\n]{0,300}(?:\\n[ \\t]+[^\\n]{0,200}){0,12})`,
  )
  return fetches.test(firstStatement(assigned.exec(before)?.[1] ?? ''))
}

/** The text up to where its brackets close. */
function firstStatement(text: string): string {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++
    if (')]}'.includes(text[at] ?? '')) depth--
    if (text[at] === '\n' && depth <= 0) return text.slice(0, at)
  }
  return text
}

const scriptQuery =
  /(?:^|\.)_?(?:prisma|db|tx|database|\w*Prisma|\w*Client)\.(?:query\.)?\w+\.(?:find(?:Many|First|Unique|FirstOrThrow|UniqueOrThrow)|count|aggregate)$|(?:^|\.)\w*[rR]epository\.(?:find|findOne|findOneBy|findBy|count)$/

function collectScript(file: SourceFile, trees: Trees, emit: Emit): void {
  const tree = trees.typescript()
  const scopes: Scope[] = [{ name: 'module', rows: new Set(), loops: [] }]
  const enter = (name: string) => scopes.push({ name, rows: new Set(), loops: [] })
  const current = () => scopes.at(-1) ?? { name: 'module', rows: new Set<string>(), loops: [] }
  const leave = () => scopes.pop()
  const openLoop = (offset: number, over: Node) => {
    const text = file.text.slice(over.start, over.end)
    const isOverRows = /\.findMany\(|\.find\(/.test(text) || current().rows.has(text)
    current().loops.push({ offset, text, isOverRows })
  }
  const closeLoop = () => current().loops.pop()
  new Visitor({
    FunctionDeclaration: (node) => enter(node.id?.name ?? 'module'),
    'FunctionDeclaration:exit': leave,
    FunctionExpression: () => enter(current().name),
    'FunctionExpression:exit': leave,
    VariableDeclarator: (node) => {
      if (node.id.type === 'Identifier' && holdsFunction(node.init)) enter(node.id.name)
      if (node.id.type !== 'Identifier' || node.init?.type !== 'AwaitExpression') return
      const path = node.init.argument.type === 'CallExpression' ? calleePath(node.init.argument.callee) : ''
      if (/\.(?:findMany|find)$/.test(path) && scriptQuery.test(path)) current().rows.add(node.id.name)
    },
    'VariableDeclarator:exit': (node) => {
      if (node.id.type === 'Identifier' && holdsFunction(node.init)) leave()
    },
    ForOfStatement: (node) => openLoop(node.start, node.right),
    'ForOfStatement:exit': closeLoop,
    CallExpression: (node) => {
      const path = calleePath(node.callee)
      const loop = current().loops.at(-1)
      if (loop === undefined || !scriptQuery.test(path) || isBatch(loop.text)) return
      const { text: over, isOverRows } = loop
      const symbol = current().name
      const loopLine = tree.line(loop.offset)
      const line = tree.line(node.start)
      emit('loopQuery', { file: file.path, line, callee: path, symbol, over: over.slice(0, 120), isOverRows, loopLine })
    },
  }).visit(tree.program)
}

/** `const load = async () => …`, also wrapped: `const POST = guarded(async () => …)`. */
function holdsFunction(init: Node | null | undefined): boolean {
  if (init?.type === 'CallExpression') return init.arguments.some((argument) => holdsFunction(argument))
  return init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression'
}

interface Scope {
  readonly name: string
  /** Variables that hold the rows of a query. */
  readonly rows: Set<string>
  readonly loops: { readonly offset: number; readonly text: string; readonly isOverRows: boolean }[]
}
