import type { SyntaxNode } from '@lezer/common'
import type { Collector, Emit } from './collector.ts'
import { argumentsOf } from './python-arguments.ts'
import { importsIn, spelledModule } from './python-import.ts'
import { partsOf, textOf } from './python-node.ts'
import { pythonText } from './python-text.ts'
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
        if (ref.name === 'ImportStatement') emitBindings(ref.node, tree, file.path, emit)
        if (ref.name === 'AssignStatement') constantOf(ref.node, tree, file.path, emit)
        return ref.name !== 'CallExpression'
      },
    })
  },
}

function emitBindings(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const line = tree.line(node.from)
  for (const one of importsIn(node, tree)) {
    const source = spelledModule(one)
    if (one.names === null) emit('binding', { file, line, local: one.alias ?? source, source, imported: '*' })
    for (const { name, alias } of one.names ?? []) {
      emit('binding', { file, line, local: alias ?? name, source, imported: name })
    }
  }
}

function constantOf(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const parts = partsOf(node)
  const target = parts[0]
  const value = parts.at(-1)
  if (target === undefined || value === undefined) return
  const name = textOf(target, tree).replace(/^self\./, '')
  if (!/^\w+$/.test(name)) return
  const text = pythonText(value, tree) ?? defaultOf(value, tree)
  if (text === null || !/^(?:\/|https?:)/.test(text) || text.length > 200) return
  emit('pathConstant', { file, line: tree.line(node.from), name, value: text })
}

/** `os.getenv("X", "/api")` and `Field(default="/api")`. */
function defaultOf(node: SyntaxNode, tree: PythonTree): string | null {
  if (node.name !== 'CallExpression') return null
  const texts = argumentsOf(node.getChild('ArgList'), tree).map((entry) => pythonText(entry.node, tree))
  return texts.find((text) => text?.startsWith('/')) ?? null
}
