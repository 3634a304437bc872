import type { MethodDefinition, PropertyDefinition } from 'oxc-parser'
import type { Reach } from '../../domain/finding.ts'
import type { View } from '../inspector.ts'
import { ancestorsOf, type ClassAt, isMarked } from './class-ancestors.ts'
import { type MethodUses, type Spot, usesOf } from './method-uses.ts'
import { modulesOf } from '../facts/modules.ts'
import { nameOf } from '../facts/path.ts'
import { reachOfPlace } from './place-reach.ts'
import { keyName } from '../facts/script-name.ts'
import { isFunction, type Node, walk } from '../facts/script-node.ts'
import { type ClassNode, type Script, scriptOf } from './script-scopes.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Standing } from '../facts/standing.ts'
import { classAround } from './value-bindings.ts'
import { made } from './value-path.ts'

interface Method extends ClassAt {
  readonly name: string
  /** As it is said: `RecipeApi.archive`. */
  readonly title: string
  readonly isStatic: boolean
  /** Something outside of this repository may call it: a framework, by a base class or a decorator. */
  readonly isFrameworks: boolean
}

const mostClimbs = 40

/**
 * How the method of a class that makes a client call is reached: by a call in reached code on what is shown to hold an
 * instance. Null when the line is in no method of a named class.
 */
export function reachOfMethod(view: View, file: string, line: number): Standing | null {
  const script = scriptOf(view, file)
  const method = script === null ? null : methodAt(view, script, line)
  return method === null ? null : judged(view, method)
}

function methodAt(view: View, script: Script, line: number): Method | null {
  let found: Method | null = null
  walk(script.program, (node) => {
    if (script.line(node.start) > line || script.line(node.end) < line) return 'skip'
    if (isMember(node)) found = methodOf(view, script, node)
    return undefined
  })
  return found
}

type Member = MethodDefinition | PropertyDefinition

function isMember(node: Node): node is Member {
  if (node.type === 'MethodDefinition') return node.kind !== 'constructor'
  return node.type === 'PropertyDefinition' && isFunction(node.value)
}

function methodOf(view: View, script: Script, member: Member): Method | null {
  const owner = classAround(script, member)
  const name = keyName(member.key, member.computed)
  if (owner === null || name === null) return null
  const title = `${owner.id?.name ?? nameOf(script.file)}.${name}`
  const isFrameworks = member.decorators.length > 0 || isManaged(view, script, owner)
  return { script, owner, name, title, isStatic: member.static, isFrameworks }
}

/** A framework gets at the class by what it extends, implements or is decorated with. Being injectable is no call. */
function isManaged(view: View, script: Script, owner: ClassNode): boolean {
  const { known, isForeign } = ancestorsOf(view, script, owner)
  return isForeign || [{ script, owner }, ...known].some((one) => isMarked(one.owner) || isContracted(view, one))
}

/** It implements an interface that this repository does not declare. */
function isContracted(view: View, { script, owner }: ClassAt): boolean {
  return (owner.implements ?? []).some(({ expression }) => {
    if (expression.type !== 'Identifier') return true
    const { name } = expression
    const places = modulesOf(view.facts, view.snapshot).resolve(script.file, name)
    const declares = new RegExp(`\\b(?:interface|class|type) ${name.replaceAll('$', '\\$')}\\b`)
    return !places.some(({ file }) => declares.test(view.snapshot.byPath.get(file)?.text ?? ''))
  })
}

/** A method on the way up to code that runs, and what it leads to. */
interface Climb {
  readonly method: Method
  readonly leads: string
}

