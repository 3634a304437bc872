import type { Draft } from '../../domain/finding.ts'
import { cite } from '../cite.ts'
import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import { nameOf } from '../facts/path.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

const ordered = new Set(['fastapi', 'flask', 'starlette', 'fastify'])

/** Two handlers for one method and path of one application: the framework only ever reaches the first. */
export const duplicateRoute: Inspector = {
  id: 'api/duplicate-route',
  version: 1,
  layer: 'api',
  title: 'Two handlers claim the same method and path',
  inspect: (view) => {
    const apps = Map.groupBy(view.facts.all('router'), (router) => `${router.file}#${router.name}`)
    // Two applications under one name in one file (a factory each) cannot be told apart.
    const certain = surfaceOf(view).endpoints.filter((one) => isCertain(one) && apps.get(one.app)?.length === 1)
    const groups = Map.groupBy(
      certain,
      (endpoint) => `${endpoint.method} ${endpoint.path}${slash(endpoint)} ${endpoint.app}`,
    )
    const doubles = [...groups.values()].map(places).filter((group) => group.length > 1)
    const bad = doubles.reduce((sum, group) => sum + group.length - 1, 0)
    return { population: certain.length, bad, unit: 'routes', drafts: draftsOf(view, doubles) }
  },
}

function isCertain(endpoint: Endpoint): boolean {
  const { route, method, path, framework, state } = endpoint
  return (
    state === 'mounted' &&
    method !== 'OPTIONS' &&
    method !== 'HEAD' &&
    ordered.has(framework) &&
    !route.conditional &&
    !path.includes('{**}') &&
    !route.path.includes('${')
  )
}

/** With and without a final slash are two routes to most frameworks. */
function slash({ route }: Endpoint): string {
  return route.path.endsWith('/') ? '/' : ''
}

/** One endpoint per handler: a router mounted twice, or a handler with two decorators, is no second handler. */
function places(group: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(group.map((endpoint) => [`${endpoint.route.file}:${endpoint.route.endLine}`, endpoint])).values()]
}

/** Many doubles in one file are one pasted block. */
function draftsOf(view: View, doubles: readonly (readonly Endpoint[])[]): Inspection['drafts'] {
  const files = Map.groupBy(doubles, (group) => (sameText(group) ? (group[0]?.route.file ?? '') : ''))
  return [...files].flatMap(([file, all]) => {
    // A router that two applications mount has its doubles in both.
    const groups = [...new Map(all.map((group) => [`${group[0]?.method} ${group[0]?.path}`, group])).values()]
    const single = groups.map((group) => draftOf(view, group))
    const [first] = single
    if (file === '' || first === undefined || groups.length < 3) return single
    const names = groups.map(([endpoint]) => `${endpoint?.method} ${endpoint?.path}`).join(', ')
    return [
      {
        ...first,
        title: `${groups.length} routes of ${nameOf(file)} are registered twice: ${names}`.slice(0, 140),
        anchor: `routes:${file}`.slice(0, 300),
        evidence: single.slice(0, 4).flatMap(({ evidence }, index) => (index === 0 ? evidence : asRelated(evidence))),
        instances: single.flatMap(({ instances }) => instances).slice(0, 100),
      },
    ]
  })
}

function asRelated(evidence: Draft['evidence']): Draft['evidence'] {
  return evidence.map((one) => (one.kind === 'code' ? { ...one, role: 'related' } : one))
}

function draftOf(view: View, group: readonly Endpoint[]): Unfiled {
  const [first, ...others] = group
  const name = `${first?.method ?? ''} ${first?.path ?? ''}`
  const [hidden] = others
  return {
    title: `${name} is handled by ${first?.route.handler} and again by ${hidden?.route.handler}`.slice(0, 140),
    claim: 'presence',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: 'both handlers hang on the same application',
    confidence: sameText(group) ? 'high' : 'medium',
    anchor: name.slice(0, 300),
    evidence: group
      .slice(0, 6)
      .map(({ route }, index) =>
        cite(view.snapshot, route.file, route.line, { role: index === 1 ? 'primary' : 'related' }),
      ),
    instances: [...others, ...(first === undefined ? [] : [first])].map(({ route }) => ({
      file: route.file,
      line: route.line,
    })),
    fix: {
      advice:
        'Keep one handler and remove the other, or give the second its own path; only the first one registered ever runs.',
      effort: 'S',
      doneWhen: 'the method and path are registered once',
    },
  }
}

/** Both in one router and with the very same path: no parameter pattern could tell them apart. */
function sameText(group: readonly Endpoint[]): boolean {
  return (
    new Set(group.map((endpoint) => `${endpoint.route.file} ${endpoint.route.router} ${endpoint.route.path}`)).size ===
    1
  )
}
