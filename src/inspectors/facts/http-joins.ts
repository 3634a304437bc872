import type { View } from '../inspector.ts'
import { type ClientCall, clientCallsOf } from './client-targets.ts'
import { type Endpoint, surfaceOf } from './endpoints.ts'
import { pathsMeet } from './http-paths.ts'

/** A client call with the endpoints whose path it may mean, whatever their methods. */
export interface Joined {
  readonly call: ClientCall
  readonly endpoints: readonly Endpoint[]
}

/** Leading segments that a proxy or a base address adds or takes away. */
const prefixish = /^(?:api|apis|rest|backend|server|proxy|gateway|internal|public|bff|rpc|v\d+(?:\.\d+)?|\{\*\*\})$/i

export function joinsOf(view: View): readonly Joined[] {
  return view.facts.derived('http:joins', () => {
    const endpoints = surfaceOf(view).endpoints.filter((one) => one.method !== 'WS' && !isProxy(one))
    const served = endpoints.map((endpoint) => ({ endpoint, tails: tailsOf(endpoint.segments) }))
    return clientCallsOf(view).map((call) => {
      const asked = tailsOf(call.segments)
      const found = served.filter((one) => meets(call, asked, one.endpoint, one.tails))
      return { call, endpoints: found.map((one) => one.endpoint) }
    })
  })
}

/** A catch-all below nothing but prefixes hands everything on: that it takes a path proves nothing. */
function isProxy({ segments }: Endpoint): boolean {
  return segments.includes('{**}', 1) && segments.every((segment) => prefixish.test(segment))
}

type Segments = readonly string[]

function meets(call: ClientCall, asked: readonly Segments[], endpoint: Endpoint, tails: readonly Segments[]): boolean {
  if (endpoint.segments[0] !== '{**}' && pathsMeet(call.segments, endpoint.segments)) return true
  if (asked.some((left) => tails.some((right) => alike(left, right)))) return true
  if (
    endpoint.state === 'open' &&
    call.segments.some((_, index) => agree(call.segments.slice(index), tails.at(-1) ?? []))
  ) {
    return true
  }
  if (call.base !== 'unknown' && endpoint.state === 'mounted') return false
  return endpoint.segments.some((_, index) => agree(call.segments, endpoint.segments.slice(index)))
}

/** The whole paths meet and have a word in common. */
function alike(left: Segments, right: Segments): boolean {
  return left.some((word, index) => word === right[index] && !word.includes('{')) && pathsMeet(left, right)
}

/** The paths meet and begin with the same word: a parameter alone does not make two paths alike. */
function agree(left: Segments, right: Segments): boolean {
  return left[0] === right[0] && left[0] !== undefined && !left[0].includes('{') && pathsMeet(left, right)
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
