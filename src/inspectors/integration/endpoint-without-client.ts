import { cite } from '../cite.ts'
import { mentionedByClients } from '../facts/client-text.ts'
import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import { joinsOf } from '../facts/http-joins.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** Routes meant for machines, people with a browser, or the identity provider. */
const notForClients =
  /health|ready|live|ping|status|metrics|webhook|callback|hook|oauth|openid|well-known|docs|openapi|swagger|robots|sitemap|favicon|internal|cron|admin|backoffice|public|v1\/chat|token|private|test|\{\*\*\}|version|mcp|sso|saml|scim|slack|stripe/i

/** Routes that no client code of the repository asks for; one grouped note. */
export const endpointWithoutClient: Inspector = {
  id: 'integration/endpoint-without-client',
  version: 1,
  layer: 'integration',
  title: 'Routes that no client of the repository uses',
  inspect: (view) => {
    const used = new Set(joinsOf(view).flatMap((joined) => joined.endpoints.map((endpoint) => endpoint.route)))
    const meant = distinct(surfaceOf(view).endpoints).filter((one) => isForClients(one) || used.has(one.route))
    if (used.size < 5 || used.size * 2 < meant.length) return { population: 0, bad: 0, unit: 'routes', drafts: [] }
    const lost = meant.filter((one) => !used.has(one.route) && !mentionedByClients(view, one.segments))
    const drafts = lost.length === 0 ? [] : [draftOf(view, lost, meant.length)]
    return { population: meant.length, bad: lost.length, unit: 'routes', drafts }
  },
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(endpoints.map((one) => [one.route, one])).values()]
}

function isForClients(endpoint: Endpoint): boolean {
  const { method, path, framework, state } = endpoint
  return (
    state === 'mounted' &&
    !/WS|OPTIONS|HEAD/.test(method) &&
    framework !== 'next' &&
    path !== '/' &&
    !notForClients.test(path)
  )
}

function draftOf(view: View, lost: readonly Endpoint[], population: number): Unfiled {
  const [first] = lost
  const names = lost.slice(0, 3).map((one) => `${one.method} ${one.path}`)
  return {
    title: `${lost.length} of ${population} routes have no client in the repository: ${names.join(', ')}`.slice(0, 140),
    claim: 'absence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the routes are mounted; nothing here calls them',
    confidence: 'medium',
    anchor: `routes-without-client:${(first?.app ?? '').split('#')[0]}`,
    evidence: lost
      .slice(0, 12)
      .map(({ route }, index) =>
        cite(view.snapshot, route.file, route.line, { role: index === 0 ? 'primary' : 'related' }),
      ),
    instances: lost.slice(0, 500).map(({ route }) => ({ file: route.file, line: route.line })),
    fix: {
      advice: 'Remove the routes that nobody needs, or note who outside of the repository calls them.',
      effort: 'M',
      doneWhen: 'each route has a caller or a reason to be offered',
    },
  }
}
