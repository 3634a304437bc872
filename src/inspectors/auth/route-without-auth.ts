import { cite } from '../cite.ts'
import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Names of routes that are open on purpose. */
const openOnPurpose =
  /log_?-?in|sign_?-?(?:up|in|out)|log_?-?out|register|refresh|token|oauth|callback|webhook|hook|recover|reset|forgot|verify|confirm|invit|accept|contact|subscri|public|anonym|guest|health|track|event|collect|feedback|search|query|calc|preview|validat|check|magic|otp|sso|saml|share|unsubscribe|csp|report|metric|ping|demo/i

/** Nearly all routes of a router ask who is there; this one changes something and does not. */
export const routeWithoutAuth: Inspector = {
  id: 'auth/route-without-auth',
  version: 1,
  layer: 'auth',
  title: 'A mutating route has no auth where its siblings have',
  inspect: (view) => {
    const routes = [...new Map(surfaceOf(view).endpoints.map((one) => [one.route, one])).values()]
    const groups = Map.groupBy(routes, ({ route }) => `${route.file}#${route.router}`)
    const guarded = [...groups.values()].filter(isGuardedGroup)
    const open = guarded.flatMap((group) => group.filter(isOpen).map((endpoint) => ({ endpoint, group })))
    return {
      population: guarded.reduce((sum, group) => sum + group.length, 0),
      bad: open.length,
      unit: 'routes beside guarded siblings',
      drafts: open.map(({ endpoint, group }) => draftOf(view, endpoint, group)),
    }
  },
}

/** Four of five with auth, and at least three mutating ones: then its absence is an exception, not a style. */
function isGuardedGroup(group: readonly Endpoint[]): boolean {
  const withAuth = group.filter((endpoint) => endpoint.guard !== null)
  const mutatingToo = withAuth.filter((endpoint) => mutating.has(endpoint.method))
  const fileBased = group.some((endpoint) => endpoint.route.router === '(files)')
  return !fileBased && group.length >= 4 && mutatingToo.length >= 2 && withAuth.length >= group.length * 0.75
}

function isOpen({ method, guard, route, path }: Endpoint): boolean {
  return mutating.has(method) && guard === null && !route.guarded && !openOnPurpose.test(`${path} ${route.handler}`)
}

function draftOf(view: View, endpoint: Endpoint, group: readonly Endpoint[]): Unfiled {
  const { route, method, path, state } = endpoint
  const sibling = group.find((one) => one.guard !== null && mutating.has(one.method))
  const withAuth = group.filter((one) => one.guard !== null).length
  const name = `${method} ${path}`
  return {
    title: `${name} has no auth, while ${withAuth} of ${group.length} routes of its router have`.slice(0, 140),
    claim: 'behaviour',
    impact: 'security',
    reach: state === 'mounted' ? 'production' : 'reachable',
    reachWhy:
      state === 'mounted'
        ? 'the router is mounted on the application'
        : 'the router may be mounted where we cannot see it',
    confidence: 'medium',
    anchor: name.slice(0, 300),
    evidence: [
      cite(view.snapshot, route.file, route.line),
      ...(sibling === undefined
        ? []
        : [cite(view.snapshot, sibling.route.file, sibling.route.line, { role: 'related' })]),
    ],
    instances: [{ file: route.file, line: route.line }],
    fix: {
      advice:
        `Give the route the guard its siblings use (${sibling?.guard ?? 'the auth dependency'}), or note why it is open.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: 'the route, its router or its mount names an auth guard',
    },
  }
}
