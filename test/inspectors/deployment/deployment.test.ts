import { describe, expect, test } from 'vitest'
import { deploymentCollectors } from '../../../src/inspectors/deployment/deployment.ts'
import { healthcheckAbsent } from '../../../src/inspectors/deployment/healthcheck-absent.ts'
import { latestTag } from '../../../src/inspectors/deployment/latest-tag.ts'
import { missingBuildContext } from '../../../src/inspectors/deployment/missing-build-context.ts'
import { missingModule } from '../../../src/inspectors/deployment/missing-module.ts'
import { noOpService } from '../../../src/inspectors/deployment/no-op-service.ts'
import { overlayOverridesFix } from '../../../src/inspectors/deployment/overlay-overrides-fix.ts'
import { publishedDatabasePort } from '../../../src/inspectors/deployment/published-database-port.ts'
import { runsAsRoot } from '../../../src/inspectors/deployment/runs-as-root.ts'
import { packageCollector } from '../../../src/inspectors/facts/packages.ts'
import { found, type Sample } from '../../support/found.ts'
import { factsOf } from '../../support/inspect.ts'

const collectors = [...deploymentCollectors, packageCollector]
const prod = (service: string, more = '') => ({ 'docker-compose.prod.yml': `services:\n  job:\n${service}${more}` })
const python = (command: string) => `FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ${command}\n`

