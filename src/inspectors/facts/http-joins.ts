import type { View } from '../inspector.ts'
import { type ClientCall, clientCallsOf } from './client-targets.ts'
import { type Endpoint, surfaceOf } from './endpoints.ts'
import { pathsCross, pathsMeet } from './http-paths.ts'

/**
 * How a path fits: `same` word for word, `whole` when a parameter of one stands where the other has a word, `loose` when
 * it would have to hang below something we cannot read.
 */
export type Fit = 'same' | 'whole' | 'loose'

/** A client call with the endpoints whose path it may mean, whatever their methods. */
export interface Joined {
  readonly call: ClientCall
  readonly endpoints: readonly Endpoint[]
  /** Side by side with `endpoints`. */
  readonly fits: readonly Fit[]
}

/** Leading segments that a proxy or a base address adds or takes away. */
const prefixish = /^(?:api|apis|rest|backend|server|proxy|gateway|internal|public|bff|rpc|v\d+(?:\.\d+)?|\{\*\*\})$/i

export function joinsOf(view: View): readonly Joined[] {
  return view.facts.derived('http:joins', () => {
    const endpoints = surfaceOf(view).endpoints.filter((one) => one.method !== 'WS' && !isProxy(one))
    const served = endpoints.map((endpoint) => ({ endpoint, tails: tailsOf(endpoint.segments) }))
    return clientCallsOf(view).map((call) => {
      const asked = tailsOf(call.segments)
      const found = served.flatMap(({ endpoint, tails }) => {
        const fit = fitOf(call, asked, endpoint, tails)
        return fit === null ? [] : [{ endpoint, fit }]
      })
      return { call, endpoints: found.map((one) => one.endpoint), fits: found.map((one) => one.fit) }
    })
  })
}

/** A catch-all below nothing but prefixes hands everything on: that it takes a path proves nothing. */
function isProxy({ segments }: Endpoint): boolean {
  return segments.includes('{**}', 1) && segments.every((segment) => prefixish.test(segment))
}

type Segments = readonly string[]

function fitOf(
  call: ClientCall,
  asked: readonly Segments[],
  endpoint: Endpoint,
  tails: readonly Segments[],
): Fit | null {
  const closed = tails.filter((tail) => tail[0] !== '{**}')
  const isClosed = endpoint.segments[0] !== '{**}'
  if (asked.some((left) => closed.some((right) => left.length > 0 && left.join('/') === right.join('/')))) return 'same'
  if (isClosed && meet(call.segments, endpoint.segments)) return 'whole'
  if (asked.some((left) => closed.some((right) => alike(left, right)))) return 'whole'
  return isLoose(call, asked, endpoint, tails) ? 'loose' : null
}

function isLoose(
  call: ClientCall,
  asked: readonly Segments[],
  endpoint: Endpoint,
  tails: readonly Segments[],
): boolean {
  const below = call.segments.map((_, index) => call.segments.slice(index))
  const [head, ...rest] = endpoint.segments
  if (head === '{**}' && below.some((left) => agree(left, rest))) return true
  if (head === '{**}' && rest[0]?.includes('{') && asked.some((left) => alike(left, endpoint.segments))) return true
  if (endpoint.state === 'open' && below.some((left) => agree(left, tails.at(-1) ?? []))) return true
  if (call.base !== 'unknown' && endpoint.state === 'mounted') return false
  return endpoint.segments.some((_, index) => agree(call.segments, endpoint.segments.slice(index)))
}

/** Whether some endpoint takes the method as well. HEAD is answered by GET; OPTIONS by CORS middleware. */
export function isOffered({ call, endpoints }: Joined): boolean {
  const { method } = call
  if (method === null || method === 'OPTIONS') return endpoints.length > 0
  return endpoints.some(
    (endpoint) =>
      endpoint.method === 'ANY' || endpoint.method === method || (method === 'HEAD' && endpoint.method === 'GET'),
  )
}

/** The whole paths meet and have a word in common. */
function alike(left: Segments, right: Segments): boolean {
  return left.some((word, index) => word === right[index] && !word.includes('{')) && meet(left, right)
}

/** The paths meet and begin with the same word: a parameter alone does not make two paths alike. */
function agree(left: Segments, right: Segments): boolean {
  return left[0] === right[0] && left[0] !== undefined && !left[0].includes('{') && meet(left, right)
}

function meet(left: Segments, right: Segments): boolean {
  return pathsMeet(left, right) && !pathsCross(left, right)
}

/** The path itself, and what is left of it without each leading prefix that may be added elsewhere. */
export function tailsOf(segments: readonly string[]): readonly (readonly string[])[] {
  const tails = [segments]
  for (let index = 0; index < segments.length - 1 && prefixish.test(segments[index] ?? ''); index += 1) {
    tails.push(segments.slice(index + 1))
  }
  return tails
}

/** The first segment that names a thing rather than a prefix. */
export function topicOf(segments: readonly string[]): string {
  return segments.find((segment) => !prefixish.test(segment)) ?? segments[0] ?? ''
}
