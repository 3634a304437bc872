import type { Collector, Emit } from './collector.ts'
import { keyName } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** A field that a later one of the same name in the same object or class replaces. The line is that of the later one. */
export interface DuplicateFieldFact extends Placed {
  readonly owner: string
  readonly field: string
  readonly firstLine: number
  /** Both say the same, so that nothing but the reader is misled. */
  readonly same: boolean
}

interface Member {
  readonly name: string
  readonly line: number
  readonly text: string
}

/** Repeated keys of object literals and class bodies of TypeScript; Ruff tells those of Python. */
export const duplicateCollector: Collector = {
  id: 'duplicates',
  wants: (file) => isWritten(file) && file.language === 'typescript',
  collect(file, trees, emit) {
    const tree = trees.typescript()
    walk(tree.program, (node, above) => {
      if (node.type === 'ObjectExpression')
        report(file.path, objectOwner(above), objectKeys(tree, file.text, node), emit)
      if (node.type === 'ClassBody') report(file.path, className(above), classMembers(tree, file.text, node), emit)
      return undefined
    })
  },
}

function report(file: string, owner: string, members: readonly Member[], emit: Emit): void {
  const first = new Map<string, Member>()
  for (const member of members) {
    const known = first.get(member.name)
    if (known === undefined) first.set(member.name, member)
    else
      emit('duplicateField', {
        file,
        line: member.line,
        owner,
        field: member.name,
        firstLine: known.line,
        same: known.text === member.text,
      })
  }
}

/** The function or class around an object, or the variable that holds it at the top of a module. */
function objectOwner(above: readonly Node[]): string {
  const symbol = scriptSymbol(above)
  if (symbol !== '(module)') return symbol
  const holder = above.find((node) => node.type === 'VariableDeclarator')
  return holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? holder.id.name : symbol
}

function objectKeys(tree: TypeScriptTree, text: string, node: Extract<Node, { type: 'ObjectExpression' }>): Member[] {
  const isSpread = node.properties.some((part) => part.type === 'SpreadElement')
  if (isSpread) return []
  return node.properties.flatMap((part) => {
    if (part.type !== 'Property' || part.kind !== 'init') return []
    const name = keyName(part.key, part.computed)
    return name === null ? [] : [{ name, line: tree.line(part.start), text: text.slice(part.start, part.end) }]
  })
}

function classMembers(tree: TypeScriptTree, text: string, node: Extract<Node, { type: 'ClassBody' }>): Member[] {
  return node.body.flatMap((part) => {
    if (part.type !== 'PropertyDefinition' && part.type !== 'MethodDefinition') return []
    if (part.type === 'MethodDefinition' && (part.kind !== 'method' || part.value.body === null)) return []
    const name = keyName(part.key, part.computed)
    if (name === null) return []
    return [
      {
        name: part.static ? `static ${name}` : name,
        line: tree.line(part.start),
        text: text.slice(part.start, part.end),
      },
    ]
  })
}

function className(above: readonly Node[]): string {
  const node = above.at(-1)
  const isClass = node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression'
  return isClass ? (node.id?.name ?? scriptSymbol(above)) : scriptSymbol(above)
}
