import type { View } from '../inspector.ts'
import { isAutoImported } from './auto-imports.ts'
import { ancestorsOf, isMarked } from './class-ancestors.ts'
import { type Importer, importersOf } from '../facts/client-importers.ts'
import { markupUses } from './markup-uses.ts'
import { isOffered } from './offered.ts'
import { parameterFlow } from './parameter-flow.ts'
import { goesElsewhere } from './plain-mentions.ts'
import { exportNames } from './script-exports.ts'
import { keyName } from '../facts/script-name.ts'
import type { Node } from '../facts/script-node.ts'
import { type ClassNode, type Script, scriptOf } from './script-scopes.ts'
import { bound, classAround, scopeOf } from './value-bindings.ts'
import { flowOf, isVue } from './value-flow.ts'
import { type Flow, made, type Passed, type Path } from './value-path.ts'
import { typedFlow } from './value-types.ts'

/** A place where a method is called, or where its object goes out of sight. */
export interface Spot {
  readonly file: string
  readonly line: number
  /** Null in the markup of a component. */
  readonly node: Node | null
}

/**
 * A place after which nothing shows what becomes of the object: it is handed to something unknown, its trail is given
 * up, or a package offers it to whoever installs that.
 */
export interface Gap extends Spot {
  readonly kind: 'handed' | 'left' | 'offered'
}

export interface MethodUses {
  readonly calls: readonly Spot[]
  readonly gaps: readonly Gap[]
}

/** A value with a name in a scope of a file; the program is the scope of what the file declares or imports. */
interface Holder {
  readonly file: string
  readonly name: string
  readonly scope: Node | 'program'
  readonly path: Path
}

interface Search {
  readonly view: View
  readonly calls: Spot[]
  readonly gaps: Gap[]
  readonly queue: Holder[]
  readonly seen: Set<string>
}

const mostHolders = 800
const longestPath = 8

/**
 * Where a method is called: followed from its class through instances, the members and functions that hold or answer
 * them, and the files that import those.
 */
export function usesOf(view: View, script: Script, owner: ClassNode, path: Path): MethodUses {
  const search: Search = { view, calls: [], gaps: [], queue: [], seen: new Set() }
  takeClass(search, script, owner, path)
  for (let holder = search.queue.pop(); holder !== undefined; holder = search.queue.pop()) {
    const { file, scope } = holder
    const own = scriptOf(view, file)
    if (own === null) leave(search, file, 'left')
    else if (scope === 'program' || scope === own.program) lookInFile(search, own, holder)
    else for (const node of mentionsIn(own, holder.name, scope)) followIn(search, own, node, holder.path)
    if (search.seen.size <= mostHolders) continue
    leave(search, file, 'left')
    break
  }
  return { calls: search.calls, gaps: search.gaps }
}

function leave(search: Search, file: string, kind: Gap['kind']): void {
  search.gaps.push({ file, line: 1, node: null, kind })
}

function take(search: Search, holder: Holder, script: Script | null): void {
  const scope = holder.scope === 'program' || holder.scope === script?.program ? '' : holder.scope.start
  const key = `${holder.file} ${holder.name} ${scope} ${holder.path.join(' ')}`
  if (search.seen.has(key)) return
  search.seen.add(key)
  if (holder.path.length > longestPath) leave(search, holder.file, 'left')
  else search.queue.push(holder)
}

/** The class under its name, and its instances as its own methods see them. */
function takeClass(search: Search, script: Script, owner: ClassNode, path: Path): void {
  const self = path[0] === made ? { name: 'this', path: path.slice(1) } : { name: 'static', path }
  const { known } = ancestorsOf(search.view, script, owner)
  for (const one of [{ script, owner }, ...known])
    take(search, { file: one.script.file, scope: one.owner, ...self }, one.script)
  if (owner.type === 'ClassExpression') followIn(search, script, owner, path)
  else if (owner.id !== null) lead(search, script, bound(script, owner.id, path))
  else followIn(search, script, owner, path)
}

/** A name that a whole file has: its mentions there, its template, and whoever imports it. */
function lookInFile(search: Search, script: Script, { file, name, path }: Holder): void {
  for (const node of mentionsIn(script, name, script.program)) followIn(search, script, node, path)
  if (script.markup !== '') lookInMarkup(search, script, [name, ...path])
  const names = exportNames(script, name)
  if (names.length === 0) return
  if (isOffered(search.view, file)) leave(search, file, 'offered')
  if (isAutoImported(search.view, file, names)) leave(search, file, 'handed')
  for (const importer of importersOf(search.view).get(file) ?? []) handOn(search, importer, names, path)
}

