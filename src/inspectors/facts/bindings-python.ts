import type { SyntaxNode } from '@lezer/common'
import type { Collector, Emit } from './collector.ts'
import { argumentsOf, childrenOf, stringOf } from './python-syntax.ts'
import { isForeign } from './source-kind.ts'
import type { PythonTree } from './trees.ts'

/** What Python files import, and their constants that look like paths. */
export const pythonBindings: Collector = {
  id: 'bindings-python',
  wants: (file) => file.language === 'python' && !isForeign(file.path),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: (ref) => {
        if (ref.name === 'ImportStatement') importsOf(ref.node, tree, file.path, emit)
        if (ref.name === 'AssignStatement') constantOf(ref.node, tree, file.path, emit)
        return ref.name !== 'CallExpression'
      },
    })
  },
}

function importsOf(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const text = tree.slice(node.from, node.to).replace(/#[^\n]*/g, '')
  const line = tree.line(node.from)
  const from = /^from\s+([.\w]+)\s+import\s+([\s\S]+)$/.exec(text)
  if (from !== null) {
    for (const [imported, local] of namesOf(from[2] ?? '')) {
      emit('binding', { file, line, local, source: from[1] ?? '', imported })
    }
    return
  }
  for (const [imported, local] of namesOf(text.replace(/^import\s+/, ''))) {
    emit('binding', { file, line, local, source: imported, imported: '*' })
  }
}

function namesOf(list: string): readonly (readonly [imported: string, local: string])[] {
  return list
    .replace(/[()\\]/g, ' ')
    .split(',')
    .map((entry) => entry.trim().split(/\s+as\s+/))
    .filter(([imported]) => imported !== undefined && imported !== '')
    .map(([imported = '', local]) => [imported, local?.trim() ?? imported] as const)
}

function constantOf(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const parts = childrenOf(node)
  const target = parts[0]
  const value = parts.at(-1)
  if (target === undefined || value === undefined) return
  const name = tree.slice(target.from, target.to).replace(/^self\./, '')
  if (!/^\w+$/.test(name)) return
  const text = stringOf(value, tree) ?? defaultOf(value, tree)
  if (text === null || !/^(?:\/|https?:)/.test(text) || text.length > 200) return
  emit('pathConstant', { file, line: tree.line(node.from), name, value: text })
}

/** `os.getenv("X", "/api")` and `Field(default="/api")`. */
function defaultOf(node: SyntaxNode, tree: PythonTree): string | null {
  if (node.name !== 'CallExpression') return null
  const texts = argumentsOf(node.getChild('ArgList'), tree).map((entry) => stringOf(entry.node, tree))
  return texts.find((text) => text?.startsWith('/')) ?? null
}
