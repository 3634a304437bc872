import type { Draft } from '../../domain/finding.ts'
import { citeCall } from '../facts/cite-call.ts'
import { isUnused, reachOf } from '../reach/client-reach.ts'
import type { ClientCall } from '../facts/client-targets.ts'
import { surfaceOf } from '../facts/endpoints.ts'
import { isOffered, type Joined, joinsOf, tailsOf, topicOf } from '../facts/http-joins.ts'
import { segmentsOf } from '../facts/http-paths.ts'
import { isServedByHand } from '../facts/served-elsewhere.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

/** A client asks for a path that no route of the repository serves. */
export const clientCallWithoutRoute: Inspector = {
  id: 'api/client-call-without-route',
  version: 1,
  layer: 'api',
  title: 'The client calls a path that no server route serves',
  inspect: (view) => {
    const aimed = aimedAtUs(view)
    const lost = aimed.filter((joined) => isLost(joined) && !isServedByHand(view, joined.call))
    return { population: aimed.length, bad: lost.length, unit: 'client calls', drafts: draftsOf(view, lost, aimed) }
  },
}

/** Nothing at all is there, or only routes that read the last word as a parameter and do not take the method. */
function isLost(joined: Joined): boolean {
  if (joined.endpoints.length === 0) return true
  return joined.fits.every((fit) => fit === 'whole') && joined.call.method !== null && !isOffered(joined)
}

/** Calls that are shown to be meant for a server in this repository, and whose answer we could know. */
function aimedAtUs(view: View): readonly Joined[] {
  const { endpoints } = surfaceOf(view)
  if (endpoints.length === 0) return []
  const joins = joinsOf(view)
  const topics = new Set(endpoints.map((endpoint) => topicOf(endpoint.segments)))
  const ratios = matchRatios(joins)
  return joins.filter(({ call, endpoints: found }) => {
    if (found.length > 0) return true
    if (isElsewhere(view, call)) return false
    const ratio = ratios.get(call.client) ?? { matched: 0, all: 1 }
    if (topics.has(topicOf(call.segments))) {
      return isOurSite(call) || ratio.matched > (call.client.includes('{this.') ? 1 : 0)
    }
    if (call.base === 'unknown') return ratio.matched >= 2 && ratio.matched * 2 >= ratio.all
    return isApiPath(call) && ratio.matched >= 1 && ratio.matched * 4 >= ratio.all
  })
}

/** A rooted path goes to the site that served the page; so does the usual port of an application at home. */
function isOurSite(call: ClientCall): boolean {
  return call.base === 'rooted' || (call.base === 'local' && /:(?:3\d{3}|4000|500\d|80\d\d)\b/.test(call.client))
}

function isApiPath(call: ClientCall): boolean {
  return call.base === 'local' || tailsOf(call.segments).length > 1 || call.client.includes('#')
}

function matchRatios(joins: readonly Joined[]): ReadonlyMap<string, { matched: number; all: number }> {
  const ratios = new Map<string, { matched: number; all: number }>()
  for (const { call, endpoints } of joins) {
    const known = ratios.get(call.client) ?? { matched: 0, all: 0 }
    ratios.set(call.client, { matched: known.matched + (endpoints.length > 0 ? 1 : 0), all: known.all + 1 })
  }
  return ratios
}

/** Static files, routes that we cannot read, and protocols that have one path for everything. */
function isElsewhere(view: View, call: ClientCall): boolean {
  const last = call.segments.at(-1) ?? ''
  if (/\.[a-z0-9]{2,5}$/i.test(last) || /graphql|trpc|^rpc$|_next|socket\.io/i.test(call.path)) return true
  const { opaque } = surfaceOf(view)
  return opaque.some((prefix) => {
    const below = tailsOf(segmentsOf(prefix)).at(-1) ?? []
    if (below.length === 0 || below[0] === '{**}') return false
    return tailsOf(call.segments).some((tail) => below.every((segment, index) => tail[index] === segment))
  })
}

type Group = readonly [Joined, ...Joined[]]

/**
 * One draft per method and path. Paths below a topic of which nothing exists are one cause; so are the functions of a
 * file that nothing uses, and the calls below a topic of which most paths are missing.
 */
