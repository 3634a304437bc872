import type { View } from '../inspector.ts'
import { type Endpoint, surfaceOf } from './endpoints.ts'
import { tailsOf } from './http-joins.ts'
import { normalPath, pathsMeet, segmentsOf } from './http-paths.ts'
import { fillMarks } from './path-constants.ts'
import type { SocketClientFact } from './sockets.ts'
import { isAside } from './source-kind.ts'

export interface SocketCall {
  readonly fact: SocketClientFact
  readonly path: string
  readonly endpoints: readonly Endpoint[]
}

export interface Sockets {
  /** Routes that speak WebSocket. */
  readonly endpoints: readonly Endpoint[]
  /** Clients whose path can be read and whose host is ours. */
  readonly calls: readonly SocketCall[]
  /** A server takes any path, so a client's path proves nothing. */
  readonly anyPath: boolean
}

export function socketsOf(view: View): Sockets {
  return view.facts.derived('http:sockets', () => {
    const endpoints = surfaceOf(view).endpoints.filter((endpoint) => endpoint.method === 'WS')
    const servers = view.facts.all('socketServer').filter((fact) => !isAside(fact.file))
    const clients = view.facts.all('socketClient').filter((fact) => !isAside(fact.file) && fact.library === 'websocket')
    const calls = clients.flatMap((fact) => {
      const path = pathOf(view, fact)
      return path === null ? [] : [{ fact, path, endpoints: endpoints.filter((one) => meets(path, one)) }]
    })
    return { endpoints, calls, anyPath: servers.length > 0 }
  })
}

/** The path behind any spelling of our own host; null for other hosts and for what is only known at run time. */
function pathOf(view: View, fact: SocketClientFact): string | null {
  if (fact.url === null) return null
  const url = fillMarks(fact.url, fact.file, view.facts, view.snapshot)
  const absolute = /^(?:wss?:|https?:|(?:\$\{[^}]*\})+:?)\/\/([^/]*)(\/.*)?$/.exec(url)
  if (absolute !== null) return isOurs(absolute[1] ?? '') ? readable(absolute[2] ?? '/') : null
  const behind = /^(?:\$\{[^}]*\})*(\/.*)$/.exec(url)
  return behind === null ? null : readable(behind[1] ?? '')
}

function isOurs(host: string): boolean {
  return host.includes('${') || /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|[a-z][\w-]*)(?::\d+)?$/i.test(host)
}

function readable(path: string): string | null {
  const normal = normalPath(path.replace(/([\w-])\$\{[^}]*\}$/, '$1'))
  return normal === '/' || normal.startsWith('/{}') ? null : normal
}

function meets(path: string, endpoint: Endpoint): boolean {
  const asked = tailsOf(segmentsOf(path))
  const served = tailsOf(endpoint.segments)
  if (asked.some((left) => served.some((right) => pathsMeet(left, right)))) return true
  const [first] = asked
  return (
    first !== undefined &&
    endpoint.segments.some((word, index) => word === first[0] && pathsMeet(first, endpoint.segments.slice(index)))
  )
}
