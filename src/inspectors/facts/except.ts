import type { CatchFact } from './catch.ts'
import type { Collector } from './collector.ts'
import { pythonInvention } from './python-invention.ts'
import { partsOf, type SyntaxNode, statementsOf, textOf, visitPython } from './python-node.ts'
import { pythonSymbol } from './python-symbol.ts'
import type { PythonTree } from './trees.ts'
import { isWritten } from './written.ts'

const harmlessWork =
  /\.(?:close|cancel|unlink|remove|rollback|disconnect|terminate|kill|shutdown|release|stop|rmtree|aclose|quit|flush|unsubscribe)\(|^(?:os\.(?:remove|unlink)|shutil\.rmtree|import |from )/

/** Except clauses of Python. */
export const exceptCollector: Collector = {
  id: 'excepts',
  wants: (file) => isWritten(file) && file.language === 'python' && file.text.includes('except'),
  collect(file, trees, emit) {
    const tree = trees.python()
    visitPython(tree, (node) => {
      if (node.name !== 'TryStatement') return
      for (const clause of clausesOf(tree, node)) {
        const made = pythonInvention(tree, clause.body)
        emit('catch', {
          file: file.path,
          line: tree.line(clause.keyword.from),
          language: 'python',
          form: 'try',
          catches: clause.catches,
          does: doesOf(tree, clause),
          harmless: isHarmless(tree, node),
          symbol: pythonSymbol(node, tree),
          invents: made?.what ?? '',
          inventsLine: made?.line ?? tree.line(clause.keyword.from),
        })
      }
    })
  },
}

interface Clause {
  readonly keyword: SyntaxNode
  readonly catches: string
  readonly body: SyntaxNode
  /** Where the next clause or the statement ends: comments after the body are still its own. */
  readonly end: number
}

function clausesOf(tree: PythonTree, node: SyntaxNode): Clause[] {
  const parts = partsOf(node)
  const found: Clause[] = []
  for (const [index, keyword] of parts.entries()) {
    if (keyword.name !== 'except') continue
    const rest = parts.slice(index + 1)
    const bodyAt = rest.findIndex((part) => part.name === 'Body')
    const body = rest[bodyAt]
    if (body === undefined) continue
    const named = rest.slice(0, bodyAt).find((part) => part.name !== '*' && part.name !== 'Comment')
    const next = rest
      .slice(bodyAt + 1)
      .find((part) => part.name === 'except' || part.name === 'finally' || part.name === 'else')
    const text = named === undefined ? 'any' : textOf(named, tree)
    found.push({ keyword, catches: text, body, end: next?.from ?? node.to })
  }
  return found
}

function doesOf(tree: PythonTree, clause: Clause): CatchFact['does'] {
  const statements = statementsOf(clause.body)
  const [only, ...rest] = statements
  if (statements.some((one) => one.name === 'RaiseStatement')) return 'raises'
  if (only === undefined || rest.length > 0) return 'something'
  const idle = only.name === 'PassStatement' || (only.name === 'ExpressionStatement' && textOf(only, tree) === '...')
  if (!idle && only.name !== 'ContinueStatement') return 'something'
  if (hasComment(tree, clause)) return 'reasoned'
  return idle ? 'empty' : 'skips'
}

function hasComment(tree: PythonTree, clause: Clause): boolean {
  const lineEnd = tree.slice(clause.body.to, clause.body.to + 300).split('\n')[0] ?? ''
  return /#(?!\s*(?:noqa|type:|pylint|pragma|nosec))/.test(tree.slice(clause.keyword.from, clause.end) + lineEnd)
}

function isHarmless(tree: PythonTree, node: SyntaxNode): boolean {
  const body = node.getChild('Body')
  if (body === null) return false
  const statements = statementsOf(body)
  return statements.length <= 2 && statements.every((one) => harmlessWork.test(textOf(one, tree)))
}