function draftsOf(view: View, lost: readonly Joined[], aimed: readonly Joined[]): Inspection['drafts'] {
  const { endpoints, opaque, dynamic } = surfaceOf(view)
  const topics = new Set(endpoints.map((endpoint) => topicOf(endpoint.segments)))
  const open = dynamic || opaque.includes('/') || opaque.includes('/{**}') || hasForeignBackend(view)
  const healthy = aimed.length - lost.length >= lost.length
  const lacking = lackingTopics(lost, aimed)
  const perPath = Map.groupBy(lost, nameOf)
  const unused = new Set(
    [...perPath].filter(([, group]) => group.every((joined) => isUnused(view, joined))).map(([key]) => key),
  )
  const groups = new Map<string, [Joined, ...Joined[]]>()
  for (const joined of lost) {
    const topic = topicOf(joined.call.segments)
    const below = `${prefixOf(joined.call, topic)}/*`
    const name = nameOf(joined)
    const known = lacking.has(topic) ? `some ${below}` : name
    const used = topics.has(topic) ? known : below
    const key = unused.has(name) ? `unused@${joined.call.fact.file}` : used
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [joined])
    else group.push(joined)
  }
  return [...groups].map(([anchor, group]) => draftOf(view, anchor, group, open || !healthy ? 'medium' : 'high'))
}

/** Topics of which the client asks for more paths that do not exist than for paths that do. */
function lackingTopics(lost: readonly Joined[], aimed: readonly Joined[]): ReadonlySet<string> {
  const missing = Map.groupBy(lost, ({ call }) => topicOf(call.segments))
  const asked = Map.groupBy(aimed, ({ call }) => topicOf(call.segments))
  return new Set(
    [...missing]
      .filter(([topic, group]) => group.length > 2 && group.length * 2 > (asked.get(topic)?.length ?? 0))
      .map(([topic]) => topic),
  )
}

function nameOf({ call }: Joined): string {
  return `${call.method ?? 'ANY'} ${call.path}`
}

function prefixOf(call: ClientCall, topic: string): string {
  return `/${call.segments.slice(0, call.segments.indexOf(topic) + 1).join('/')}`
}

/** Servers in languages we do not read may serve the path. */
function hasForeignBackend(view: View): boolean {
  return [...view.snapshot.paths].some(
    (path) =>
      !isAside(path) &&
      /(?:^|\/)(?:go\.mod|Gemfile|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|urls\.py|Cargo\.toml)$|\.csproj$/.test(
        path,
      ),
  )
}

function draftOf(view: View, anchor: string, group: Group, confidence: Draft['confidence']): Unfiled {
  const [{ call }] = group
  const paths = new Set(group.map((one) => one.call.path))
  const asked = `${call.method ?? 'call'} ${call.path}`
  const title = paths.size > 1 ? severalTitle(anchor, paths.size) : `Client calls ${asked}, which no route serves`
  return {
    title: title.slice(0, 140),
    claim: 'absence',
    impact: 'feature-broken',
    ...reachOf(view, group),
    confidence,
    anchor: anchor.slice(0, 300),
    evidence: [
      ...group.slice(0, 6).map((one, index) => citeCall(view, one.call.fact, index === 0 ? 'primary' : 'related')),
      absence(call),
    ],
    instances: group.slice(0, 500).map((one) => ({ file: one.call.fact.file, line: one.call.fact.line })),
    fix: {
      advice: `Add the route (${asked}) and mount its router, or point the client at the route that replaced it.`,
      effort: 'M',
      doneWhen: 'every path the client asks for here matches a route of a mounted router',
    },
  }
}

function severalTitle(anchor: string, count: number): string {
  if (anchor.startsWith('unused@'))
    return `${count} paths that unused functions of ${anchor.slice(7)} ask for have no route`
  const prefix = anchor.replace('some ', '').replace('/*', '')
  if (anchor.startsWith('some ')) return `${count} client paths under ${prefix} have no route`
  return `No route exists under ${prefix}: ${count} client paths lead nowhere`
}

function absence(call: ClientCall): Draft['evidence'][number] {
  const where = call.method === null ? { path: call.path } : { path: call.path, method: call.method }
  return { kind: 'absence', query: { fact: 'endpoint', where }, scope: ['**'], expected: 0 }
}
