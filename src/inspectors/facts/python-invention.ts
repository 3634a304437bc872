import type { Invention } from './invention.ts'
import { areCounted } from './invention.ts'
import { partsOf, type SyntaxNode, textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

const mockName =
  /^_*(?:(?:get|generate|create|build|make|load)_)?(?:mock|fake|dummy|sample|demo|placeholder)_\w+$|^(?:MOCK|FAKE|DUMMY|SAMPLE|DEMO|PLACEHOLDER)_\w+$/
const notAResult = /(?:sample|demo)_(?:rate|mode|size|count|weight)|(?:rate|size)$/i
const randomCall =
  /^(?:random|np\.random|numpy\.random|secrets)\.(?:random|uniform|randint|gauss|normal|choice|rand|randrange)$/
const chance = /jitter|delay|backoff|timeout|wait|retry|sleep|(?:^|_)id$|uuid|key|nonce|seed|token/i
const development = /\b(?:debug|mock|demo|development|is_dev|testing)\b/i

type Made = Omit<Invention, 'line'>

/** What an except body hands out that no computation gave. */
export function pythonInvention(tree: PythonTree, body: SyntaxNode): Invention | null {
  for (const statement of partsOf(body)) {
    if (statement.name === 'IfStatement') {
      if (development.test(tree.slice(statement.from, statement.from + 120).split('\n')[0] ?? '')) continue
      const inner = statement
        .getChildren('Body')
        .map((one) => pythonInvention(tree, one))
        .find((one) => one !== null)
      if (inner !== undefined) return inner
    }
    const value = handedOut(tree, statement)
    const made = value === null ? null : inventedPython(tree, value)
    if (made !== null && (made.kind !== 'records' || statement.name === 'ReturnStatement'))
      return { ...made, line: tree.line(statement.from) }
  }
  return null
}

/** The value that a return or an assignment hands out. */
function handedOut(tree: PythonTree, statement: SyntaxNode): SyntaxNode | null {
  if (statement.name === 'ReturnStatement') return partsOf(statement)[1] ?? null
  if (statement.name !== 'AssignStatement') return null
  const target = statement.firstChild
  if (target !== null && chance.test(textOf(target, tree))) return null
  return statement.lastChild
}

export function inventedPython(tree: PythonTree, node: SyntaxNode): Made | null {
  switch (node.name) {
    case 'AwaitExpression':
      return node.lastChild === null ? null : inventedPython(tree, node.lastChild)
    case 'VariableName':
      return isMock(textOf(node, tree)) ? { kind: 'mock', what: textOf(node, tree) } : null
    case 'CallExpression':
      return inventedCall(tree, node)
    case 'DictionaryExpression':
      return inventedDictionary(tree, node)
    case 'ArrayExpression':
      return inventedRecords(tree, node)
    default:
      return null
  }
}

function isMock(name: string): boolean {
  return mockName.test(name) && !notAResult.test(name)
}

function inventedCall(tree: PythonTree, node: SyntaxNode): Made | null {
  const callee = textOf(node.firstChild, tree)
  const last = callee.split('.').at(-1) ?? ''
  if (isMock(last)) return { kind: 'mock', what: `${last}()` }
  if (randomCall.test(callee)) return { kind: 'random', what: `${callee}()` }
  return null
}

interface Entry {
  readonly key: string
  readonly value: SyntaxNode
}

/** Keys and values of a dictionary literal; keys that are no plain strings are left out. */
export function entriesOf(tree: PythonTree, node: SyntaxNode): Entry[] {
  const parts = partsOf(node).filter((part) => part.name !== 'Comment')
  const found: Entry[] = []
  for (const [index, part] of parts.entries()) {
    const [key, value] = [parts[index - 1], parts[index + 1]]
    if (part.name !== ':' || key?.name !== 'String' || value === undefined) continue
    found.push({ key: textOf(key, tree).replace(/^[rbu]*["']+|["']+$/gi, ''), value })
  }
  return found
}

const settings =
  /status|code|timeout|port|limit|page|size|max|min|width|height|delay|version|ttl|interval|duration|retries/i

function inventedDictionary(tree: PythonTree, node: SyntaxNode): Made | null {
  const entries = entriesOf(tree, node)
  if (
    entries.some(({ key }) => /^(?:errors?|warning|fallback|degraded|is_fallback|error_message|exception)$/i.test(key))
  )
    return null
  for (const { key, value } of entries) {
    if (chance.test(key)) continue
    const inner = value.name === 'DictionaryExpression' ? null : inventedPython(tree, value)
    if (inner !== null) return inner.kind === 'random' ? { kind: 'random', what: `${key} from ${inner.what}` } : inner
  }
  const success = entries.find(({ key, value }) => /^(?:success|ok)$/.test(key) && textOf(value, tree) === 'True')
  if (success !== undefined) return { kind: 'success', what: `${success.key}: True` }
  const figures = entries.filter(
    ({ key, value }) => value.name === 'Number' && Math.abs(Number(textOf(value, tree))) > 1 && !settings.test(key),
  )
  return figures.length >= 3 ? { kind: 'records', what: `a dictionary with ${figures.length} literal figures` } : null
}

function inventedRecords(tree: PythonTree, node: SyntaxNode): Made | null {
  const rows = partsOf(node).filter((part) => !['[', ']', ',', 'Comment'].includes(part.name))
  const literal = rows.filter((row) => {
    if (row.name !== 'DictionaryExpression') return false
    const entries = entriesOf(tree, row)
    return entries.filter(({ value }) => value.name === 'String' || value.name === 'Number').length >= 3
  })
  const ids = literal.map((row) => entriesOf(tree, row).find(({ key }) => /^(?:id|_id|uuid)$/i.test(key))?.value)
  if (!areCounted(ids.map((id) => (id === undefined ? '' : textOf(id, tree).replace(/^["']|["']$/g, ''))))) return null
  if (literal.length < 2 || literal.length !== rows.length) return null
  return { kind: 'records', what: `${literal.length} made-up records` }
}
