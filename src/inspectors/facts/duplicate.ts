import { isWritten } from './written.ts'
import type { Collector, Emit } from './collector.ts'
import { partsOf, type SyntaxNode, statementsOf, textOf, visitPython } from './python-node.ts'
import type { Placed } from './store.ts'
import { keyName, type Node, symbolAt, walk } from './syntax.ts'
import type { PythonTree, TypeScriptTree } from './trees.ts'

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

/** Repeated keys of object literals and class bodies, in TypeScript and Python. */
export const duplicateCollector: Collector = {
  id: 'duplicates',
  wants: (file) => isWritten(file) && (file.language === 'typescript' || file.language === 'python'),
  collect(file, trees, emit) {
    if (file.language === 'python') {
      const tree = trees.python()
      visitPython(tree, (node) => {
        if (node.name === 'DictionaryExpression')
          report(file.path, ownerOf(tree, node), dictionaryKeys(tree, node), emit)
        if (node.name === 'ClassDefinition') report(file.path, nameOf(tree, node), classFields(tree, node), emit)
      })
      return
    }
    const tree = trees.typescript()
    walk(tree.program, (node, above) => {
      if (node.type === 'ObjectExpression') report(file.path, symbolAt(above), objectKeys(tree, file.text, node), emit)
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
  return isClass ? (node.id?.name ?? symbolAt(above)) : symbolAt(above)
}

function dictionaryKeys(tree: PythonTree, node: SyntaxNode): Member[] {
  const parts = partsOf(node).filter((part) => part.name !== 'Comment')
  return parts.flatMap((part, index) => {
    const [key, value] = [parts[index - 1], parts[index + 1]]
    if (
      part.name !== ':' ||
      key === undefined ||
      value === undefined ||
      (key.name !== 'String' && key.name !== 'Number')
    )
      return []
    const name = plainKey(textOf(tree, key))
    return [{ name, line: tree.line(key.from), text: textOf(tree, value) }]
  })
}

/** A key without its quotes, whichever they are. */
function plainKey(text: string): string {
  const quoted = /^[rbu]*(["'])(.*)\1$/i.exec(text)
  return quoted === null ? text : `'${quoted[2]}'`
}

/** Annotated fields and plain constants of a class body; a value that reads its predecessor is an update. */
function classFields(tree: PythonTree, node: SyntaxNode): Member[] {
  const body = node.getChild('Body')
  if (body === null) return []
  return statementsOf(body).flatMap((statement) => {
    if (statement.name !== 'AssignStatement' || statement.firstChild?.name !== 'VariableName') return []
    const name = textOf(tree, statement.firstChild)
    const text = textOf(tree, statement)
    const reads = new RegExp(`[=(,\\s]${name}\\b`).test(text.slice(name.length))
    return name === '_' || reads ? [] : [{ name, line: tree.line(statement.from), text }]
  })
}

function nameOf(tree: PythonTree, node: SyntaxNode): string {
  const name = node.getChild('VariableName')
  return name === null ? '(class)' : textOf(tree, name)
}

/** The variable, function or class that a dictionary stands in. */
function ownerOf(tree: PythonTree, node: SyntaxNode): string {
  for (let up = node.parent; up !== null; up = up.parent) {
    if (up.name === 'AssignStatement' && up.firstChild !== null) return textOf(tree, up.firstChild).slice(0, 80)
    if (up.name === 'FunctionDefinition' || up.name === 'ClassDefinition') return nameOf(tree, up)
  }
  return '(module)'
}
