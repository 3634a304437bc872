import type { View } from '../inspector.ts'
import { type HttpClientFact, type PathCallFact, unreadable } from './http.ts'
import { normalPath, segmentsOf } from './http-paths.ts'
import { modulesOf } from './modules.ts'
import { fillMarks } from './path-constants.ts'
import { isAside } from './source-kind.ts'

/** A call of this repository's own client code with the path it asks for. */
export interface ClientCall {
  readonly fact: PathCallFact
  /** Null when it is not known. */
  readonly method: string | null
  readonly path: string
  readonly segments: readonly string[]
  /**
   * `rooted`: the path starts at the site's own root; `local`: at an address of this machine or network;
   * `unknown`: behind a base that is only known when the program runs.
   */
  readonly base: 'rooted' | 'local' | 'unknown'
  /** What carries the call: `fetch`, an instance or a wrapper, `file#name`. */
  readonly client: string
  /** Keys of the body, when they are certain. */
  readonly keys: readonly string[] | null
}

/** The client calls whose path can be read. Tests, server routes and calls to other hosts are left out. */
export function clientCallsOf(view: View): readonly ClientCall[] {
  return view.facts.derived('http:client-calls', () => {
    const clients = clientsOf(view)
    const routes = new Set(view.facts.all('route').map((route) => `${route.file}:${route.line}`))
    return view.facts.all('pathCall').flatMap((fact) => {
      if (fact.wraps !== null || isAside(fact.file) || routes.has(`${fact.file}:${fact.line}`)) return []
      const call = readCall(view, clients, fact)
      return call === null ? [] : [call]
    })
  })
}

/** What a callee carries a call with. */
interface Carrier {
  readonly id: string
  readonly base: string
  readonly baseFile: string
  /** The method it uses when the call states none; null when options decide. */
  readonly method: string | null
  readonly library: string
}

interface Clients {
  readonly instances: ReadonlyMap<string, HttpClientFact>
  readonly wrappers: ReadonlyMap<string, Carrier>
}

const direct =
  /^(?:(?:window|globalThis|self)\.)?(?:fetch|__request|\$fetch|ofetch|useFetch|useSWR|useSWRImmutable|axios|ky|got|superagent|wretch)(?:\.(?:get|post|put|patch|delete|del|head|request))?$/
const named =
  /^(?:this\.)?_?(?:\w+\.)*\w*(?:api|http|axios|rest|fetcher|backend|httpclient|apiclient|request|client)\w*\.(?:get|post|put|patch|delete|del)$/i
const serverSide =
  /^(?:app|router|server|fastify|supertest|agent|redis|cache|map|cookies|headers|storage|localStorage)\./i

function clientsOf(view: View): Clients {
  const instances = new Map(view.facts.all('httpClient').map((fact) => [`${fact.file}#${fact.name}`, fact]))
  const wrappers = new Map<string, Carrier>()
  const candidates = view.facts.all('pathCall').filter((fact) => fact.wraps !== null)
  for (let round = 0; round < 3; round += 1) {
    for (const fact of candidates) {
      const id = `${fact.file}#${fact.wraps}`
      const carrier = wrappers.has(id) ? null : carrierOf(view, { instances, wrappers }, fact)
      if (carrier === null) continue
      const head = fact.path.replace(/\$\{[\w$]+\}$/, '')
      wrappers.set(id, {
        id,
        base: joinBase(carrier.base, head),
        baseFile: head === '' ? carrier.baseFile : fact.file,
        method: fact.methodOpen ? null : (fact.method ?? carrier.method),
        library: 'wrapper',
      })
    }
  }
  return { instances, wrappers }
}

function joinBase(base: string, head: string): string {
  if (base === '' || head.startsWith('http')) return head
  return `${base.replace(/\/$/, '')}/${head.replace(/^\//, '')}`.replace(/\/$/, '')
}

