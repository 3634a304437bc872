import type { Node } from '../facts/script-node.ts'
import type { ClassNode } from './script-scopes.ts'

/** What still has to be done with a value to get at a method: names of members, `called`, `made`. */
export type Path = readonly string[]

/** The step of calling a function, and the step of making an instance of a class. */
export const called = '()'
export const made = 'new()'

/** Where one mention of a value leads. */
export type Flow =
  /** The method is called here. */
  | { readonly kind: 'used'; readonly node: Node }
  /** The value has this name in this scope; without a scope the name is global. */
  | { readonly kind: 'held'; readonly name: string; readonly scope: Node | null; readonly path: Path }
  /** The class has the value: the path begins with `made`, or with a static member. */
  | { readonly kind: 'member'; readonly owner: ClassNode; readonly path: Path }
  | { readonly kind: 'subclass'; readonly owner: ClassNode; readonly path: Path }
  /** The default export of the file. */
  | { readonly kind: 'given'; readonly path: Path }
  /** What a Vue component offers to its template and to `this`. */
  | { readonly kind: 'shown'; readonly path: Path }
  /** An argument of a function or a constructor that has this name. */
  | Passed
  /** It goes where the text does not show what becomes of it. */
  | { readonly kind: 'open'; readonly node: Node }

export interface Passed {
  readonly kind: 'passed'
  readonly to: string
  readonly index: number
  readonly node: Node
  readonly path: Path
}
