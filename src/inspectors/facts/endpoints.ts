import type { View } from '../inspector.ts'
import type { Framework, MountFact, RouteFact, RouterFact } from './http.ts'
import { guardName } from './http.ts'
import { joinPaths, normalPath, segmentsOf } from './http-paths.ts'
import { modulesOf } from './modules.ts'
import { fillMarks } from './path-constants.ts'
import { guardBehind } from './python-dependencies.ts'
import { isAside } from './source-kind.ts'

/** A route at one full path. A router that is mounted twice gives two. */
export interface Endpoint {
  readonly route: RouteFact
  readonly method: string
  /** Normalised; begins with `{**}` when a prefix could not be read. */
  readonly path: string
  readonly segments: readonly string[]
  readonly framework: Framework
  /** `open`: its router hangs on nothing we can read, so its prefix may be anything. */
  readonly state: 'mounted' | 'unmounted' | 'open'
  /** The application at the root, `file#name`. */
  readonly app: string
  /** Guard of the route, of its router or of a mount above it. */
  readonly guard: string | null
}

export interface Router {
  readonly fact: RouterFact
  readonly routes: readonly RouteFact[]
  /** The places that mount it. */
  readonly mounts: readonly (MountFact & { readonly parentId: string })[]
}

export interface Surface {
  readonly endpoints: readonly Endpoint[]
  readonly routers: ReadonlyMap<string, Router>
  /** Prefixes under which something hangs that cannot be read; '/' when anything may be anywhere. */
  readonly opaque: readonly string[]
  /** Something is mounted from a loop or a computed name: an unmounted router proves nothing. */
  readonly dynamic: boolean
}

/** What the repository serves: routes joined with routers and mounts. Examples and tests are left out. */
export function surfaceOf(view: View): Surface {
  return view.facts.derived('http:surface', () => {
    const surface = join(view)
    for (const { route, method, path, framework, state } of surface.endpoints) {
      const { file, line, handler } = route
      view.facts.add('endpoint', { file, line, method, path, handler, framework, mounted: state === 'mounted' })
    }
    return surface
  })
}

interface Graph {
  readonly routers: ReadonlyMap<string, RouterFact>
  readonly mounts: ReadonlyMap<string, readonly (MountFact & { readonly parentId: string })[]>
  readonly guards: ReadonlyMap<string, readonly MountFact[]>
  readonly opaque: readonly { readonly parentId: string; readonly prefix: string; readonly file: string }[]
  readonly dynamic: boolean
}

function join(view: View): Surface {
  const routers = new Map<string, RouterFact>()
  for (const fact of view.facts.all('router')) if (!isAside(fact.file)) routers.set(idOf(fact.file, fact.name), fact)
  const graph = mountAll(view, routers)
  const owned = new Map<string, RouteFact[]>()
  const endpoints: Endpoint[] = []
  for (const route of view.facts.all('route')) {
    if (isAside(route.file)) continue
    const id = routerOf(view, routers, route.file, route.router)
    if (id === null && !route.inline) continue
    if (id !== null) owned.set(id, [...(owned.get(id) ?? []), route])
    endpoints.push(...endpointsOf(view, graph, route, id))
  }
  const opaque = graph.opaque.flatMap(({ parentId, prefix, file }) =>
    placesOf(view, graph, parentId, 0).map((place) =>
      normalPath(joinPaths(place.prefix, resolveIn(view, prefix, file))),
    ),
  )
  return {
    endpoints,
    routers: new Map(
      [...routers].map(([id, fact]) => [id, { fact, routes: owned.get(id) ?? [], mounts: graph.mounts.get(id) ?? [] }]),
    ),
    opaque: [...new Set(opaque)],
    dynamic: graph.dynamic,
  }
}

function idOf(file: string, name: string): string {
  return `${file}#${name}`
}

function routerOf(
  view: View,
  routers: ReadonlyMap<string, RouterFact>,
  file: string,
  reference: string,
): string | null {
  for (const symbol of modulesOf(view.facts, view.snapshot).resolve(file, reference)) {
    const id = idOf(symbol.file, symbol.name)
    if (routers.has(id)) return id
  }
  return null
}

