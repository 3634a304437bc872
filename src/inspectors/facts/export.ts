import type { Collector } from './collector.ts'
import { regionOf } from './region.ts'
import { dotted } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import type { Placed } from './store.ts'

/** One exported name; `=` stands for an export whose names only a run can tell (`module.exports`, `export =`). */
export interface ExportFact extends Placed {
  readonly name: string
}

/** A TypeScript or JavaScript module; `stem` is its path without the extension. */
export interface ModuleFact extends Placed {
  readonly stem: string
}

/** The names that a module offers. */
export const exportCollector: Collector = {
  id: 'exports',
  wants: (file) => file.language === 'typescript' && regionOf(file.path) !== 'vendored',
  collect(file, trees, emit) {
    const tree = trees.typescript()
    const stem = file.path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
    emit('module', { file: file.path, line: 1, stem })
    const note = (node: Node, name: string): void =>
      emit('export', { file: file.path, line: tree.line(node.start), name })
    for (const node of tree.program.body) for (const name of namesOf(node)) note(node, name)
    if (tree.module.staticExports.length > 0) return
    walk(tree.program, (node) => {
      if (node.type !== 'AssignmentExpression') return undefined
      const target = dotted(node.left) ?? (node.left.type === 'MemberExpression' ? dotted(node.left.object) : null)
      if (target !== null && /^(?:module\.)?exports(?:\.|$)/.test(target)) note(node, '=')
      return undefined
    })
  },
}

function namesOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return ['default']
    case 'TSExportAssignment':
    case 'TSNamespaceExportDeclaration':
      return ['=']
    case 'ExportAllDeclaration':
      return node.exported === null ? [] : [nameText(node.exported)]
    case 'ExportNamedDeclaration':
      return [
        ...node.specifiers.map((part) => nameText(part.exported)),
        ...(node.declaration === null ? [] : declaredNames(node.declaration)),
      ]
    default:
      return []
  }
}

function nameText(node: Node): string {
  if (node.type === 'Identifier') return node.name
  return node.type === 'Literal' ? String(node.value) : '='
}

function declaredNames(node: Node): readonly string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap((one) => boundNames(one.id))
  if (!('id' in node) || node.id === null || typeof node.id !== 'object') return ['=']
  return 'name' in node.id && typeof node.id.name === 'string' ? [node.id.name] : ['=']
}

function boundNames(node: Node): readonly string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name]
    case 'ObjectPattern':
      return node.properties.flatMap((part) => boundNames(part.type === 'Property' ? part.value : part.argument))
    case 'ArrayPattern':
      return node.elements.flatMap((part) => (part === null ? [] : boundNames(part)))
    case 'AssignmentPattern':
      return boundNames(node.left)
    case 'RestElement':
      return boundNames(node.argument)
    default:
      return ['=']
  }
}
