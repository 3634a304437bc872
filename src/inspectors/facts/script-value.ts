import type { Argument, Expression, Node } from 'oxc-parser'
import type { Collector } from './collector.ts'
import { Visitor } from './visitor.ts'

type Readable = Expression | Argument | Node | undefined | null

/** The text of a string literal or of a template without holes, or null. */
export function textLiteral(node: Readable): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null
  return null
}

/** `NAME` or `Group.NAME` as written, or null for anything else. */
export function constantName(node: Readable): string | null {
  if (node?.type === 'Identifier') return node.name
  if (node?.type !== 'MemberExpression' || node.object.type !== 'Identifier') return null
  return node.property.type === 'Identifier' && !node.computed ? `${node.object.name}.${node.property.name}` : null
}

/** The last name of a callee: `findMany` of `prisma.user.findMany`. */
export function callName(node: Readable): string {
  if (node?.type === 'Identifier') return node.name
  if (node?.type === 'ThisExpression') return 'this'
  if (node?.type === 'ChainExpression') return callName(node.expression)
  if (node?.type !== 'MemberExpression') return ''
  return node.property.type === 'Identifier' && !node.computed ? node.property.name : ''
}

/** The dotted path of a callee as far as it is made of names; a call in it reads as `()`. */
export function calleePath(node: Readable): string {
  if (node?.type === 'Identifier') return node.name
  if (node?.type === 'ThisExpression') return 'this'
  if (node?.type === 'ChainExpression') return calleePath(node.expression)
  if (node?.type === 'CallExpression') return `${calleePath(node.callee)}()`
  if (node?.type !== 'MemberExpression') return ''
  return `${calleePath(node.object)}.${callName(node)}`
}

/** Strings that a file gives a fixed name at its top: constants, enum members, members of constant objects. */
export const scriptConstantCollector: Collector = {
  id: 'script-constants',
  wants: (file) => file.language === 'typescript' && !file.path.endsWith('.d.ts'),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const say = (name: string, offset: number, value: string | null) => {
      if (value === null || value.length > 200 || !/^[A-Z]|[qQ]ueue/.test(name)) return
      emit('textConstant', { file: file.path, line: tree.line(offset), name, value, language: 'typescript' })
    }
    new Visitor({
      TSEnumDeclaration: (node) => {
        for (const member of node.body.members) {
          const name = member.id.type === 'Identifier' ? member.id.name : textLiteral(member.id)
          if (name !== null) say(`${node.id.name}.${name}`, member.start, textLiteral(member.initializer))
        }
      },
      VariableDeclaration: (node) => {
        if (node.kind !== 'const') return
        for (const { id, init } of node.declarations) {
          if (id.type !== 'Identifier') continue
          say(id.name, node.start, textLiteral(init))
          for (const [name, offset, value] of members(init)) say(`${id.name}.${name}`, offset, value)
        }
      },
    }).visit(tree.program)
  },
}

function members(init: Readable): readonly (readonly [string, number, string | null])[] {
  const object = init?.type === 'TSAsExpression' || init?.type === 'TSSatisfiesExpression' ? init.expression : init
  if (object?.type !== 'ObjectExpression') return []
  return object.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier'
      ? [[property.key.name, property.start, textLiteral(property.value)] as const]
      : [],
  )
}
