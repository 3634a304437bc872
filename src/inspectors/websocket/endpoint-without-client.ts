import { cite } from '../cite.ts'
import { mentionedByClients } from '../facts/client-text.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { joinsOf } from '../facts/http-joins.ts'
import { socketsOf } from '../facts/socket-joins.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** A socket is offered, but the repository's own client never opens it. */
export const socketEndpointWithoutClient: Inspector = {
  id: 'websocket/endpoint-without-client',
  version: 1,
  layer: 'websocket',
  title: 'A socket endpoint that no client opens',
  inspect: (view) => {
    const { endpoints, calls } = socketsOf(view)
    const hasClient = calls.length > 0 || joinsOf(view).some((joined) => joined.endpoints.length > 0)
    const offered = [...new Map(endpoints.map((one) => [one.route, one])).values()].filter(
      (one) => one.state !== 'unmounted',
    )
    if (!hasClient) return { population: 0, bad: 0, unit: 'socket endpoints', drafts: [] }
    const used = new Set(calls.flatMap((call) => call.endpoints.map((endpoint) => endpoint.route)))
    const lost = offered.filter((one) => !used.has(one.route) && !mentionedByClients(view, one.segments))
    return {
      population: offered.length,
      bad: lost.length,
      unit: 'socket endpoints',
      drafts: lost.map((one) => draftOf(view, one)),
    }
  },
}

function draftOf(view: View, endpoint: Endpoint): Unfiled {
  const { route, path } = endpoint
  return {
    title: `Socket endpoint ${path} (${route.handler}) is opened by no client here`.slice(0, 140),
    claim: 'absence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the endpoint is served, but its updates reach nobody in this repository',
    confidence: 'medium',
    anchor: `ws:${path}`.slice(0, 300),
    evidence: [cite(view.snapshot, route.file, route.line)],
    instances: [{ file: route.file, line: route.line }],
    fix: {
      advice: 'Open the socket where its updates are shown, or remove the endpoint.',
      effort: 'M',
      doneWhen: 'a client opens the path, or the endpoint is gone',
    },
  }
}