function mountAll(view: View, routers: ReadonlyMap<string, RouterFact>): Graph {
  const mounts = new Map<string, (MountFact & { parentId: string })[]>()
  const guards = new Map<string, MountFact[]>()
  const opaque: { parentId: string; prefix: string; file: string }[] = []
  let dynamic = false
  for (const mount of view.facts.all('mount')) {
    if (isAside(mount.file)) continue
    const parentId = routerOf(view, routers, mount.file, mount.parent) ?? idOf(mount.file, mount.parent)
    const childId = mount.child === null ? null : routerOf(view, routers, mount.file, mount.child)
    if (childId !== null && childId !== parentId) {
      mounts.set(childId, [...(mounts.get(childId) ?? []), { ...mount, parentId }])
      continue
    }
    if (mount.child !== null && guardName.test(mount.child)) {
      guards.set(parentId, [...(guards.get(parentId) ?? []), mount])
    }
    if (mount.parent === '?' && mount.child !== null) continue
    if (isOpaque(mount)) opaque.push({ parentId, prefix: mount.prefix, file: mount.file })
    if (isDynamic(mount)) dynamic = true
  }
  return { routers, mounts, guards, opaque, dynamic }
}

/** Something hangs there that we cannot read: routes may exist below. Middleware without a path is not meant. */
function isOpaque(mount: MountFact): boolean {
  if (mount.file.endsWith('.py')) return true
  return mount.prefix !== '' && mount.prefix !== '/'
}

function isDynamic(mount: MountFact): boolean {
  if (mount.file.endsWith('.py')) return mount.child === null
  return mount.child === null || /^(?:route|router|r|module|plugin|controller|item|entry)(?:\.|$)/i.test(mount.child)
}

interface Root {
  readonly prefix: string
  readonly app: string
  readonly state: Endpoint['state']
  readonly guard: string | null
}

/** Every place at which a router hangs, from its application down. */
function placesOf(view: View, graph: Graph, id: string, depth: number): readonly Root[] {
  const fact = graph.routers.get(id)
  if (fact === undefined) return [{ prefix: '', app: id, state: 'open', guard: null }]
  const own = resolveIn(view, fact.prefix, fact.file)
  const guard = fact.auth
  const mounts = depth > 8 ? [] : (graph.mounts.get(id) ?? [])
  const above = mounts.flatMap((mount) =>
    placesOf(view, graph, mount.parentId, depth + 1).map((root) => ({
      ...root,
      prefix: joinPaths(root.prefix, resolveIn(view, mount.prefix, mount.file), own),
      guard: guard ?? mount.auth ?? root.guard ?? guardAbove(graph, mount),
    })),
  )
  if (above.length > 0) return distinct(above)
  const state = fact.kind === 'app' ? 'mounted' : 'unmounted'
  return [{ prefix: own, app: id, state, guard }]
}

/** Each place once; a place we can follow to an application makes the unknown ones moot. */
function distinct(roots: readonly Root[]): readonly Root[] {
  const known = roots.filter((root) => root.state !== 'open')
  const kept = known.length > 0 ? known : roots
  return [...new Map(kept.map((root) => [`${root.app} ${root.prefix}`, root])).values()].slice(0, 8)
}

/** `app.use(authenticate)` that stands before the mount. */
function guardAbove(graph: Graph, mount: MountFact & { readonly parentId: string }): string | null {
  return graph.guards.get(mount.parentId)?.find((one) => one.line < mount.line && one.prefix === '')?.child ?? null
}

function endpointsOf(view: View, graph: Graph, route: RouteFact, id: string | null): readonly Endpoint[] {
  const fileBased = route.router === '(files)'
  const lost: Root = {
    prefix: '',
    app: `${route.file}#${route.router}`,
    state: fileBased ? 'mounted' : 'open',
    guard: null,
  }
  const places = id === null ? [lost] : placesOf(view, graph, id, 0)
  const before = id === null ? undefined : graph.guards.get(id)?.find((one) => one.line < route.line)
  return places.map((place) => {
    const path = normalPath(joinPaths(place.prefix, resolveIn(view, route.path, route.file)))
    return {
      route,
      method: route.method,
      path,
      segments: segmentsOf(path),
      framework: (id === null ? undefined : graph.routers.get(id)?.framework) ?? route.framework,
      state: place.state,
      app: place.app,
      guard: route.auth ?? before?.child ?? place.guard ?? guardBehind(view, route),
    }
  })
}

/** An unknown name at the head of a prefix may hold any number of segments. */
function resolveIn(view: View, text: string, file: string): string {
  return fillMarks(text, file, view.facts, view.snapshot).replace(/^\$\{[^}]*\}/, '{**}')
}