describe('what a container starts', () => {
  test.each<Sample>([
    {
      story: 'the module is gone, and production builds the image',
      files: {
        'api/Dockerfile': python('["uvicorn", "app.main:app", "--host", "0.0.0.0"]'),
        'api/app/__init__.py': '',
        'docker-compose.prod.yml': 'services:\n  api:\n    build: ./api\n',
      },
      found: ['P0 start:app.main:app@api/Dockerfile api/Dockerfile:4'],
    },
    {
      story: 'the module is there but does not define the application',
      files: { Dockerfile: python('uvicorn app.main:api'), 'app/main.py': 'app = FastAPI()\n' },
      found: ['P1 start:app.main:api@Dockerfile Dockerfile:4'],
    },
    {
      story: 'a compose command runs a file that is not there',
      files: { ...prod('    build: .\n    command: python scripts/worker.py\n'), Dockerfile: python('python -m app') },
      found: ['P0 start:scripts/worker.py@compose:docker-compose.prod.yml#job docker-compose.prod.yml:4'],
    },
    {
      story: 'existing modules, installed modules, built files and files the image makes are fine',
      files: {
        Dockerfile: python(
          'sh -c "alembic upgrade head && exec gunicorn -k uvicorn.workers.UvicornWorker app.main:create_app()"',
        ),
        'src/app/main.py': 'def create_app(): ...\n',
        'b/Dockerfile': python('python -m http.server'),
        'c/Dockerfile': 'FROM node:22\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/main.js"]\n',
        'd/Dockerfile': 'FROM python:3.12\nCOPY . .\nRUN curl -o boot.py https://x/boot.py\nCMD python boot.py\n',
        'e/Dockerfile': 'FROM tiangolo/uvicorn\nCMD ["/start.sh"]\n',
        'f/Dockerfile': 'FROM node:22 AS build\nCMD node gone.js\nFROM build\nCOPY . .\nCMD node index.js\n',
        'f/index.ts': '',
        'g/docker-compose.prod.yml':
          'services:\n  db:\n    build: .\n    command: bash -c "set -e; exec docker-entrypoint.sh postgres"\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(missingModule, collectors, files)).toEqual(expected)
  })
})

describe('what a service is built from', () => {
  test.each<Sample>([
    {
      story: 'a copy that a program carries along is judged by its original',
      files: {
        'deploy/compose/docker-compose.prod.yml': 'services:\n  a:\n    build: ../../backend\n',
        'cli/embedded/deploy/compose/docker-compose.prod.yml': 'services:\n  a:\n    build: ../../backend\n',
        'backend/Dockerfile': 'FROM node:22\n',
      },
      found: [],
    },
    {
      story: 'a file that is merged into another one reads its paths from there',
      files: {
        'docker/default.yml': 'services:\n  web:\n    image: web:1\n',
        'extras/tor/compose.yml': 'services:\n  tor:\n    build: ../extras/tor\n',
        'extras/tor/Dockerfile': 'FROM node:22\n',
      },
      found: [],
    },
    {
      story: 'folder, Dockerfile or stage do not exist',
      files: {
        'docker-compose.yml':
          'services:\n  a:\n    build: ./gone\n  b:\n    build:\n      context: here\n      dockerfile: Other.Dockerfile\n  c:\n    build:\n      context: here\n      target: fast\n',
        'here/Dockerfile': 'FROM node:22 AS slow\n',
      },
      found: ['P1 build@compose:docker-compose.yml docker-compose.yml:3'],
    },
    {
      story: 'remote, variable, inline, sibling, submodule and cloned contexts are not judged',
      files: {
        'compose.yml': `services:\n  a:\n    build: https://github.com/a/b.git\n  b:\n    build: \${DIR}\n  c:\n    build:\n      context: .\n      dockerfile_inline: FROM x\n  d:\n    build: ../other\n  e:\n    build: vendor/sub\n  f:\n    build: cloned\n  g:\n    build:\n      context: api\n      dockerfile: ../docker/api.Dockerfile\n      target: RUN\n`,
        '.gitmodules': '[submodule "s"]\n  path = vendor/sub\n',
        'README.md': 'git clone https://x/cloned\n',
        'api/x.py': '',
        'docker/api.Dockerfile': 'FROM python AS run\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(missingBuildContext, collectors, files)).toEqual(expected)
  })
})

describe('services that do nothing', () => {
  test.each<Sample>([
    {
      story: 'the worker only prints',
      files: prod('    image: app\n    command: echo "worker not ready"\n'),
      found: ['P0 service:job@compose:docker-compose.prod.yml docker-compose.prod.yml:4'],
    },
    {
      story: 'the worker prints and sleeps in a shell',
      files: prod('    build: .\n    command: ["sh", "-c", "echo started && tail -f /dev/null"]\n'),
      found: ['P0 service:job@compose:docker-compose.prod.yml docker-compose.prod.yml:4'],
    },
    {
      story: 'a built image that only sleeps is one step lower',
      files: prod('    build: .\n    command: sleep infinity\n'),
      found: ['P1 service:job@compose:docker-compose.prod.yml docker-compose.prod.yml:4'],
    },
    {
      story: 'real commands, tool boxes and profiles are fine',
      files: prod(
        '    image: app\n    command: sh -c "echo hi && python run.py"\n',
        '  box:\n    image: alpine\n    command: sleep infinity\n  tool:\n    profiles: [tools]\n    build: .\n    command: echo hi\n',
      ),
      found: [],
    },
    {
      story: 'a development file may hold anything',
      files: { 'docker-compose.dev.yml': 'services:\n  a:\n    build: .\n    command: echo hi\n' },
      found: [],
    },
    {
      story: 'a step that others wait for',
      files: prod(
        '    build: .\n    command: echo done\n',
        '  web:\n    image: app\n    depends_on:\n      job:\n        condition: service_completed_successfully\n',
      ),
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(noOpService, collectors, files)).toEqual(expected)
  })
})

describe('open databases', () => {
  test.each<Sample>([
    {
      story: 'Redis without a password in production',
      files: prod('    image: redis:7\n    ports:\n      - "6379:6379"\n'),
      found: ['P0 ports@compose:docker-compose.prod.yml docker-compose.prod.yml:5'],
    },
    {
      story: 'Postgres asks for a password',
      files: prod('    image: postgres:17\n    ports: ["5432:5432"]\n'),
      found: ['P1 ports@compose:docker-compose.prod.yml docker-compose.prod.yml:4'],
    },
    {
      story: 'loopback, variables, container ports, exporters and development files are fine',
      files: {
        ...prod(
          `    image: postgres:17\n    ports:\n      - "127.0.0.1:5432:5432"\n      - "\${PORT}:5432"\n      - "5432"\n      - target: 5432\n        published: "5432"\n        host_ip: 127.0.0.1\n`,
          '  m:\n    image: oliver006/redis_exporter:v1\n    ports: ["9121:9121"]\n',
        ),
        'docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(publishedDatabasePort, collectors, files)).toEqual(expected)
  })
})

describe('overlays', () => {
  const base =
    'services:\n  api:\n    build: .\n    user: "1000"\n    environment:\n      - AUTH_REQUIRED=true\n      - DEBUG=false\n    healthcheck:\n      test: curl x\n'
  test.each<Sample>([
    {
      story: 'production turns authentication off and debugging on',
      files: {
        'docker-compose.yml': base,
        'docker-compose.prod.yml':
          'services:\n  api:\n    environment:\n      AUTH_REQUIRED: "false"\n      DEBUG: "true"\n    healthcheck:\n      disable: true\n',
      },
      found: [
        'P0 overlay:AUTH_REQUIRED@compose:docker-compose.prod.yml#api docker-compose.prod.yml:4',
        'P2 overlay:DEBUG@compose:docker-compose.prod.yml#api docker-compose.prod.yml:5',
        'P2 overlay:healthcheck disabled@compose:docker-compose.prod.yml#api docker-compose.prod.yml:2',
      ],
    },
    {
      story: 'the same values, safer ones, and a development overlay are fine',
      files: {
        'docker-compose.yml': base,
        'docker-compose.prod.yml': `services:\n  api:\n    environment:\n      AUTH_REQUIRED: "true"\n      DEBUG: \${DEBUG}\n`,
        'docker-compose.override.yml':
          'services:\n  api:\n    environment:\n      AUTH_REQUIRED: "false"\n      DEBUG: "true"\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(overlayOverridesFix, collectors, files)).toEqual(expected)
  })
})

describe('health that nobody checks', () => {
  const waits = '    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n'
  test.each<Sample>([
    {
      story: 'an official image without a check',
      files: prod(waits, '  db:\n    image: postgres:17\n'),
      found: ['P0 healthcheck@compose:docker-compose.prod.yml#db docker-compose.prod.yml:6'],
    },
    {
      story: 'the check is there',
      files: prod(waits, '  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n'),
      found: [],
    },
    {
      story: 'the check comes through a YAML merge',
      files: {
        'compose.yml':
          'x-check: &check\n  healthcheck:\n    test: pg_isready\nservices:\n  job:\n' +
          waits +
          '  db:\n    <<: *check\n    image: postgres:17\n',
      },
      found: [],
    },
    {
      story: 'the check is in the Dockerfile, or in an image nobody here knows',
      files: {
        ...prod(waits, '  db:\n    build: db\n'),
        'db/Dockerfile': 'FROM python:3\nHEALTHCHECK CMD true\nCMD x\n',
      },
      found: [],
    },
    {
      story: 'an image of somebody else may bring its own',
      files: prod(waits, '  db:\n    image: acme/db:1\n'),
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(healthcheckAbsent, collectors, files)).toEqual(expected)
  })
})

describe('images', () => {
  test.each<Sample>([
    {
      story: 'floating images are one finding',
      files: {
        'docker-compose.prod.yml': 'services:\n  a:\n    image: minio/minio\n  b:\n    image: reg:5000/x:latest\n',
        Dockerfile: 'FROM node\nCMD x\n',
      },
      found: ['P3 images:floating docker-compose.prod.yml:3'],
    },
    {
      story: 'versions, digests, stages, variables, own images and development files are fine',
      files: {
        'docker-compose.prod.yml': `services:\n  a:\n    image: minio/minio:RELEASE.1\n  b:\n    image: x@sha256:1\n  c:\n    image: \${I}\n  d:\n    build: .\n    image: own:latest\n  e:\n    image: ghcr.io/me/shop:latest\n  f:\n    image: ghcr.io/me/tools:latest\n`,
        'package.json': '{"name":"@me/shop"}',
        '.github/workflows/push.yml': 'run: docker push ghcr.io/me/tools\n',
        'docker-compose.dev.yml': 'services:\n  a:\n    image: adminer\n',
        Dockerfile: `ARG V=1\nFROM node:\${V} AS base\nFROM base\nFROM scratch\n`,
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(latestTag, collectors, files)).toEqual(expected)
  })

  test.each<Sample>([
    {
      story: 'the last stage never leaves root',
      files: { Dockerfile: 'FROM node:22 AS a\nUSER node\nFROM node:22\nCMD node x\n' },
      found: ['P3 images:root Dockerfile:3'],
    },
    {
      story: 'a user of the stage, of its parent stage, of the image, or a development file',
      files: {
        Dockerfile: 'FROM node:22 AS a\nUSER node\nFROM a\nCMD node x\n',
        'b/Dockerfile': 'FROM nginx:1\nCMD nginx\n',
        'c/Dockerfile': 'FROM gcr.io/distroless/nodejs22\nCMD x\n',
        'Dockerfile.dev': 'FROM node:22\nCMD x\n',
        'd/Dockerfile': 'FROM node:22\nCOPY x /x\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(runsAsRoot, collectors, files)).toEqual(expected)
  })
})

test('a compose file without a telling name is for development when it only brings up databases or reloads code', async () => {
  const stage = async (text: string, name = 'docker-compose.yml') =>
    (await factsOf({ [name]: text }, collectors)).all('composeService')[0]?.stage
  expect(await stage('services:\n  db:\n    image: postgres:17\n')).toBe('development')
  expect(await stage('services:\n  api:\n    build: .\n    command: uvicorn a:b --reload\n')).toBe('development')
  expect(await stage('services:\n  api:\n    build: .\n')).toBe('base')
  expect(await stage('services:\n  api:\n    build: .\n', 'compose.staging.yaml')).toBe('production')
  expect(await stage('services:\n  api:\n    build: .\n', 'examples/compose.prod.yml')).toBe('development')
})
