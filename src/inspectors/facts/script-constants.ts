import type { Node } from 'oxc-parser'
import type { Collector } from './collector.ts'
import { literalText } from './script-text.ts'
import { Visitor } from './visitor.ts'

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
          const name = member.id.type === 'Identifier' ? member.id.name : literalText(member.id)
          if (name !== null) say(`${node.id.name}.${name}`, member.start, literalText(member.initializer))
        }
      },
      VariableDeclaration: (node) => {
        if (node.kind !== 'const') return
        for (const { id, init } of node.declarations) {
          if (id.type !== 'Identifier') continue
          say(id.name, node.start, literalText(init))
          for (const [name, offset, value] of members(init)) say(`${id.name}.${name}`, offset, value)
        }
      },
    }).visit(tree.program)
  },
}

function members(init: Node | null): readonly (readonly [string, number, string | null])[] {
  const object = init?.type === 'TSAsExpression' || init?.type === 'TSSatisfiesExpression' ? init.expression : init
  if (object?.type !== 'ObjectExpression') return []
  return object.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier'
      ? [[property.key.name, property.start, literalText(property.value)] as const]
      : [],
  )
}
