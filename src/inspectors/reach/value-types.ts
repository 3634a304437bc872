import { isFunction, type Node } from '../facts/script-node.ts'
import type { Script } from './script-scopes.ts'
import { bound, classAround, memberOf } from './value-bindings.ts'
import { answered, flowOf } from './value-flow.ts'
import { type Flow, made, type Path } from './value-path.ts'

/** What a type that names a class declares to be an instance of it: a variable, a parameter, a field, an answer. */
export function typedFlow(script: Script, reference: Node, path: Path): readonly Flow[] {
  const annotation = annotationOf(script, reference)
  const owner = annotation === null ? undefined : script.parents.get(annotation)
  if (owner === undefined) return []
  if (owner.type === 'PropertyDefinition' || owner.type === 'AccessorProperty') return memberOf(script, owner, path)
  if (isFunction(owner)) {
    const next = answered(script, owner, path)
    return 'node' in next ? flowOf(script, next.node, next.path) : next
  }
  return owner.type === 'Identifier' ? declaredAs(script, owner, path) : []
}

/** Through unions and promises: `Promise<Client | null>` is a client sooner or later. */
function annotationOf(script: Script, reference: Node): Node | null {
  for (let node = script.parents.get(reference); node !== undefined; node = script.parents.get(node)) {
    if (node.type === 'TSTypeAnnotation') return node
    const isWrapped =
      node.type === 'TSUnionType' ||
      node.type === 'TSTypeParameterInstantiation' ||
      (node.type === 'TSTypeReference' &&
        node.typeName.type === 'Identifier' &&
        /^(?:Promise|Readonly|NonNullable|Required)$/.test(node.typeName.name))
    if (!isWrapped) return null
  }
  return null
}

/** `constructor(private readonly api: Client)` declares a field and a parameter in one. */
export function declaredAs(script: Script, name: Extract<Node, { type: 'Identifier' }>, path: Path): readonly Flow[] {
  const parent = script.parents.get(name)
  const owner = parent?.type === 'TSParameterProperty' ? classAround(script, parent) : null
  const held = bound(script, name, path)
  return owner === null ? held : [...held, { kind: 'member', owner, path: [made, name.name, ...path] }]
}
