import { cite } from '../cite.ts'
import { citeCall } from '../facts/cite-call.ts'
import { reachOf } from '../facts/client-reach.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { isOffered, type Joined, joinsOf } from '../facts/http-joins.ts'
import { isServedByHand } from '../facts/served-elsewhere.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** The path exists, but not for the method the client uses: the server answers 405. */
export const methodMismatch: Inspector = {
  id: 'integration/method-mismatch',
  version: 1,
  layer: 'integration',
  title: 'The client uses a method that the route does not offer',
  inspect: (view) => {
    const known = joinsOf(view).filter(({ call, endpoints }) => call.method !== null && endpoints.length > 0)
    const wrong = known.filter(
      (joined) => joined.fits.includes('same') && !isOffered(joined) && !isServedByHand(view, joined.call),
    )
    const groups = Map.groupBy(wrong, ({ call }) => `${call.method} ${call.path}`)
    const drafts = [...groups].map(([anchor, group]) => draftOf(view, anchor, group))
    return { population: known.length, bad: wrong.length, unit: 'client calls with a route', drafts }
  },
}

function draftOf(view: View, anchor: string, group: readonly Joined[]): Unfiled {
  const [first] = group
  const routes = distinct(
    group.flatMap(({ endpoints, fits }) => endpoints.filter((_, index) => fits[index] === 'same')),
  )
  const offered = [...new Set(routes.map((endpoint) => endpoint.method))].sort().join(', ')
  const literal = routes.every(
    (route) => route.path.endsWith(first?.call.path ?? '') || first?.call.path.endsWith(route.path),
  )
  return {
    title: `Client sends ${anchor}, but the route only offers ${offered}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    ...reachOf(view, group),
    confidence: literal ? 'high' : 'medium',
    anchor: anchor.slice(0, 300),
    evidence: [
      ...group.slice(0, 5).map(({ call }, index) => citeCall(view, call.fact, index === 0 ? 'primary' : 'related')),
      ...routes.slice(0, 5).map(({ route }) => cite(view.snapshot, route.file, route.line, { role: 'related' })),
    ],
    instances: group.slice(0, 500).map(({ call }) => ({ file: call.fact.file, line: call.fact.line })),
    fix: {
      advice: `Use ${offered} in the client, or offer ${first?.call.method ?? ''} at this path on the server.`,
      effort: 'S',
      doneWhen: 'the method of the call is one the route offers',
    },
  }
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(endpoints.map((one) => [`${one.route.file}:${one.route.line}`, one])).values()]
}