function carrierOf(view: View, clients: Clients, fact: PathCallFact): Carrier | null {
  const { callee, file } = fact
  const owner = callee.slice(0, Math.max(0, callee.lastIndexOf('.')))
  for (const symbol of modulesOf(view.facts, view.snapshot).resolve(file, callee)) {
    const wrapper = clients.wrappers.get(`${symbol.file}#${symbol.name}`)
    if (wrapper !== undefined) return wrapper
  }
  for (const name of [owner, callee].filter((one) => one !== '')) {
    for (const symbol of modulesOf(view.facts, view.snapshot).resolve(file, name)) {
      const instance = clients.instances.get(`${symbol.file}#${symbol.name}`)
      if (instance === undefined) continue
      const { library, base } = instance
      return { id: `${symbol.file}#${symbol.name}`, base, baseFile: instance.file, method: 'GET', library }
    }
  }
  if (/^this\.\w+$/.test(callee)) {
    const inherited = [...clients.wrappers.values()].find((one) => one.id.endsWith(`#${callee}`))
    if (inherited !== undefined) return inherited
  }
  if (direct.test(callee))
    return {
      id: callee.split('.')[0] ?? callee,
      base: '',
      baseFile: file,
      method: 'GET',
      library: callee.split('.')[0] ?? '',
    }
  if (!named.test(callee) || serverSide.test(callee)) return null
  return { id: owner.replace(/^this\./, ''), base: unreadable, baseFile: file, method: null, library: 'unknown' }
}

function readCall(view: View, clients: Clients, fact: PathCallFact): ClientCall | null {
  const carrier = carrierOf(view, clients, fact)
  if (carrier === null) return null
  const target = targetOf(view, carrier, fact)
  if (target === null) return null
  const segments = segmentsOf(target.path)
  if (segments[0] === undefined || segments[0].includes('{}') || segments.length > 20) return null
  const named = verbIn(fact.callee)
  const method = fact.method ?? (fact.methodOpen ? null : (named ?? carrier.method))
  const certain = !fact.bare || carrier.library === 'axios'
  const keys = certain && fact.keys !== null ? fact.keys.split(',').filter((key) => key !== '') : null
  return { fact, method, path: target.path, base: target.base, segments, client: clientId(carrier, fact, target), keys }
}

/**
 * Calls that share a server: those of one instance or wrapper, or bare calls with one base address. A base that only
 * its own file knows (`${this.apiBase}`) says nothing about the calls of other files.
 */
function clientId(carrier: Carrier, fact: PathCallFact, target: Target): string {
  if (carrier.id.includes('#')) return carrier.id
  const shared =
    target.base === 'rooted' || target.base === 'local' || /\$\{(?:import\.meta|process)\.|[A-Z]{3}/.test(target.origin)
  const scope = shared ? (fact.file.split('/')[0] ?? '') : fact.file
  const own = carrier.library === 'unknown' ? (fact.file.split('/')[0] ?? '') : scope
  return `${carrier.id} ${target.origin} ${own}`
}

/** `postJson` and `apiDelete` say their method in their name. */
function verbIn(callee: string): string | null {
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  const verb = /^(post|put|patch|delete)(?=[A-Z_]|$)|(?:^|[a-z_])(Post|Put|Patch|Delete)$/.exec(last)
  return (verb?.[1] ?? verb?.[2])?.toUpperCase() ?? null
}

const localHost = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z][\w-]*)(?::\d+)?$/i

interface Target extends Pick<ClientCall, 'path' | 'base'> {
  /** What stands before the path, as far as it can be read. */
  readonly origin: string
}

function targetOf(view: View, carrier: Carrier, fact: PathCallFact): Target | null {
  const own = fillMarks(fact.path, fact.file, view.facts, view.snapshot)
  const base = fillMarks(carrier.base, carrier.baseFile, view.facts, view.snapshot)
  const whole =
    /^(?:https?:|\$\{)/.test(own) || base === '' ? own : `${base.replace(/\/$/, '')}/${own.replace(/^\//, '')}`
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/.exec(whole)
  if (absolute !== null) return absoluteTarget(absolute[1] ?? '', absolute[2] ?? '')
  if (whole.startsWith('/')) return { path: tidy(whole), base: 'rooted', origin: '' }
  const behind = /^((?:\$\{[^}]*\})+)(\/.*)$/.exec(whole)
  return behind === null ? null : { path: tidy(behind[2] ?? ''), base: 'unknown', origin: behind[1] ?? '' }
}

function absoluteTarget(host: string, rest: string): Target | null {
  if (host.startsWith('${')) return { path: tidy(rest), base: 'unknown', origin: host }
  return localHost.test(host.replace(/\$\{[^}]*\}/g, '1')) ? { path: tidy(rest), base: 'local', origin: host } : null
}

/** A placeholder glued to the end of a word is a query string, not a part of the path. */
function tidy(path: string): string {
  return normalPath(path.replace(/([\w-])\$\{[^}]*\}$/, '$1').replace(/([\w-])(?:\$\{[^}]*\})(?=[?#])/, '$1'))
}
