import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Emit } from './collector.ts'
import { importsIn, spelledModule } from './python-import.ts'
import { ancestor, partsOf, textOf } from './python-node.ts'
import type { TestCaseFact, TestContent } from './tests.ts'
import type { PythonTree } from './trees.ts'

/** Calls that cannot fail a test whatever they are given. */
const harmless =
  /^(?:print|len|range|str|int|list|dict|set|tuple|isinstance|repr|Mock|MagicMock|AsyncMock|patch|mock\.\w+|super)$/

export function pythonTests(file: SourceFile, tree: PythonTree, emit: Emit): void {
  const text = (node: SyntaxNode | null): string => textOf(node, tree)
  tree.tree.iterate({
    enter: ({ name, node }) => {
      if (name === 'ImportStatement') importFact(file, tree, node, emit)
      if (name === 'FunctionDefinition') functionFact(file, tree, node, emit)
      if (name === 'ClassDefinition') classFact(file, tree, node, emit)
      if (name === 'AssignStatement' && /^pytestmark\s*=\s*pytest\.mark\.skip\b/.test(text(node)))
        emit('testCase', suite(file, tree, node, '(module)'))
    },
  })
}

function functionFact(file: SourceFile, tree: PythonTree, node: SyntaxNode, emit: Emit): void {
  const title = textOf(node.getChild('VariableName'), tree)
  if (!title.startsWith('test') || !isCollected(tree, node) || isOfApplication(tree, node)) return
  const body = node.getChild('Body')
  const inside = body === null ? null : skipAtStart(tree, body)
  const state = skipState(tree, node) ?? (inside === null ? 'runs' : 'skipped')
  emit('testCase', {
    file: file.path,
    line: tree.line(skipMark(tree, node)?.from ?? inside?.from ?? node.from),
    title,
    kind: 'test',
    state,
    only: false,
    // Past a gap the tree may have lost the rest of a body.
    content: body === null || !tree.isWhole ? 'asserts' : contentOf(tree, body),
    language: 'python',
  })
}

/** A route, task or command whose name happens to begin like a test. */
function isOfApplication(tree: PythonTree, node: SyntaxNode): boolean {
  return decoratorsOf(node).some((one) =>
    /^@(?:\w+\.)*(?:get|post|put|patch|delete|route|websocket|task|command|tool)\b/.test(textOf(one, tree)),
  )
}

/** At the top of the module or in a class there that pytest or unittest collects; one in a function is run by that function. */
function isCollected(tree: PythonTree, node: SyntaxNode): boolean {
  let parent = node.parent
  if (parent?.name === 'DecoratedStatement') parent = parent.parent
  if (parent?.name === 'Script') return true
  const owner = parent?.name === 'Body' ? parent.parent : null
  if (owner?.name !== 'ClassDefinition' || ancestor(owner, ['FunctionDefinition']) !== null) return false
  return (
    /^Test/.test(textOf(owner.getChild('VariableName'), tree)) ||
    /TestCase/.test(textOf(owner.getChild('ArgList'), tree))
  )
}

function classFact(file: SourceFile, tree: PythonTree, node: SyntaxNode, emit: Emit): void {
  if (skipState(tree, node) !== 'skipped') return
  emit('testCase', suite(file, tree, skipMark(tree, node) ?? node, textOf(node.getChild('VariableName'), tree)))
}

function suite(file: SourceFile, tree: PythonTree, node: SyntaxNode, title: string): TestCaseFact {
  const line = tree.line(node.from)
  return {
    file: file.path,
    line,
    title,
    kind: 'suite',
    state: 'skipped',
    only: false,
    content: 'asserts',
    language: 'python',
  }
}

function skipState(tree: PythonTree, node: SyntaxNode): 'skipped' | 'conditional' | null {
  if (skipMark(tree, node) !== null) return 'skipped'
  const texts = decoratorsOf(node).map((decorator) => textOf(decorator, tree))
  return texts.some((text) => /skipif|skipIf|skipUnless|xfail|expectedFailure/.test(text)) ? 'conditional' : null
}

/** The decorator that skips without a condition. */
function skipMark(tree: PythonTree, node: SyntaxNode): SyntaxNode | null {
  const isSkip = (decorator: SyntaxNode): boolean =>
    /^@(?:pytest\.mark\.|unittest\.)?skip\b/.test(textOf(decorator, tree))
  return decoratorsOf(node).find(isSkip) ?? null
}

function decoratorsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.parent?.name === 'DecoratedStatement' ? node.parent.getChildren('Decorator') : []
}

function skipAtStart(tree: PythonTree, body: SyntaxNode): SyntaxNode | null {
  const [first] = statements(tree, body)
  return first !== undefined && /^(?:pytest\.skip|self\.skipTest)\(/.test(textOf(first, tree)) ? first : null
}

/** The statements of a body without its docstring and `pass`. */
function statements(tree: PythonTree, body: SyntaxNode): SyntaxNode[] {
  return partsOf(body).filter((node) => {
    if (/^(?::|Comment|PassStatement)$/.test(node.name)) return false
    return !(node.name === 'ExpressionStatement' && /^(?:[rRuU]?["']|\.\.\.$)/.test(textOf(node, tree)))
  })
}

function contentOf(tree: PythonTree, body: SyntaxNode): TestContent {
  const found = statements(tree, body)
  if (found.length === 0) return 'empty'
  let constant = 0
  let other = 0
  for (const statement of found) {
    statement.cursor().iterate((node) => {
      if (node.name === 'AssertStatement') {
        if (/^assert\s*\(?\s*(?:True|1)\s*\)?\s*$/.test(textOf(node, tree))) constant += 1
        else other += 1
      }
      if (
        /^(?:WithStatement|RaiseStatement|AwaitExpression|YieldExpression|YieldStatement|ImportStatement)$/.test(
          node.name,
        )
      )
        other += 1
      if (node.name === 'CallExpression' && !harmless.test(textOf(node.node.firstChild, tree))) other += 1
    })
  }
  if (other > 0) return 'asserts'
  return constant > 0 ? 'vacuous' : 'silent'
}

function importFact(file: SourceFile, tree: PythonTree, node: SyntaxNode, emit: Emit): void {
  const place = {
    file: file.path,
    line: tree.line(node.from),
    guarded: isGuarded(tree, node),
    language: 'python' as const,
  }
  for (const one of importsIn(node, tree)) {
    const names = (one.names ?? []).map(({ name }) => name).join(',')
    emit('testImport', { ...place, specifier: spelledModule(one), names })
  }
}

/** Inside a `try`, a conditional or a `with pytest.raises`: the import is allowed to fail. */
function isGuarded(tree: PythonTree, node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.name === 'TryStatement' || parent.name === 'IfStatement') return true
    if (parent.name === 'WithStatement' && /raises|suppress|patch/.test(tree.slice(parent.from, parent.from + 200)))
      return true
    if (parent.name === 'FunctionDefinition' && skipState(tree, parent) !== null) return true
  }
  return false
}
