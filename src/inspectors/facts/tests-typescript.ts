import type { CallExpression, Node } from 'oxc-parser'
import type { SourceFile } from '../snapshot.ts'
import type { Emit } from './collector.ts'
import { dotted } from './script-name.ts'
import { isFunction, walk } from './script-node.ts'
import { literalText } from './script-text.ts'
import type { TestCaseFact, TestContent } from './tests.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

const tests = new Set(['it', 'test', 'specify', 'xit', 'xtest', 'fit', 'xspecify'])
const suites = new Set(['describe', 'context', 'suite', 'xdescribe', 'fdescribe', 'xcontext'])
const modifiers =
  /^(?:skip|only|todo|each|for|concurrent|sequential|fails|failing|fixme|describe|serial|parallel|skipIf|runIf|shuffle|slow|fail)$/
/** Calls that cannot fail a test whatever they are given. */
const harmless =
  /^(?:console|JSON|Object|Array|Math|Date|Promise|vi|jest|String|Number|Boolean|setTimeout|clearTimeout|Symbol)(?:\.|$)/

export function typeScriptTests(file: SourceFile, tree: TypeScriptTree, emit: Emit): void {
  imports(file, tree, emit)
  new Visitor({
    CallExpression(node) {
      const words = chainOf(node.callee)
      if (words !== null) testCase(file, tree, node, words, emit)
    },
  }).visit(tree.program)
}

/** `test.describe.skip` as words, null when the call defines no test. Tables (`each`) are looked through. */
function chainOf(callee: Node): readonly string[] | null {
  if (callee.type === 'CallExpression') return tableOrCondition(callee)
  if (callee.type === 'TaggedTemplateExpression') return chainOf(callee.tag)
  const words = dotted(callee)?.split('.') ?? []
  const [root = '', ...rest] = words
  if (!tests.has(root) && !suites.has(root)) return null
  return rest.every((word) => modifiers.test(word)) ? words : null
}

function tableOrCondition(callee: CallExpression): readonly string[] | null {
  const words = chainOf(callee.callee)
  return words !== null && /^(?:each|for|skipIf|runIf)$/.test(words.at(-1) ?? '') ? words : null
}

function testCase(
  file: SourceFile,
  tree: TypeScriptTree,
  node: CallExpression,
  words: readonly string[],
  emit: Emit,
): void {
  const [first] = node.arguments
  const title =
    first === undefined ? null : (literalText(first) ?? (first.type === 'TemplateLiteral' ? '(computed)' : null))
  const body = node.arguments.find((argument) => isFunction(argument))
  const isTable = /^(?:each|for|skipIf|runIf)$/.test(words.at(-1) ?? '') && node.callee.type !== 'CallExpression'
  if (title === null || (isTable && node.callee.type !== 'TaggedTemplateExpression')) return
  const todo = words.includes('todo') || body === undefined
  const kind = suites.has(words[0] ?? '') || words.includes('describe') ? 'suite' : 'test'
  const only = words.includes('only') || /^(?:fit|fdescribe)$/.test(words[0] ?? '')
  if (todo && !words.includes('todo') && !words.includes('skip')) return
  emit('testCase', {
    file: file.path,
    line: tree.line(node.start),
    title,
    kind,
    state: todo ? 'todo' : stateOf(words, body),
    only,
    content: body === undefined || kind === 'suite' ? 'asserts' : contentOf(body),
    language: 'javascript',
  })
}

function stateOf(words: readonly string[], body: Node | undefined): TestCaseFact['state'] {
  if (words.includes('skipIf') || words.includes('runIf')) return 'conditional'
  if (/^x(?:it|test|describe|context|specify)$/.test(words[0] ?? '')) return 'skipped'
  if (words.includes('skip') || words.includes('fixme')) return 'skipped'
  return body !== undefined && startsWithSkip(body) ? 'skipped' : 'runs'
}

/** Playwright's `test.skip()` or mocha's `this.skip()` as the first statement, without a condition. */
function startsWithSkip(body: Node): boolean {
  if (!isFunction(body) || body.body?.type !== 'BlockStatement') return false
  const [first] = body.body.body
  if (first?.type !== 'ExpressionStatement' || first.expression.type !== 'CallExpression') return false
  const name = dotted(first.expression.callee)
  return /^(?:test|this|it)\.(?:skip|fixme)$/.test(name ?? '') && first.expression.arguments.length === 0
}

function contentOf(body: Node): TestContent {
  if (!isFunction(body) || body.body === null) return 'asserts'
  if (body.body.type === 'BlockStatement' && body.body.body.length === 0) return 'empty'
  let constant = 0
  let other = 0
  walk(body.body, (node) => {
    if (node.type === 'ThrowStatement' || node.type === 'TaggedTemplateExpression') other += 1
    if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'should')
      other += 1
    if (node.type === 'NewExpression' || node.type === 'JSXElement' || node.type === 'AwaitExpression') other += 1
    if (node.type !== 'CallExpression') return undefined
    if (isConstantAssertion(node)) {
      constant += 1
      return 'skip'
    }
    const name = dotted(node.callee)
    if (name === null || !harmless.test(name)) other += 1
    return undefined
  })
  if (other > 0) return 'asserts'
  return constant > 0 ? 'vacuous' : 'silent'
}

/** `expect(true).toBe(true)`, `expect(1).toEqual(1)`, `assert(true)`, `assert.ok(true)`. */
function isConstantAssertion(node: CallExpression): boolean {
  const [argument] = node.arguments
  if (/^assert(?:\.ok|\.isTrue)?$/.test(dotted(node.callee) ?? ''))
    return argument?.type === 'Literal' && Boolean(argument.value)
  if (node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier') return false
  const expect = node.callee.object
  if (expect.type !== 'CallExpression' || dotted(expect.callee) !== 'expect') return false
  const [subject] = expect.arguments
  if (subject?.type !== 'Literal') return false
  if (/^toBe(?:Truthy|Defined)$/.test(node.callee.property.name)) return Boolean(subject.value)
  const same = argument?.type === 'Literal' && argument.value === subject.value
  return /^to(?:Be|Equal|StrictEqual)$/.test(node.callee.property.name) && same
}

function imports(file: SourceFile, tree: TypeScriptTree, emit: Emit): void {
  const mocked = new Set<string>()
  for (const match of file.text.matchAll(/\b(?:vi|jest)\.(?:do)?[mM]ock\(\s*['"]([^'"]+)['"]\s*,[^\n]*virtual/g))
    mocked.add(match[1] ?? '')
  for (const { moduleRequest, start, entries } of tree.module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    const names = entries.map((entry) => entry.importName.name ?? entry.importName.kind).join(',')
    const specifier = moduleRequest.value
    const guarded = typeOnly || mocked.has(specifier)
    emit('testImport', { file: file.path, line: tree.line(start), specifier, names, guarded, language: 'javascript' })
  }
}
