import type { SyntaxNode } from '@lezer/common'
import type { Collector } from './collector.ts'
import { isRevision } from './migrations.ts'
import { nodesOf, partsOf } from './python-node.ts'
import { qualifiedName } from './python-symbol.ts'
import { calleeOf, callOf } from './python-value.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** One column that a SQLAlchemy query filters or joins by. */
export interface ColumnFilterFact extends Placed {
  readonly model: string
  readonly column: string
  readonly how: 'equal' | 'in' | 'join'
  /** Function around the query. */
  readonly symbol: string
  /** Names the query within its file, so that filters of one query can be told from others. */
  readonly query: number
}

const filters = new Set(['filter', 'where', 'filter_by', 'join', 'outerjoin'])

export const queryCollector: Collector = {
  id: 'queries',
  wants: (file) => file.language === 'python' && /\.(?:filter|where|filter_by)\(/.test(file.text) && !isRevision(file),
  collect: (file, trees, emit) => {
    const python = trees.python()
    for (const node of nodesOf(python, ['CallExpression'])) {
      const callee = calleeOf(node, python)
      const verb = callee.slice(callee.lastIndexOf('.') + 1)
      if (!callee.includes('.') || !filters.has(verb)) continue
      const place = { file: file.path, symbol: qualifiedName(node, python), query: chainRoot(node).from }
      for (const { line, ...found } of conditions(node, verb, python))
        emit('columnFilter', { ...place, line, ...found })
    }
  },
}

type Condition = Pick<ColumnFilterFact, 'line' | 'model' | 'column' | 'how'>

/** The outermost call of a chain `select(…).where(…).order_by(…)`. */
function chainRoot(node: SyntaxNode): SyntaxNode {
  let root = node
  while (root.parent?.name === 'MemberExpression' && root.parent.parent?.name === 'CallExpression') {
    root = root.parent.parent
  }
  return root
}

function conditions(node: SyntaxNode, verb: string, python: PythonTree): readonly Condition[] {
  if (verb === 'filter_by') return keywordConditions(node, python)
  const list = node.getChild('ArgList')
  return list === null ? [] : partsOf(list).flatMap((argument) => conditionsIn(argument, python))
}

function keywordConditions(node: SyntaxNode, python: PythonTree): readonly Condition[] {
  const chain = python.slice(chainRoot(node).from, node.to)
  const model = /(?:query|select)\(\s*([A-Z]\w*)\s*[,)]/.exec(chain)?.[1] ?? /^([A-Z]\w*)\.query\./.exec(chain)?.[1]
  if (model === undefined) return []
  const call = callOf(node, python)
  return [...call.keywords].map(([column, value]) => ({ line: value.line, model, column, how: 'equal' }))
}

function conditionsIn(argument: SyntaxNode, python: PythonTree): readonly Condition[] {
  const found: Condition[] = []
  argument.toTree().iterate({
    enter: (cursor) => {
      // A query inside a query is its own.
      const from = argument.from + cursor.from
      const text = python.slice(from, argument.from + cursor.to)
      if (cursor.name === 'CallExpression' && /^[\w.]*\b(?:select|exists|query)\s*\(/.test(text)) return false
      found.push(...conditionAt(cursor.name, text, python.line(from)))
      return true
    },
  })
  return found
}

const column = '(?:col\\()?([A-Z]\\w*)\\.(\\w+)\\)?'
const comparison = new RegExp(`^${column}\\s*==\\s*(?:${column}$)?`)
const reversed = new RegExp(`^[^=]{1,200}==\\s*${column}$`)
const membership = new RegExp(`^${column}\\.(in_|any_)\\(`)

function conditionAt(name: string, text: string, line: number): readonly Condition[] {
  if (/==\s*None\b/.test(text)) return []
  if (name === 'BinaryExpression' && !/^[^=]*\b(?:and|or)\b/.test(text)) {
    const [, model, field, other, otherField] = comparison.exec(text) ?? []
    if (model === undefined || field === undefined) return flipped(text, line)
    if (other === undefined || otherField === undefined) return [{ line, model, column: field, how: 'equal' }]
    const left = { line, model, column: field, how: 'join' } as const
    return [left, { line, model: other, column: otherField, how: 'join' }]
  }
  const [, model, field] = name === 'CallExpression' ? (membership.exec(text) ?? []) : []
  return model === undefined || field === undefined ? [] : [{ line, model, column: field, how: 'in' }]
}

function flipped(text: string, line: number): readonly Condition[] {
  const [, model, field] = reversed.exec(text) ?? []
  return model === undefined || field === undefined ? [] : [{ line, model, column: field, how: 'equal' }]
}
