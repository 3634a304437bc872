import { cite } from '../cite.ts'
import { surfaceOf } from '../facts/endpoints.ts'
import { tailsOf } from '../facts/http-joins.ts'
import { segmentsOf } from '../facts/http-paths.ts'
import { type SocketCall, socketsOf } from '../facts/socket-joins.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** A client opens a socket that no server of the repository offers: it reconnects forever. */
export const socketClientWithoutEndpoint: Inspector = {
  id: 'websocket/client-without-endpoint',
  version: 1,
  layer: 'websocket',
  title: 'A client opens a socket that no endpoint offers',
  inspect: (view) => {
    const { calls, anyPath } = socketsOf(view)
    if (anyPath || surfaceOf(view).endpoints.length === 0)
      return { population: 0, bad: 0, unit: 'socket clients', drafts: [] }
    const lost = calls.filter(
      (call) => call.endpoints.length === 0 && !isNamedByServers(view, call.path) && !isUpgraded(view, call.path),
    )
    const groups = Map.groupBy(lost, (call) => call.path)
    const drafts = [...groups].map(([path, group]) => draftOf(view, path, group))
    return { population: calls.length, bad: lost.length, unit: 'socket clients', drafts }
  },
}

/** An ordinary GET route at this path, in a file that speaks of sockets, upgrades the request by itself. */
function isUpgraded(view: View, path: string): boolean {
  const asked = tailsOf(segmentsOf(path))
  return surfaceOf(view).endpoints.some(
    ({ method, segments, route }) =>
      (method === 'GET' || method === 'ANY') &&
      asked.some((left) => tailsOf(segments).some((right) => left.join('/') === right.join('/'))) &&
      /websocket|upgrade|durable/i.test(view.snapshot.byPath.get(route.file)?.text ?? ''),
  )
}

/** Servers in other styles (channels, raw upgrades, proxies) name the path at least once. */
function isNamedByServers(view: View, path: string): boolean {
  const words = path.split('/').filter((word) => word !== '' && !word.includes('{'))
  const tail = words.slice(-2).join('/')
  return view.snapshot.files.some(
    (file) =>
      (file.language === 'python' ||
        /\.(?:conf|go|rs|rb|ex|java|kt)$|nginx|proxy|vite\.config|next\.config/.test(file.path)) &&
      file.text.includes(tail) &&
      /websocket|upgrade|ws/i.test(file.text),
  )
}

function draftOf(view: View, path: string, group: readonly SocketCall[]): Unfiled {
  const { endpoints } = socketsOf(view)
  const offered = [...new Map(endpoints.map((endpoint) => [endpoint.path, endpoint])).values()]
  const sure = offered.length > 0 && !surfaceOf(view).dynamic
  return {
    title: `Client opens the socket ${path}, which no server endpoint offers`.slice(0, 140),
    claim: 'absence',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: `${group[0]?.fact.file} opens the socket`.slice(0, 300),
    confidence: sure ? 'high' : 'medium',
    anchor: `ws:${path}`.slice(0, 300),
    evidence: [
      ...group
        .slice(0, 5)
        .map(({ fact }, index) =>
          cite(view.snapshot, fact.file, fact.line, { role: index === 0 ? 'primary' : 'related' }),
        ),
      ...offered.slice(0, 3).map(({ route }) => cite(view.snapshot, route.file, route.line, { role: 'related' })),
      { kind: 'absence', query: { fact: 'endpoint', where: { method: 'WS', path } }, scope: ['**'], expected: 0 },
    ],
    instances: group.map(({ fact }) => ({ file: fact.file, line: fact.line })),
    fix: {
      advice:
        offered.length > 0
          ? `Connect to an endpoint that exists (${offered
              .slice(0, 3)
              .map((one) => one.path)
              .join(', ')}), or add ${path}.`
          : `Add a WebSocket endpoint for ${path}, or remove the client.`,
      effort: 'M',
      doneWhen: 'the socket path matches a mounted WebSocket endpoint',
    },
  }
}
