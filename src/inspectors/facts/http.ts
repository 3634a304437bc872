import type { Placed } from './store.ts'

export type Framework =
  | 'fastapi'
  | 'starlette'
  | 'flask'
  | 'express'
  | 'fastify'
  | 'hono'
  | 'koa'
  | 'nest'
  | 'next'
  | 'sveltekit'
  | 'nuxt'

/** An application or a router object, under the name it has in its file. */
export interface RouterFact extends Placed {
  readonly name: string
  readonly kind: 'app' | 'router'
  readonly framework: Framework
  /** As written; `${NAME}` stands for a reference that is resolved later. */
  readonly prefix: string
  /** The auth dependency every route of it passes, or null. */
  readonly auth: string | null
}

/** One router put under another: include_router, register_blueprint, app.use, register, route. */
export interface MountFact extends Placed {
  readonly parent: string
  /** The mounted expression, dotted (`users.router`); null when it cannot be read. */
  readonly child: string | null
  readonly prefix: string
  readonly auth: string | null
}

/** One route as its file declares it. The full path is derived from the mounts. */
export interface RouteFact extends Placed {
  readonly endLine: number
  readonly router: string
  /** Upper case; `ANY` for every method, `WS` for a websocket. */
  readonly method: string
  /** As written, without any router's prefix. */
  readonly path: string
  readonly handler: string
  readonly framework: Framework
  /** The auth dependency or middleware named by the route itself, or null. */
  readonly auth: string | null
  /** Whether anything in the route's text speaks of auth, sessions or signatures. */
  readonly guarded: boolean
  /** Declared response model or annotation, or null. */
  readonly response: string | null
  /** Whether a response model would make no sense: 204, files, redirects, hidden routes. */
  readonly responseExempt: boolean
  /** Names of the types that may be the body's model, joined by commas, or null. */
  readonly body: string | null
  /** Registered under an `if`: several may share one path. */
  readonly conditional: boolean
  /** Whether the handler is written in place, which tells a server route from a client call. */
  readonly inline: boolean
}

/** A name that a file takes from a module. `imported` is `*` for the whole module. */
export interface BindingFact extends Placed {
  readonly local: string
  readonly source: string
  readonly imported: string
}

/** A name that a file gives away under another name, `default` included. */
export interface ExportedFact extends Placed {
  readonly name: string
  readonly local: string
}

/** A named string that looks like a path or a base address: `API_V1_STR = "/api/v1"`. */
export interface PathConstantFact extends Placed {
  readonly name: string
  readonly value: string
}

/** A route with its full path, derived from routes and mounts once the survey is done. */
export interface EndpointFact extends Placed {
  readonly method: string
  /** Parameters folded to `{}`; `{**}` stands for any number of segments. */
  readonly path: string
  readonly handler: string
  readonly framework: Framework
  readonly mounted: boolean
}

/**
 * A call with a path among its arguments that may be a client call: whether it is depends on what its callee turns
 * out to be (`fetch`, an axios instance, a wrapper of ours).
 */
export interface PathCallFact extends Placed {
  /** Dotted, as written: `api.get`, `this.request`, `fetch`. */
  readonly callee: string
  readonly path: string
  /** Line of the path itself, where the call spans several. */
  readonly pathLine: number
  /** The method the call states, or null. */
  readonly method: string | null
  /** Options are handed on as a variable, so the method may be anything. */
  readonly methodOpen: boolean
  /** Keys of a literal body, joined by commas, or null. */
  readonly keys: string | null
  /** The keys are those of a bare argument: they are the body only for a library that takes it there. */
  readonly bare: boolean
  /** The function around it whose parameter is part of the path: that function is a wrapper. Null otherwise. */
  readonly wraps: string | null
  /** The function around it. */
  readonly symbol: string
}

/** An instance of an HTTP client with its base address. */
export interface HttpClientFact extends Placed {
  readonly name: string
  readonly library: string
  readonly base: string
}

/** Words that name a guard when they stand in a dependency, a middleware or a decorator. */
export const guardName =
  /(?:current|active|admin|verified|logged|super|require[ds]?|optional)_?(?:user|account|member|admin)|auth|require_?(?:role|permission|login|scope|token)|permission|login_required|ensure_?logged|protect|verify_?(?:token|jwt|access|session|user|key)|check_?(?:access|role|token|session|admin|permission)|api_?key|jwt|is_?admin|is_?logged|guard|passport|superuser|principal|credentials|session_?user|get_?user\b|role/i

/** Words that show a handler looks after its own access. A database session is none. */
export const guardWord =
  /auth|permission|signature|secret|passw|current_?user|login|logged|(?:user|login|http|current|valid\w*|check|require)_?session|session_?(?:id|token|cookie|user|data)|req(?:uest)?\.session|get(?:Server)?Session\b|verif|api_?key|cookie|token|jwt|forbid|denied|\b40[13]\b|credential|captcha|guard|role|superuser|is_?admin|access/i

/** Stands for a text that cannot be read from the source. */
export const unreadable = `\${?}`
