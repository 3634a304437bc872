import type { ComposeServiceFact } from '../facts/compose.ts'
import { imageName } from './image.ts'

/** The `test` of a health check as a list. */
export type CheckCommand = readonly [kind: 'CMD' | 'CMD-SHELL', ...words: string[]]

type Family = 'postgres' | 'redis' | 'valkey' | 'mysql' | 'mariadb' | 'rabbitmq' | 'mongo'

const families: Readonly<Record<string, Family>> = {
  postgres: 'postgres',
  'postgis/postgis': 'postgres',
  'pgvector/pgvector': 'postgres',
  redis: 'redis',
  'valkey/valkey': 'valkey',
  mysql: 'mysql',
  mariadb: 'mariadb',
  rabbitmq: 'rabbitmq',
  mongo: 'mongo',
}

/** How the program of an official image is asked whether it answers; null when image or command leave a doubt. */
export function knownCheck({ image, command, entrypoint }: ComposeServiceFact): CheckCommand | null {
  const name = image === null ? null : imageName(image)
  const family = families[name?.repository.replace(/^(?:docker\.io\/)?(?:library\/)?/, '') ?? '']
  if (name === null || family === undefined || entrypoint !== null || movesPort(command ?? '')) return null
  return checkOf(family, versionOf(name.tag))
}

/** Options that may put the program behind another port, a socket or a certificate. */
function movesPort(command: string): boolean {
  const rest = command.replace(/--requirepass[\s=]+\S+/g, '')
  return /port|socket|listen|bind|tls|ssl|\.conf|\.cnf|\$|(?:^|\s)-p\b/i.test(rest)
}

/** Major and minor as one number: 10.5 is 1005. A name such as `latest` is newer than all numbers. */
function versionOf(tag: string | null): number | null {
  if (tag === null || /^(?:latest|lts|alpine|management(?:-alpine)?)$/.test(tag)) return Number.POSITIVE_INFINITY
  const [, major, minor = '999'] = /^v?(\d{1,4})(?:\.(\d{1,3}))?(?=$|[.-])/.exec(tag) ?? []
  return major === undefined ? null : Number(major) * 1000 + Number(minor)
}

function checkOf(family: Family, version: number | null): CheckCommand | null {
  const since = (first: number) => version !== null && version >= first
  switch (family) {
    case 'postgres':
      // Over TCP: while a new database is set up, the server answers on its socket only and then stops again.
      return ['CMD-SHELL', 'pg_isready -h 127.0.0.1 -U $${POSTGRES_USER:-postgres}']
    case 'redis':
      return ['CMD', 'redis-cli', 'ping']
    case 'valkey':
      return ['CMD', 'valkey-cli', 'ping']
    case 'mysql':
      return ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1']
    case 'mariadb':
      return since(10_004) ? ['CMD', 'healthcheck.sh', '--connect'] : null
    case 'rabbitmq':
      return since(3_008) ? ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'] : null
    case 'mongo':
      if (version === null) return null
      return ['CMD', since(5_000) ? 'mongosh' : 'mongo', '--quiet', '--eval', 'db.adminCommand({ ping: 1 })']
  }
}
