import { cite } from '../cite.ts'
import { citeCall } from '../facts/cite-call.ts'
import { clientTexts } from '../facts/client-text.ts'
import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import { joinsOf } from '../facts/http-joins.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** The server offers to renew a session, but no client asks: users are thrown out when the first token ends. */
export const refreshUnused: Inspector = {
  id: 'auth/refresh-unused',
  version: 1,
  layer: 'auth',
  title: 'A token refresh is offered that no client uses',
  inspect: (view) => {
    const joins = joinsOf(view)
    const logsIn = joins.some(
      ({ call, endpoints }) => endpoints.length > 0 && /login|sign-?in|token|auth/i.test(call.path),
    )
    const offered = surfaceOf(view).endpoints.filter(isRefresh)
    if (!logsIn || offered.length === 0) return { population: 0, bad: 0, unit: 'refresh endpoints', drafts: [] }
    const used = new Set(joins.flatMap((joined) => joined.endpoints.map((endpoint) => endpoint.route)))
    const lost = offered.filter(({ route }) => !used.has(route))
    const quiet = !clientTexts(view).some((text) =>
      /refresh[-_]?(?:access)?[-_]?tokens?\b[^:;]{0,40}\(|\/refresh|refreshSession|silentRefresh/i.test(text),
    )
    const bad = quiet ? [...new Map(lost.map((one) => [one.route, one])).values()] : []
    const population = new Set(offered.map((one) => one.route)).size
    return { population, bad: bad.length, unit: 'refresh endpoints', drafts: bad.map((one) => draftOf(view, one)) }
  },
}

function isRefresh({ method, path, state, route }: Endpoint): boolean {
  if (state === 'unmounted' || (method !== 'POST' && method !== 'GET' && method !== 'PUT')) return false
  return /refresh/i.test(path) && /auth|token|session|login/i.test(`${path} ${route.file} ${route.handler}`)
}

function draftOf(view: View, { route, method, path }: Endpoint): Unfiled {
  const login = joinsOf(view).find(
    ({ call, endpoints }) => endpoints.length > 0 && /login|sign-?in|token/i.test(call.path),
  )
  return {
    title: `${method} ${path} is offered, but no client ever renews its token`.slice(0, 140),
    claim: 'absence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'clients log in here and keep their first token until it ends',
    confidence: 'high',
    anchor: `${method} ${path}`.slice(0, 300),
    evidence: [
      cite(view.snapshot, route.file, route.line),
      ...(login === undefined ? [] : [citeCall(view, login.call.fact, 'related')]),
    ],
    instances: [{ file: route.file, line: route.line }],
    fix: {
      advice:
        'Call the refresh route from the client when a request answers 401 (once, then retry), or remove the route.',
      effort: 'M',
      doneWhen: 'a client call matches the refresh route',
    },
  }
}
