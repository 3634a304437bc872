import type { Snapshot } from '../snapshot.ts'
import { dependenciesOf, isPythonManifest } from './packages.ts'
import { nameOf } from './path.ts'
import { regionOf } from './region.ts'

/** A package that gives a stack away → the stack's short name. */
const byDependency: Readonly<Record<string, string>> = {
  react: 'react',
  next: 'next',
  vite: 'vite',
  vue: 'vue',
  nuxt: 'nuxt',
  svelte: 'svelte',
  astro: 'astro',
  '@angular/core': 'angular',
  express: 'express',
  fastify: 'fastify',
  hono: 'hono',
  '@nestjs/core': 'nest',
  bullmq: 'bullmq',
  bull: 'bull',
  prisma: 'prisma',
  '@prisma/client': 'prisma',
  'drizzle-orm': 'drizzle',
  typeorm: 'typeorm',
  mongoose: 'mongodb',
  pg: 'postgres',
  postgres: 'postgres',
  ioredis: 'redis',
  redis: 'redis',
  '@modelcontextprotocol/sdk': 'mcp',
  vitest: 'vitest',
  jest: 'jest',
  mocha: 'mocha',
  playwright: 'playwright',
  '@playwright/test': 'playwright',
  cypress: 'cypress',
  'socket.io': 'socket.io',
  graphql: 'graphql',
  fastapi: 'fastapi',
  django: 'django',
  flask: 'flask',
  celery: 'celery',
  dramatiq: 'dramatiq',
  rq: 'rq',
  sqlalchemy: 'sqlalchemy',
  sqlmodel: 'sqlalchemy',
  alembic: 'alembic',
  psycopg: 'postgres',
  psycopg2: 'postgres',
  'psycopg2-binary': 'postgres',
  asyncpg: 'postgres',
  mcp: 'mcp',
  fastmcp: 'mcp',
  pytest: 'pytest',
}

const byImage: readonly (readonly [RegExp, string])[] = [
  [/^\s*image:\s*['"]?(?:[\w.-]+\/)*(?:postgres|postgis|pgvector|timescaledb)\b/m, 'postgres'],
  [/^\s*image:\s*['"]?(?:[\w.-]+\/)*(?:redis|valkey)\b/m, 'redis'],
  [/^\s*image:\s*['"]?(?:[\w.-]+\/)*(?:mysql|mariadb)\b/m, 'mysql'],
  [/^\s*image:\s*['"]?(?:[\w.-]+\/)*mongo\b/m, 'mongodb'],
  [/^\s*image:\s*['"]?(?:[\w.-]+\/)*rabbitmq\b/m, 'rabbitmq'],
]

/** Short names of what the repository is built with, sorted; from manifests, compose files and workflows. */
export function detectStacks(snapshot: Snapshot): readonly string[] {
  const found = new Set<string>()
  for (const file of snapshot.files) {
    const region = regionOf(file.path)
    if (region === 'vendored' || region === 'test' || region === 'example') continue
    const name = nameOf(file.path)
    if (name === 'package.json' || isPythonManifest(file.path))
      for (const dependency of dependenciesOf(file)) add(found, byDependency[dependency])
    if (name === 'go.mod') found.add('go')
    if (name === 'Cargo.toml') found.add('rust')
    if (file.language === 'dockerfile') found.add('docker')
    if (file.path.startsWith('.github/workflows/')) found.add('github-actions')
    if (name === '.gitlab-ci.yml') found.add('gitlab-ci')
    if (/^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(name)) {
      found.add('docker-compose')
      for (const [image, stack] of byImage) if (image.test(file.text)) found.add(stack)
    }
  }
  return [...found].sort()
}

function add(found: Set<string>, stack: string | undefined): void {
  if (stack !== undefined) found.add(stack)
}
