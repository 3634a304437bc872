import type { View } from '../inspector.ts'
import { declarationOf } from './script-declaration.ts'
import { callName } from '../facts/script-name.ts'
import { asCall } from '../facts/script-node.ts'
import type { ClassNode, Script } from './script-scopes.ts'

/** A class in the file that declares it. */
export interface ClassAt {
  readonly script: Script
  readonly owner: ClassNode
}

export interface Ancestors {
  readonly known: readonly ClassAt[]
  /** A class above is not of this repository, or cannot be told: it may call methods of those below. */
  readonly isForeign: boolean
}

const deepest = 6

/** The classes that a class extends, the nearest first. */
export function ancestorsOf(view: View, script: Script, owner: ClassNode): Ancestors {
  const known: ClassAt[] = []
  let at: ClassAt = { script, owner }
  while (at.owner.superClass !== null) {
    const next = known.length < deepest ? superOf(view, at) : null
    if (next === null) return { known, isForeign: true }
    known.push(next)
    at = next
  }
  return { known, isForeign: false }
}

function superOf(view: View, { script, owner }: ClassAt): ClassAt | null {
  if (owner.superClass?.type !== 'Identifier') return null
  const found = declarationOf(view, script, owner.superClass.name)
  const isOther = found?.node.type === 'ClassDeclaration' && found.node !== owner
  return isOther && found.node.type === 'ClassDeclaration' ? { script: found.script, owner: found.node } : null
}

/** A framework makes the class into something of its own. Being injectable is no such thing. */
export function isMarked(owner: ClassNode): boolean {
  return owner.decorators.some((one) => callName(asCall(one.expression)?.callee ?? one.expression) !== 'Injectable')
}
