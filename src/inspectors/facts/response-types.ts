import { type CallExpression, type TSType, Visitor } from 'oxc-parser'
import type { Collector } from './collector.ts'
import { dotted } from './script-name.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'

/** What a client call says it gets back: `api.get<{ items: Swap[] }>(…)`. */
export interface ResponseTypeFact extends Placed {
  readonly shape: 'object' | 'array'
  /** Keys that the type does not make optional, joined by commas; empty for an array. */
  readonly keys: string
  /** The type's name; empty for one written in place. */
  readonly name: string
}

const verbs = /\.(?:get|post|put|patch)$/

/** Types given to the calls of HTTP clients, where they stand in the same file. */
export const responseTypes: Collector = {
  id: 'response-types',
  wants: (file) =>
    file.language === 'typescript' && !isForeign(file.path) && /\.(?:get|post|put|patch)</.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const declared = new Map<string, string | null>()
    const calls: CallExpression[] = []
    new Visitor({
      TSInterfaceDeclaration: (node) => {
        const open = node.extends.length > 0 || node.typeParameters != null || declared.has(node.id.name)
        declared.set(node.id.name, open ? null : membersOf(node.body.body))
      },
      TSTypeAliasDeclaration: (node) => {
        const { typeAnnotation: type, typeParameters } = node
        const open = typeParameters != null || type.type !== 'TSTypeLiteral' || declared.has(node.id.name)
        declared.set(node.id.name, open || type.type !== 'TSTypeLiteral' ? null : membersOf(type.members))
      },
      CallExpression: (node) => {
        if (verbs.test(dotted(node.callee) ?? '') && node.typeArguments?.params.length === 1) calls.push(node)
      },
    }).visit(tree.program)
    for (const node of calls) {
      const [type] = node.typeArguments?.params ?? []
      const found = type === undefined ? null : shapeOf(type, declared)
      const at = node.callee.type === 'MemberExpression' ? node.callee.property.start : node.start
      if (found !== null) emit('responseType', { file: file.path, line: tree.line(at), ...found })
    }
  },
}

type Shape = Pick<ResponseTypeFact, 'shape' | 'keys' | 'name'>

function shapeOf(type: TSType, declared: ReadonlyMap<string, string | null>): Shape | null {
  if (type.type === 'TSArrayType') return { shape: 'array', keys: '', name: '' }
  if (type.type === 'TSTypeLiteral') {
    const keys = membersOf(type.members)
    return keys === null ? null : { shape: 'object', keys, name: '' }
  }
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || type.typeArguments != null) return null
  const { name } = type.typeName
  const keys = declared.get(name) ?? null
  return keys === null ? null : { shape: 'object', keys, name }
}

interface Member {
  readonly type: string
  readonly optional?: boolean
  readonly computed?: boolean
  readonly key?: { readonly type: string; readonly name?: unknown; readonly value?: unknown }
}

/** Keys that must be there; null when one cannot be read. */
function membersOf(members: readonly Member[]): string | null {
  const keys: string[] = []
  for (const member of members) {
    if (member.type !== 'TSPropertySignature' || member.computed === true || member.key === undefined) return null
    const key = member.key.type === 'Identifier' ? member.key.name : member.key.value
    if (typeof key !== 'string') return null
    if (member.optional !== true) keys.push(key)
  }
  return keys.join(',')
}
