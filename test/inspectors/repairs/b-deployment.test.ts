import { expect, test } from 'vitest'
import { deploymentCollectors } from '../../../src/inspectors/deployment/deployment.ts'
import { healthcheckAbsent } from '../../../src/inspectors/deployment/healthcheck-absent.ts'
import { publishedDatabasePort } from '../../../src/inspectors/deployment/published-database-port.ts'
import { inspect } from '../../support/inspect.ts'
import { mend } from './a-mend.ts'

const waiting = (service: string) =>
  `services:\n  api:\n    image: shop:1.0\n    depends_on:\n      db:\n        condition: service_healthy\n${service}`

test('a database that others wait for is asked by its own program, in every file that says what it runs', async () => {
  const before = waiting(
    '  db:\n    # the only state we have\n    image: postgres:16 # same as production\n    restart: always\n',
  )
  const wide = 'services:\n    db:\n        restart: always\n        image: "mysql:8.4"\n'
  const more = `${wide}    api:\n        image: shop:1.0\n        depends_on:\n            db: {condition: service_healthy}\n`
  const result = await mend('deployment/healthcheck-absent', {
    'docker-compose.yml': before,
    'docker-compose.prod.yml': before,
    'other/compose.yml': more,
  })
  // The finding of the first file brings the edits of its whole folder.
  expect(result).toMatchObject({ repaired: 2, left: 1, came: [], stayed: [] })
  const block = [
    '    healthcheck:',
    '      test: ["CMD-SHELL", "pg_isready -h 127.0.0.1 -U $${POSTGRES_USER:-postgres}"]',
    '      interval: 10s',
    '      timeout: 5s',
    '      retries: 10',
    '      start_period: 30s',
    '',
  ].join('\n')
  const after = before.replace('production\n', () => `production\n${block}`)
  expect(result.changed['docker-compose.yml']).toBe(after)
  expect(result.changed['docker-compose.prod.yml']).toBe(after)
  expect(result.changed['other/compose.yml']).toContain(
    '        image: "mysql:8.4"\n        healthcheck:\n            test: ["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]\n',
  )
})

test.each([
  ['redis:7-alpine', '["CMD", "redis-cli", "ping"]'],
  ['valkey/valkey:8', '["CMD", "valkey-cli", "ping"]'],
  ['docker.io/library/mariadb:11', '["CMD", "healthcheck.sh", "--connect"]'],
  ['rabbitmq:3.13-management', '["CMD", "rabbitmq-diagnostics", "-q", "ping"]'],
  ['mongo:4.4', '["CMD", "mongo", "--quiet", "--eval", "db.adminCommand({ ping: 1 })"]'],
  ['mongo:7', '["CMD", "mongosh", "--quiet", "--eval", "db.adminCommand({ ping: 1 })"]'],
])('%s is asked by %s', async (image, command) => {
  const files = { 'docker-compose.yml': waiting(`  db:\n    image: ${image}\n`) }
  const { drafts } = await inspect(healthcheckAbsent, deploymentCollectors, files)
  expect(drafts[0]?.fix.edits?.[0]?.insert[2]).toBe(`      test: ${command}`)
})

test.each([
  ['the image is none of the known', '  db:\n    image: nginx:1.27\n'],
  ['the version has no such program', '  db:\n    image: rabbitmq:3.6\n'],
  ['the version cannot be read', '  db:\n    image: mongo:noble\n'],
  ['another port is set', '  db:\n    image: redis:7\n    command: redis-server --port 7000\n'],
  [
    'a configuration is mounted',
    '  db:\n    image: redis:7\n    volumes:\n      - ./redis.conf:/usr/local/etc/redis.conf\n',
  ],
  ['the check was switched off', '  db:\n    image: redis:7\n    healthcheck:\n      disable: true\n'],
  ['the service is an anchor of another', '  db: &db\n    image: redis:7\n  more:\n    <<: *db\n'],
  ['it is written on one line', '  db: {image: "redis:7"}\n'],
])('no health check is made up when %s', async (_, service) => {
  const { drafts } = await inspect(healthcheckAbsent, deploymentCollectors, { 'docker-compose.yml': waiting(service) })
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})

const stores = (ports: readonly string[]) =>
  `services:\n  api:\n    build: .\n    ports:\n      - "8080:8080"\n  db:\n    image: postgres:16\n    restart: always\n    ports:\n${ports.map((port) => `      ${port}\n`).join('')}`

test('published ports of databases move to the loopback interface, others stay', async () => {
  const files = {
    'docker-compose.prod.yml': stores([
      '- "5432:5432"   # psql',
      '- 0.0.0.0:5433:5432/tcp',
      "- '[::]:5434:5432'",
      '- target: 5432\n        published: 5435\n        mode: host',
      '- published: 5436\n        host_ip: 0.0.0.0\n        target: 5432',
      '- 127.0.0.1:5437:5432',
    ]),
    'deploy/docker-compose.yml':
      'services:\n  api:\n    build: .\n  cache:\n    image: redis:7\n    ports: ["6379:6379", "6380:6380"]\n',
    Dockerfile: 'FROM node:22.1.0\nUSER node\nCMD ["node", "index.js"]\n',
    'deploy/Dockerfile': 'FROM node:22.1.0\nUSER node\nCMD ["node", "index.js"]\n',
    'index.js': 'export {}\n',
    'deploy/index.js': 'export {}\n',
  }
  const result = await mend('deployment/published-database-port', files)
  expect(result).toMatchObject({ repaired: 2, left: 0, came: [], stayed: [] })
  expect(result.changed['docker-compose.prod.yml']).toBe(
    stores([
      '- "127.0.0.1:5432:5432"   # psql',
      '- 127.0.0.1:5433:5432/tcp',
      "- '127.0.0.1:5434:5432'",
      '- target: 5432\n        published: 5435\n        host_ip: 127.0.0.1\n        mode: host',
      '- published: 5436\n        host_ip: 127.0.0.1\n        target: 5432',
      '- 127.0.0.1:5437:5432',
    ]),
  )
  expect(result.changed['deploy/docker-compose.yml']).toContain('ports: ["127.0.0.1:6379:6379", "127.0.0.1:6380:6380"]')
})

test.each<[string, Record<string, string>]>([
  [
    'a file that is merged with it opens a port of the same service',
    {
      'docker-compose.yml': stores(['- "5432:5432"']),
      'docker-compose.override.yml': 'services:\n  db:\n    ports:\n      - "5432:5432"\n',
    },
  ],
  [
    'a container goes through its host',
    {
      'docker-compose.prod.yml': stores(['- "5432:5432"']),
      '.env.example': 'DB=postgres://host.docker.internal:5432/shop\n',
    },
  ],
  [
    'a comment says that others are to get in',
    { 'docker-compose.prod.yml': stores(['- "5432:5432" # exposed for the warehouse']) },
  ],
  [
    'the ports are shared by an anchor',
    {
      'docker-compose.prod.yml':
        'services:\n  db:\n    image: redis:7\n    ports: &ports\n      - "6379:6379"\n  api:\n    build: .\n    ports: *ports\n',
    },
  ],
  ['a port is written on one line', { 'docker-compose.prod.yml': stores(['- {target: 5432, published: 5432}']) }],
])('ports are left to a person when %s', async (_, files) => {
  const { drafts } = await inspect(publishedDatabasePort, deploymentCollectors, files)
  expect(drafts.length).toBeGreaterThan(0)
  expect(drafts.filter(({ fix }) => fix.edits !== undefined)).toEqual([])
})
