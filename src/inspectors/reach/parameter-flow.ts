import type { View } from '../inspector.ts'
import { declarationOf } from './script-declaration.ts'
import { type FunctionNode, isFunction } from '../facts/script-node.ts'
import type { ClassNode, Script } from './script-scopes.ts'
import { bound, scopeOf } from './value-bindings.ts'
import type { Flow, Passed } from './value-path.ts'
import { declaredAs } from './value-types.ts'

/** Where an argument goes on: the parameter of the function or constructor; null when that is not known. */
export function parameterFlow(
  view: View,
  script: Script,
  { to, index, node, path }: Passed,
): { readonly script: Script; readonly flows: readonly Flow[] } | null {
  const found = scopeOf(script, node, to) === script.program ? declarationOf(view, script, to) : null
  if (found === null) return null
  const target = isFunction(found.node) ? found.node : constructorOf(found.node)
  const parameter = target?.params[index]
  if (parameter === undefined || parameter.type === 'RestElement') return null
  const outer = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
  const name = outer.type === 'AssignmentPattern' ? outer.left : outer
  const home = found.script
  return { script: home, flows: name.type === 'Identifier' ? declaredAs(home, name, path) : bound(home, name, path) }
}

function constructorOf(owner: ClassNode): FunctionNode | null {
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue
    if (isFunction(member.value)) return member.value
  }
  return null
}
