import { cite, linesOf } from '../cite.ts'
import { type SocketCall, socketsOf } from '../facts/socket-joins.ts'
import type { SocketQueryFact } from '../facts/socket-queries.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

interface Refused {
  readonly call: SocketCall
  readonly missing: readonly SocketQueryFact[]
}

/** The endpoint asks for a token in the address, and the client opens the socket without one: every handshake is refused. */
export const requiredQueryMissing: Inspector = {
  id: 'websocket/required-query-missing',
  version: 1,
  layer: 'websocket',
  title: 'A client opens a socket without a query parameter that the endpoint requires',
  inspect: (view) => {
    const known = socketsOf(view).calls.filter((call) => call.endpoints.length > 0 && sentBy(view, call) !== null)
    const refused = known.flatMap((call) => {
      const missing = missingOf(view, call)
      return missing.length === 0 ? [] : [{ call, missing }]
    })
    const groups = Map.groupBy(
      refused,
      ({ call, missing }) => `ws:${call.path}?${missing.map(({ name }) => name).join('+')}`,
    )
    return {
      population: known.length,
      bad: refused.length,
      unit: 'socket clients with a known address',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

/** The names in the query of the address; null when they are put together elsewhere. */
function sentBy(view: View, { fact }: SocketCall): readonly string[] | null {
  const { url, file, line } = fact
  if (url === null || /[\w-]\$\{[^}]*\}$/.test(url) || /[?&]\$\{/.test(url)) return null
  const around = linesOf(view.snapshot, file)
    .slice(Math.max(0, line - 6), line + 6)
    .join('\n')
  if (/queryParams|searchParams/.test(around)) return null
  return [...url.matchAll(/[?&]([\w-]+)=/g)].map((match) => match[1] ?? '')
}

/** What every endpoint that may be meant requires, and the client does not send. */
function missingOf(view: View, call: SocketCall): readonly SocketQueryFact[] {
  const sent = sentBy(view, call) ?? []
  const wanted = call.endpoints.map(({ route }) =>
    view.facts
      .all('socketQuery')
      .filter((query) => query.file === route.file && query.handler === route.handler && !sent.includes(query.name)),
  )
  return wanted.every((queries) => queries.length > 0) ? (wanted[0] ?? []) : []
}

function draftOf(view: View, anchor: string, group: readonly Refused[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const names = first.missing.map(({ name }) => `"${name}"`).join(', ')
  const at = ({ file, line }: { readonly file: string; readonly line: number }, role: 'primary' | 'related') =>
    cite(view.snapshot, file, line, { role })
  return {
    title: `Client opens ${first.call.path} without ${names}, which the endpoint requires`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: `${first.call.fact.file} opens the socket`.slice(0, 300),
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: [
      ...group.slice(0, 5).map(({ call }, index) => at(call.fact, index === 0 ? 'primary' : 'related')),
      ...first.missing.slice(0, 3).map((query) => at(query, 'related')),
    ],
    instances: group.map(({ call }) => ({ file: call.fact.file, line: call.fact.line })),
    fix: {
      advice: `Send ${names} in the address as the endpoint expects, or let both sides use the same other way (a cookie, a first message).`,
      effort: 'S',
      doneWhen: 'the address of every client holds what the endpoint requires',
    },
  }
}