/** Calls that stand in methods are followed up to the calls of those, the shortest way first. */
function judged(view: View, first: Method): Standing {
  const climbs: Climb[] = [{ method: first, leads: '' }]
  let doubt: string | null = null
  let dead: Spot | null = null
  for (const { method, leads } of climbs) {
    const title = `${method.title}${leads}`
    const uses = usesOf(view, method.script, method.owner, method.isStatic ? [method.name] : [made, method.name])
    for (const spot of uses.calls) {
      dead ??= spot
      const caller = callerAt(view, spot)
      if (caller !== null) {
        addClimb(climbs, { method: caller, leads: `, which calls ${method.title} at ${at(spot)}${leads}` })
        continue
      }
      const reach = reachOfSpot(view, spot)
      if (reach === 'reachable') return { reach, reachWhy: `${at(spot)} calls ${title}` }
      if (reach === 'unknown') doubt ??= `${at(spot)} calls ${title}; whether anything gets there is not known`
    }
    const gap = gapIn(view, method, uses)
    if (gap !== null) doubt ??= `no call of ${title} was found in reached code; ${gap}`
    if (climbs.length > mostClimbs) doubt ??= `${title} is called in more ways than were followed`
    if (climbs.length > mostClimbs) break
  }
  if (doubt !== null) return { reach: 'unknown', reachWhy: doubt }
  const reachWhy =
    dead === null
      ? `nothing calls ${first.title}, wherever its instances go`
      : `only ${at(dead)} calls ${first.title}, and nothing gets there`
  return { reach: 'unreachable', reachWhy }
}

function addClimb(climbs: Climb[], next: Climb): void {
  const { owner, name } = next.method
  if (!climbs.some(({ method }) => method.owner === owner && method.name === name)) climbs.push(next)
}

/** The method that a call stands in, when only calls of our own can get there. */
function callerAt(view: View, { file, node }: Spot): Method | null {
  const script = node === null ? null : scriptOf(view, file)
  const method = script === null || node === null ? null : methodAround(view, script, node)
  return method?.isFrameworks === true ? null : method
}

function reachOfSpot(view: View, { file, node }: Spot): Reach {
  const script = node === null ? null : scriptOf(view, file)
  return reachOfPlace(view, file, script === null || node === null ? null : declaredAround(script, node))
}

function methodAround(view: View, script: Script, from: Node): Method | null {
  for (let node = script.parents.get(from); node !== undefined; node = script.parents.get(node)) {
    if (isMember(node)) return methodOf(view, script, node)
  }
  return null
}

/** The function or variable of the file that the node stands in. */
function declaredAround(script: Script, from: Node): string | null {
  let node = from
  for (let up = script.parents.get(node); up !== undefined && up.type !== 'Program'; up = script.parents.get(up)) {
    if (up.type === 'ClassDeclaration' || up.type === 'ClassExpression') return null
    node = up
  }
  const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
  if (declaration?.type === 'FunctionDeclaration') return declaration.id?.name ?? null
  const first = declaration?.type === 'VariableDeclaration' ? declaration.declarations[0] : undefined
  return first?.id.type === 'Identifier' && isFunction(first.init) ? first.id.name : null
}

/** How the method may be called without a call that was found; null when it cannot. */
function gapIn(view: View, method: Method, { gaps }: MethodUses): string | null {
  if (method.isFrameworks || gaps.some(({ kind }) => kind === 'offered'))
    return 'code outside of this repository may call it'
  const gap = gaps.find(({ kind }) => kind === 'handed') ?? gaps[0]
  if (gap === undefined || !isNamedOutside(view, method)) return null
  return gap.kind === 'handed' ? `${at(gap)} hands its object on` : `its object was followed as far as ${gap.file}`
}

/** Whether any code that is no test has the method's name for anything else; a name from elsewhere may mean this one. */
function isNamedOutside(view: View, { script, name }: Method): boolean {
  if ((script.mentions.get(name) ?? []).length > 1) return true
  const word = new RegExp(`(?<![\\w$])${name.replace(/[$#]/g, '\\$&')}(?![\\w$])`)
  return view.snapshot.files.some(
    ({ path, text }) =>
      path !== script.file &&
      text.includes(name) &&
      /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html)$/.test(path) &&
      !isAside(path) &&
      word.test(text),
  )
}

function at({ file, line }: Spot): string {
  return `${file}:${line}`
}
