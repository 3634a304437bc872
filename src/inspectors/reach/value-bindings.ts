import type { AccessorProperty, MethodDefinition, PropertyDefinition } from 'oxc-parser'
import { keyName } from '../facts/script-name.ts'
import type { Node } from '../facts/script-node.ts'
import { type ClassNode, isScope, type Script } from './script-scopes.ts'
import { type Flow, made, type Path } from './value-path.ts'

/** The names that a declaration gives to a value. */
export function bound(script: Script, pattern: Node, path: Path): readonly Flow[] {
  if (pattern.type === 'Identifier') {
    return [{ kind: 'held', name: pattern.name, scope: scopeOf(script, pattern, pattern.name), path }]
  }
  if (pattern.type === 'AssignmentPattern') return bound(script, pattern.left, path)
  if (pattern.type !== 'ObjectPattern') return open(pattern)
  const taken = pattern.properties.find((one) => one.type === 'Property' && keyName(one.key, one.computed) === path[0])
  if (taken?.type === 'Property') return bound(script, taken.value, path.slice(1))
  return pattern.properties.flatMap((one) => {
    if (one.type === 'RestElement') return bound(script, one.argument, path)
    return one.computed ? open(one) : []
  })
}

/** What an assignment gives a value to: a name, or a member of `this`. */
export function assigned(script: Script, left: Node, path: Path): readonly Flow[] {
  if (left.type !== 'MemberExpression') return bound(script, left, path)
  const key = keyName(left.property, left.computed)
  const owner = left.object.type === 'ThisExpression' ? classAround(script, left) : null
  return key === null || owner === null ? open(left) : [{ kind: 'member', owner, path: [made, key, ...path] }]
}

type Member = PropertyDefinition | AccessorProperty | MethodDefinition

/** A getter is read; a constructor answers nothing that anybody sees. */
export function memberOf(script: Script, member: Member, path: Path): readonly Flow[] {
  const owner = classAround(script, member)
  const key = keyName(member.key, member.computed)
  if (member.type === 'MethodDefinition' && member.kind === 'constructor') return []
  if (owner === null || key === null) return open(member)
  const isRead = member.type === 'MethodDefinition' && member.kind === 'get'
  const inner = [key, ...(isRead ? path.slice(1) : path)]
  return [{ kind: 'member', owner, path: member.static ? inner : [made, ...inner] }]
}

/** The innermost scope around a node that declares the name; null when none does. */
export function scopeOf(script: Script, node: Node, name: string): Node | null {
  for (let one: Node | undefined = node; one !== undefined; one = script.parents.get(one)) {
    if (isScope(one) && script.declared.get(one)?.has(name) === true) return one
  }
  return null
}

export function classAround(script: Script, node: Node): ClassNode | null {
  for (let one = script.parents.get(node); one !== undefined; one = script.parents.get(one)) {
    if (one.type === 'ClassDeclaration' || one.type === 'ClassExpression') return one
  }
  return null
}

function open(node: Node): readonly Flow[] {
  return [{ kind: 'open', node }]
}
