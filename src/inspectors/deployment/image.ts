/** An image reference taken apart; `null` tag means none was written. */
export interface ImageName {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

/** Null when the name holds a variable: what it will be is not known. */
export function imageName(text: string): ImageName | null {
  if (/[${}]/.test(text)) return null
  const [named = '', digest = null] = text.split('@')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : null,
    digest,
  }
}

/** Whole names: `mongo-express` and `postgres-exporter` are no stores. */
const lockedStores =
  /^(?:postgres|postgresql|postgis|pgvector|timescaledb|timescaledb-ha|mysql|mysql-server|mariadb|mongo|mongodb|elasticsearch|opensearch|clickhouse|clickhouse-server|cassandra|neo4j)$/

/** What a database or broker image is, and whether it starts without asking anybody for a password. */
export function storeOf(image: string | null): { readonly kind: string; readonly open: boolean } | null {
  const name =
    (image ?? '')
      .replace(/[:@].*$/, '')
      .split('/')
      .at(-1) ?? ''
  const open = /^(?:redis|valkey|keydb|dragonfly|memcached)(?:-stack|-stack-server)?$/.exec(name)?.[0]
  if (open !== undefined) return { kind: open, open: true }
  const locked = lockedStores.exec(name)?.[0]
  return locked === undefined ? null : { kind: locked, open: false }
}
