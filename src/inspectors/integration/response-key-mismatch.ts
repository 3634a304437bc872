import type { Draft } from '../../domain/finding.ts'
import { cite, linesOf } from '../cite.ts'
import { type Shape, shapeOf } from '../facts/body-shapes.ts'
import { reachOf } from '../reach/client-reach.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { type Joined, joinsOf } from '../facts/http-joins.ts'
import type { ResponseTypeFact } from '../facts/response-types.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

interface Pair {
  readonly joined: Joined
  readonly endpoint: Endpoint
  readonly type: ResponseTypeFact
  /** Null: the route answers with a list. */
  readonly shape: Shape | null
  /** What the client reads and the route never sends. */
  readonly lost: readonly string[]
}

/** The client reads a key that the route's response model does not have: it shows nothing, and no error says so. */
export const responseKeyMismatch: Inspector = {
  id: 'integration/response-key-mismatch',
  version: 1,
  layer: 'integration',
  title: 'The client reads response keys that the route never returns',
  inspect: (view) => {
    const pairs = joinsOf(view).flatMap((joined) => pairOf(view, joined))
    const wrong = pairs.filter(({ lost }) => lost.length > 0)
    // Where a third of all answers seem wrong, something between the two sides reshapes them.
    if (wrong.length > Math.max(1, pairs.length / 3))
      return { population: 0, bad: 0, unit: 'typed answers', drafts: [] }
    const groups = Map.groupBy(wrong, ({ endpoint, lost }) => `${endpoint.method} ${endpoint.path}@${lost.join('+')}`)
    return {
      population: pairs.length,
      bad: wrong.length,
      unit: 'typed answers',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

/** Only one certain route, one certain model and one typed call of a client that hands answers on as they are. */
function pairOf(view: View, joined: Joined): readonly Pair[] {
  const { fact, method, path, client } = joined.call
  const types = view.facts.all('responseType').filter((one) => one.file === fact.file && one.line === fact.line)
  const routes = joined.endpoints.filter((one) => one.method === method && one.state === 'mounted')
  const exact = routes.filter((one) => one.path.endsWith(path) || path.endsWith(one.path))
  const [type, endpoint] = [types[0], exact[0]]
  if (type === undefined || endpoint === undefined || types.length !== 1) return []
  if (new Set(exact.map(({ route }) => route)).size !== 1 || endpoint.framework !== 'fastapi') return []
  if (reshapes(view, client) || reshapes(view, `${endpoint.route.file}#`)) return []
  const answer = answerOf(view, endpoint)
  if (answer === null) return []
  return [{ joined, endpoint, type, shape: answer.shape, lost: lostBy(view, type, answer.shape) }]
}

/** Clients that unwrap or rename, and models with keys that only run time knows. */
function reshapes(view: View, place: string): boolean {
  const text = view.snapshot.byPath.get(place.slice(0, Math.max(0, place.indexOf('#'))))?.text
  return (
    text === undefined ||
    /camel|humps|snake|\.data\.data\b|\b(?:json|body|payload|result|parsed)\.data\b|transformResponse|route_class|computed_field|extra\s*=\s*["']allow/i.test(
      text,
    )
  )
}

function answerOf(view: View, { route }: Endpoint): { readonly shape: Shape | null } | null {
  const response = route.response ?? ''
  if (/^(?:list|List|Sequence|set|Set|tuple)\[/.test(response)) return { shape: null }
  if (!/^[A-Z]\w*$/.test(response)) return null
  const shape = shapeOf(view, route.file, response)
  return shape === null || reshapes(view, `${shape.model.file}#`) ? null : { shape }
}

function lostBy(view: View, type: ResponseTypeFact, shape: Shape | null): readonly string[] {
  const keys = type.keys.split(',').filter((key) => key !== '')
  const known = new Set([...(shape?.known ?? [])].map(fold))
  return keys.filter((key) => !known.has(fold(key)) && isRead(view, type.file, key))
}

/** `perPage` and `per_page` are one key to those who convert them. */
function fold(key: string): string {
  return key.replaceAll('_', '').toLowerCase()
}

function isRead(view: View, file: string, key: string): boolean {
  const read = new RegExp(`\\??\\.${key.replace(/\W/g, '')}\\b`)
  return linesOf(view.snapshot, file).some((line) => read.test(line))
}

function draftOf(view: View, anchor: string, group: readonly Pair[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const { endpoint, shape, lost } = first
  const names = lost.map((key) => `"${key}"`).join(', ')
  const returned = shape === null ? 'a list' : [...shape.known].join(', ')
  return {
    title: `Client reads ${names} of ${endpoint.method} ${endpoint.path}, which returns ${returned}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    ...reachOf(
      view,
      group.map(({ joined }) => joined),
    ),
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: group.slice(0, 4).flatMap((pair, index) => evidenceOf(view, pair, index === 0)),
    instances: group.map(({ type }) => ({ file: type.file, line: type.line })),
    fix: {
      advice: `Read what the route returns (${returned}), or rename it on the server for all its clients.`.slice(
        0,
        600,
      ),
      effort: 'S',
      doneWhen: 'every key that the client reads is one of the response model',
    },
  }
}

function evidenceOf(view: View, { type, endpoint, shape }: Pair, isFirst: boolean): Draft['evidence'] {
  return [
    cite(view.snapshot, type.file, type.line, { role: isFirst ? 'primary' : 'related' }),
    cite(view.snapshot, endpoint.route.file, endpoint.route.line, { role: 'related' }),
    ...(shape === null ? [] : [cite(view.snapshot, shape.model.file, shape.model.line, { role: 'related' })]),
  ]
}
