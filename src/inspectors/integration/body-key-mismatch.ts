import { cite } from '../cite.ts'
import { type Shape, shapeOf } from '../facts/body-shapes.ts'
import { citeCall } from '../facts/cite-call.ts'
import { reachOf } from '../reach/client-reach.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { type Joined, joinsOf } from '../facts/http-joins.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

interface Pair {
  readonly joined: Joined
  readonly endpoint: Endpoint
  readonly shape: Shape
  readonly missing: readonly string[]
}

/** The client's literal body lacks a key that the route's model requires: every such call is refused. */
export const bodyKeyMismatch: Inspector = {
  id: 'integration/body-key-mismatch',
  version: 1,
  layer: 'integration',
  title: 'The client leaves out body keys that the route requires',
  inspect: (view) => {
    const pairs = joinsOf(view).flatMap((joined) => pairOf(view, joined))
    const wrong = pairs.filter((pair) => pair.missing.length > 0)
    const groups = Map.groupBy(
      wrong,
      ({ endpoint, missing }) => `${endpoint.method} ${endpoint.path}@${missing.join('+')}`,
    )
    const drafts = [...groups].map(([anchor, group]) => draftOf(view, anchor, group))
    return { population: pairs.length, bad: wrong.length, unit: 'client bodies with a known model', drafts }
  },
}

/** Only a call with certain keys, one certain route and one certain model says anything. */
function pairOf(view: View, joined: Joined): readonly Pair[] {
  const { keys, method } = joined.call
  if (keys === null || keys.length === 0 || method === null) return []
  const routes = joined.endpoints.filter((endpoint) => endpoint.method === method)
  const exact = routes.filter(
    (endpoint) => endpoint.path.endsWith(joined.call.path) || joined.call.path.endsWith(endpoint.path),
  )
  const candidates = new Set((exact.length > 0 ? exact : routes).map((endpoint) => endpoint.route))
  const [endpoint] = exact.length > 0 ? exact : routes
  if (endpoint === undefined || candidates.size !== 1) return []
  const shapes = (endpoint.route.body ?? '')
    .split(',')
    .flatMap((name) => shapeOf(view, endpoint.route.file, name) ?? [])
  const [shape] = shapes
  if (shape === undefined || shapes.length !== 1) return []
  return [{ joined, endpoint, shape, missing: [...shape.required].filter((key) => !keys.includes(key)) }]
}

function draftOf(view: View, anchor: string, group: readonly Pair[]): Unfiled {
  const [first] = group
  const missing = first?.missing ?? []
  const sent = first?.joined.call.keys ?? []
  const unknown = sent.filter((key) => first?.shape.known.has(key) === false)
  const name = `${first?.endpoint.method} ${first?.endpoint.path}`
  return {
    title: `Client body for ${name} lacks ${missing.map((key) => `"${key}"`).join(', ')}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    ...reachOf(
      view,
      group.map((pair) => pair.joined),
    ),
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: group
      .slice(0, 4)
      .flatMap(({ joined, endpoint, shape }, index) => [
        citeCall(view, joined.call.fact, index === 0 ? 'primary' : 'related'),
        cite(view.snapshot, endpoint.route.file, endpoint.route.line, { role: 'related' }),
        cite(view.snapshot, shape.model.file, shape.model.line, { role: 'related' }),
      ]),
    instances: group.map(({ joined }) => ({ file: joined.call.fact.file, line: joined.call.fact.line })),
    fix: {
      advice:
        `Send ${missing.join(', ')} from the client${unknown.length > 0 ? ` (it sends ${unknown.join(', ')}, which the model does not know)` : ''}, or make the field optional in ${first?.shape.model.name}.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: 'every required key of the model is in the body the client sends',
    },
  }
}
