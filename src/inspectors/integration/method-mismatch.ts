import { cite } from '../cite.ts'
import { citeCall } from '../facts/cite-call.ts'
import { reachOf } from '../reach/client-reach.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { isOffered, type Joined, joinsOf, tailsOf } from '../facts/http-joins.ts'
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
    const siblings = Map.groupBy(known, targetOf)
    const wrong = known.filter(
      (joined) =>
        !isOffered(joined) &&
        (joined.fits.includes('same') || isShown(joined, siblings.get(targetOf(joined)) ?? [])) &&
        !isServedByHand(view, joined.call),
    )
    const groups = Map.groupBy(wrong, ({ call }) => `${call.method} ${call.path}`)
    const drafts = [...groups].map(([anchor, group]) => draftOf(view, anchor, group))
    return { population: known.length, bad: wrong.length, unit: 'client calls with a route', drafts }
  },
}

/** Calls of one module through one client to one path reach one place. */
function targetOf({ call }: Joined): string {
  return `${call.fact.file} ${call.client} ${call.path}`
}

/** A path that fits by its end alone is the right one when the same client reads or writes there with success. */
function isShown({ call, endpoints }: Joined, siblings: readonly Joined[]): boolean {
  const [family] = endpoints
  return (
    family !== undefined &&
    endpoints.every((one) => one.state === 'mounted' && one.path === family.path) &&
    endsWith(family, call.segments) &&
    siblings.some((other) => other.call.method !== call.method && isOffered(other))
  )
}

/** Only prefixes and a parameter for the tenant stand before the path of the client. */
function endsWith({ segments }: Endpoint, asked: readonly string[]): boolean {
  const wanted = new Set(tailsOf(asked).map((tail) => tail.join('/')))
  return tailsOf(segments).some((tail) => wanted.has(tail.slice(tail.findIndex((one) => one !== '{}')).join('/')))
}

function draftOf(view: View, anchor: string, group: readonly Joined[]): Unfiled {
  const [first] = group
  const routes = distinct(
    group.flatMap(({ endpoints, fits }) =>
      fits.includes('same') ? endpoints.filter((_, index) => fits[index] === 'same') : endpoints,
    ),
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
