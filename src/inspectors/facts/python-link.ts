import type { Collector, Emit } from './collector.ts'
import { importsIn, type PythonImport } from './python-import.ts'
import { partsOf, type SyntaxNode, textOf, visitPython } from './python-node.ts'
import { regionOf } from './region.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** One import statement of a Python file; `import a, b` gives two. */
export interface PythonLinkFact extends Placed {
  /** Dotted, without the leading dots. */
  readonly module: string
  /** How many leading dots: 0 for an absolute import. */
  readonly level: number
  /** Imported names joined by commas, empty for `import module`. */
  readonly names: string
  /** Under try, in a function, or for type checkers only: may be missing on purpose or is never run. */
  readonly guarded: boolean
}

/** A name bound at the top of a Python module; `*` when a star import, `__getattr__` or a gap in the tree makes the list open. */
export interface PythonNameFact extends Placed {
  readonly name: string
  readonly kind: 'class' | 'function' | 'value' | 'import' | 'open'
}

const containers = new Set([
  'Script',
  'IfStatement',
  'TryStatement',
  'WithStatement',
  'ForStatement',
  'WhileStatement',
  'MatchStatement',
  'MatchBody',
  'MatchClause',
  'Body',
  'StatementGroup',
  'DecoratedStatement',
])

/** Imports of a Python file and the names it binds at its top level. */
export const pythonLinkCollector: Collector = {
  id: 'python-links',
  wants: (file) => file.language === 'python' && regionOf(file.path) !== 'vendored',
  collect(file, trees, emit) {
    const tree = trees.python()
    if (tree.errorLine === null && !tree.isWhole)
      emit('pythonName', { file: file.path, line: 1, name: '*', kind: 'open' })
    visitPython(tree, (node) => {
      if (node.name === 'ImportStatement') collectImport(file.path, tree, node, emit)
      else if (isTop(node)) collectNames(file.path, tree, node, emit)
    })
  },
}

function isTop(node: SyntaxNode): boolean {
  for (let up = node.parent; up !== null; up = up.parent) if (!containers.has(up.name)) return false
  return true
}

function collectImport(file: string, tree: PythonTree, node: SyntaxNode, emit: Emit): void {
  const line = tree.line(node.from)
  const guarded = isGuarded(tree, node)
  for (const one of importsIn(node, tree)) {
    const names = (one.names ?? []).map(({ name }) => name).join(',')
    emit('pythonLink', { file, line, module: one.module, level: one.level, names, guarded })
    if (!isTop(node)) continue
    for (const name of boundBy(one)) emit('pythonName', { file, line, name, kind: name === '*' ? 'open' : 'import' })
  }
}

/** The names that an import binds; `import a.b` binds `a`. */
function boundBy({ module, alias, names }: PythonImport): readonly string[] {
  if (names === null) return [alias ?? module.split('.')[0] ?? '']
  return names.map((one) => one.alias ?? one.name)
}

function isGuarded(tree: PythonTree, node: SyntaxNode): boolean {
  for (let up = node.parent; up !== null; up = up.parent) {
    if (up.name === 'TryStatement' || up.name === 'FunctionDefinition') return true
    if (up.name === 'WithStatement' && /suppress|raises/.test(tree.slice(up.from, up.from + 120))) return true
    if (up.name === 'IfStatement') return true
  }
  return false
}

function collectNames(file: string, tree: PythonTree, node: SyntaxNode, emit: Emit): void {
  const line = tree.line(node.from)
  const note = (name: string, kind: PythonNameFact['kind']): void => emit('pythonName', { file, line, name, kind })
  if (node.name === 'FunctionDefinition' || node.name === 'ClassDefinition') {
    const name = node.getChild('VariableName')
    if (name === null) return
    const text = textOf(name, tree)
    note(text, node.name === 'ClassDefinition' ? 'class' : 'function')
    if (text === '__getattr__') note('*', 'open')
    return
  }
  for (const name of assignedNames(tree, node)) note(name, 'value')
  if (node.name === 'ExpressionStatement' && /^(?:globals\(\)|vars\(\)|setattr\()/.test(textOf(node, tree)))
    note('*', 'open')
  if (node.name === 'AssignStatement' && /^(?:globals\(\)|vars\(\)|sys\.modules)\[/.test(textOf(node, tree)))
    note('*', 'open')
}

const binders = new Set([
  'AssignStatement',
  'UpdateStatement',
  'ForStatement',
  'WithStatement',
  'TypeDefinition',
  'TryStatement',
])

function assignedNames(tree: PythonTree, node: SyntaxNode): string[] {
  if (!binders.has(node.name)) return []
  const names: string[] = []
  const parts = partsOf(node)
  const last = parts.findLastIndex((part) => part.name === 'AssignOp')
  const targets = node.name === 'AssignStatement' && last !== -1 ? parts.slice(0, last) : parts
  for (const part of targets) {
    if (part.name === 'Body' || part.name === 'in') break
    names.push(...targetNames(tree, part))
    if (node.name === 'WithStatement') names.push(...itemNames(tree, part))
  }
  return names
}

/** What items in brackets bind: the tree has `a as b` there as if it were `a := b`. */
function itemNames(tree: PythonTree, brackets: SyntaxNode): string[] {
  return brackets
    .getChildren('NamedExpression')
    .flatMap(({ lastChild }) => (lastChild === null ? [] : targetNames(tree, lastChild)))
}

function targetNames(tree: PythonTree, target: SyntaxNode): string[] {
  if (target.name === 'VariableName') return [textOf(target, tree)]
  if (target.name !== 'TupleExpression' && target.name !== 'ArrayExpression') return []
  return target.getChildren('VariableName').map((one) => textOf(one, tree))
}