function handOn(search: Search, importer: Importer, names: readonly string[], path: Path): void {
  const { path: file, form } = importer
  if (form === 'load') leave(search, file, 'handed')
  const whole = importer.names.length === 0 && form === 'export'
  const taken = whole ? names.map((name) => ({ local: name, imported: name })) : importer.names
  const text = search.view.snapshot.byPath.get(file)?.text ?? ''
  for (const { local, imported } of taken) {
    const paths = imported === '*' ? names.map((name) => [name, ...path]) : names.includes(imported) ? [path] : []
    for (const one of paths) {
      if (form === 'import' && goesElsewhere(text, local, one)) continue
      take(search, { file, name: local, scope: 'program', path: one }, null)
    }
  }
}

function lookInMarkup(search: Search, script: Script, path: Path): void {
  const { calls, open } = markupUses(script.markup, path)
  const spot = (line: number): Spot => ({ file: script.file, line, node: null })
  search.calls.push(...calls.map(spot))
  search.gaps.push(...open.map((line) => ({ ...spot(line), kind: 'handed' as const })))
}

function followIn(search: Search, script: Script, node: Node, path: Path): void {
  const parent = script.parents.get(node)
  const isType = parent?.type === 'TSTypeReference' && parent.typeName === node
  if (!isType) lead(search, script, flowOf(script, node, path))
  else if (path[0] === made) lead(search, script, typedFlow(script, parent, path.slice(1)))
}

/** Takes up what a mention led to. */
function lead(search: Search, script: Script, flows: readonly Flow[]): void {
  const { file } = script
  const spot = (node: Node): Spot => ({ file, line: script.line(node.start), node })
  for (const flow of flows) {
    switch (flow.kind) {
      case 'used':
        search.calls.push(spot(flow.node))
        break
      case 'open':
        search.gaps.push({ ...spot(flow.node), kind: 'handed' })
        break
      case 'held':
        if (flow.scope === null) leave(search, file, 'left')
        else take(search, { file, name: flow.name, scope: flow.scope, path: flow.path }, script)
        break
      case 'given':
        take(search, { file, name: 'default', scope: 'program', path: flow.path }, script)
        if (isVue(script)) leave(search, file, 'handed')
        break
      case 'member':
        // The template of a component may name any of its members, and is read elsewhere.
        if (isMarked(flow.owner)) leave(search, file, 'handed')
        takeClass(search, script, flow.owner, flow.path)
        break
      case 'subclass':
        takeSubclass(search, script, flow.owner, flow.path)
        break
      case 'passed':
        takeArgument(search, script, flow)
        break
      case 'shown':
        takeShown(search, script, flow.path)
        break
    }
  }
}

function takeArgument(search: Search, script: Script, passed: Passed): void {
  const parameter = parameterFlow(search.view, script, passed)
  if (parameter !== null) return lead(search, parameter.script, parameter.flows)
  const line = script.line(passed.node.start)
  search.gaps.push({ file: script.file, line, node: passed.node, kind: 'handed' })
}

/** A class that overrides the method gets at it through `super` alone. */
function takeSubclass(search: Search, script: Script, owner: ClassNode, path: Path): void {
  const name = path[0] === made ? path[1] : path[0]
  take(
    search,
    { file: script.file, name: 'super', scope: owner, path: path[0] === made ? path.slice(1) : path },
    script,
  )
  const isOverridden = owner.body.body.some(
    (member) => 'key' in member && member.value !== null && keyName(member.key, member.computed) === name,
  )
  if (!isOverridden) takeClass(search, script, owner, path)
}

/** What `setup` or `data` answer: names of the template, and members of `this`. */
function takeShown(search: Search, script: Script, path: Path): void {
  if (!isVue(script)) return
  lookInMarkup(search, script, path)
  for (const node of script.mentions.get('this') ?? []) followIn(search, script, node, path)
}

function mentionsIn(script: Script, name: string, scope: Node): readonly Node[] {
  if (name === 'this' || name === 'static') return script.selves[name].get(scope) ?? []
  const all = script.mentions.get(name) ?? []
  if (name === 'super') return all.filter((node) => classAround(script, node) === scope)
  return all.filter((node) => scopeOf(script, node, name) === scope)
}
