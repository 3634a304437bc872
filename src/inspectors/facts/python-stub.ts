import type { Collector } from './collector.ts'
import { argumentsOf } from './python-arguments.ts'
import { decoratorsOf, partsOf, type SyntaxNode, statementsOf, textOf, visitPython, workOf } from './python-node.ts'
import { pythonSymbol } from './python-symbol.ts'
import { leftUndone, madeUp, type StubFact, unfinished } from './stub.ts'
import type { PythonTree } from './trees.ts'
import { isWritten } from './written.ts'

const routeDecorator =
  /^\w+(?:\.\w+)*\.(?:get|post|put|patch|delete|route|websocket|api_route|task)\b|^(?:shared_task|task|api_view)\b/
const contract = /abstract|overload|property|typing\.|hybrid|fixture|singledispatch/i

/** Stub bodies, class bases and function counts of Python. */
export const pythonStubCollector: Collector = {
  id: 'python-stubs',
  wants: (file) => isWritten(file) && file.language === 'python' && file.text.includes('def '),
  collect(file, trees, emit) {
    const tree = trees.python()
    let functions = 0
    visitPython(tree, (node) => {
      if (node.name === 'ClassDefinition') {
        const name = node.getChild('VariableName')
        for (const base of basesOf(tree, node))
          emit('subclass', {
            file: file.path,
            line: tree.line(node.from),
            name: textOf(name, tree),
            base,
          })
      }
      if (node.name !== 'FunctionDefinition') return
      functions += 1
      const found = stubOf(tree, node)
      if (found !== null) emit('stub', { file: file.path, line: tree.line(node.from), language: 'python', ...found })
    })
    if (functions > 0) emit('functionCount', { file: file.path, line: 1, functions })
  },
}

function basesOf(tree: PythonTree, node: SyntaxNode): string[] {
  const list = node.getChild('ArgList')
  if (list === null) return []
  return partsOf(list)
    .filter((part) => part.name === 'VariableName' || part.name === 'MemberExpression')
    .map((part) => textOf(part, tree).split('[')[0] ?? '')
}

function stubOf(tree: PythonTree, node: SyntaxNode): Omit<StubFact, 'file' | 'line' | 'language'> | null {
  const [body, name] = [node.getChild('Body'), node.getChild('VariableName')]
  const decorators = decoratorsOf(node, tree)
  if (body === null || name === null || decorators.some((one) => contract.test(one))) return null
  const found = raising(tree, body) ?? idle(tree, node, body) ?? placeholder(tree, body)
  if (found === null) return null
  const owner = pythonSymbol(node, tree)
  const isMethod =
    node.parent?.parent?.name === 'ClassDefinition' || node.parent?.parent?.parent?.name === 'ClassDefinition'
  return {
    ...found,
    symbol: owner === '(module)' ? textOf(name, tree) : `${owner}.${textOf(name, tree)}`,
    owner: isMethod ? (owner.split('.').at(-1) ?? '') : '',
    isEndpoint: decorators.some((one) => routeDecorator.test(one)),
  }
}

type Found = Pick<StubFact, 'form' | 'why' | 'at'>

function raising(tree: PythonTree, body: SyntaxNode): Found | null {
  const [only, ...rest] = workOf(body)
  if (only?.name !== 'RaiseStatement' || rest.length > 0) return null
  const text = textOf(only, tree)
  const message = text.replace(/^raise\s+NotImplementedError/, '')
  const isNamed = message !== text && (/^(?:\(\s*\))?\s*$/.test(message) || unfinished.test(message))
  const isAnswered =
    /^raise\s+HTTPException\([^)]*(?:501|HTTP_501)/.test(text) ||
    (/^raise\s+\w+\(/.test(message) && unfinished.test(message))
  return isNamed || isAnswered
    ? { form: 'raises', why: text.replace(/\s+/g, ' ').slice(0, 100), at: tree.line(only.from) }
    : null
}

/** `pass`, an ellipsis, or a bare or constant return, with a comment that says to do the work. */
function idle(tree: PythonTree, node: SyntaxNode, body: SyntaxNode): Found | null {
  const work = workOf(body)
  if (
    work.length > 1 ||
    (work[0] !== undefined &&
      !/^(?:pass|\.\.\.|return(?:\s+(?:None|True|False|\[\]|\{\}))?)$/.test(textOf(work[0], tree)))
  )
    return null
  const comment = commentsOf(tree, node).find((one) => leftUndone.test(one.text))
  return comment === undefined ? null : { form: 'idle', why: comment.text.slice(0, 100), at: comment.line }
}

function placeholder(tree: PythonTree, body: SyntaxNode): Found | null {
  const statements = statementsOf(body)
  const returned = statements.findLast((one) => one.name === 'ReturnStatement')
  const comment = commentsOf(tree, body).find((one) => madeUp.test(one.text))
  const value = returned?.lastChild
  if (
    returned === undefined ||
    comment === undefined ||
    value === null ||
    value === undefined ||
    workOf(body).length > 4
  )
    return null
  return isLiteral(tree, value)
    ? { form: 'placeholder', why: comment.text.slice(0, 100), at: tree.line(returned.from) }
    : null
}

function isLiteral(tree: PythonTree, node: SyntaxNode): boolean {
  const inner = partsOf(node).filter((part) => !/^[[\]{},:()]$|^Comment$/.test(part.name))
  if (node.name === 'DictionaryExpression' || node.name === 'ArrayExpression')
    return inner.length > 0 && inner.every((part) => isPart(tree, part))
  return isMadeOfLiterals(tree, node)
}

/** `Point(month=1, days=31)`: a record that is filled in on the spot. */
function isMadeOfLiterals(tree: PythonTree, node: SyntaxNode): boolean {
  const [callee, list] = [node.firstChild, node.getChild('ArgList')]
  if (node.name !== 'CallExpression' || callee === null || list === null) return false
  const given = argumentsOf(list, tree)
  if (!/^[A-Z]\w*$/.test(textOf(callee, tree)) || given.length === 0 || list.getChild('*') !== null) return false
  return given.every((entry) => isPart(tree, entry.node))
}

function isPart(tree: PythonTree, node: SyntaxNode): boolean {
  if (['String', 'Number', 'Boolean', 'None', 'ContinuedString', 'FormatString'].includes(node.name)) return true
  if (/^(?:\[\s*\]|\{\s*\})$/.test(textOf(node, tree))) return true
  return isLiteral(tree, node) || /^(?:datetime|time|uuid)\.|^(?:now|utcnow|uuid4)\(/.test(textOf(node, tree))
}

/** Comments inside a definition; the ones after its last statement are kept by the parser outside of the body. */
function commentsOf(tree: PythonTree, node: SyntaxNode): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = []
  const first = tree.line(node.from)
  for (const [index, line] of textOf(node, tree).split('\n').entries()) {
    const at = line.indexOf('#')
    if (at !== -1 && !/['"]/.test(line.slice(0, at)))
      found.push({ text: line.slice(at + 1).trim(), line: first + index })
  }
  return found
}
