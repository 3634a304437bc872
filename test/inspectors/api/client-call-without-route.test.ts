// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { clientCallWithoutRoute } from '../../../src/inspectors/api/client-call-without-route.ts'
import { inspect } from '../../support/inspect.ts'
import { shop, shopWith } from './shop.ts'

const run = (files: Record<string, string>) => inspect(clientCallWithoutRoute, apiCollectors, files)

test('a shop whose calls all have routes is silent, across mounts, prefixes and a settings constant', async () => {
  const { population, bad, drafts } = await run(shop)
  expect({ population, bad, drafts }).toEqual({ population: 3, bad: 0, drafts: [] })
})

test('a call to a path that no route serves is named with its method and its line', async () => {
  const client = [
    "import { api } from '../lib/api'",
    '',
    'export const loadAvatar = (id: number) => api.get(`/users/${id}/avatar`)',
  ].join('\n')
  const { population, bad, drafts } = await run(
    shopWith({
      'frontend/src/services/avatar.ts': client,
      'frontend/src/Avatar.tsx': "import { loadAvatar } from './services/avatar'\nloadAvatar(1)",
    }),
  )
  expect({ population, bad }).toEqual({ population: 4, bad: 1 })
  expect(drafts[0]).toMatchObject({
    anchor: 'GET /api/v1/users/{}/avatar',
    impact: 'feature-broken',
    reach: 'reachable',
    confidence: 'high',
    instances: [{ file: 'frontend/src/services/avatar.ts', line: 3 }],
  })
})

test('calls below a topic that does not exist at all are one finding', async () => {
  const client = [
    "import { api } from '../lib/api'",
    "export const loadSalesReport = () => api.get('/reports/sales')",
    "export const loadStockReport = () => api.get('/reports/stock')",
  ].join('\n')
  const use =
    "import { loadSalesReport, loadStockReport } from './services/reports'\nloadSalesReport(loadStockReport())"
  const files = { 'frontend/src/services/reports.ts': client, 'frontend/src/use.ts': use }
  const { bad, drafts } = await run(shopWith(files))
  expect(bad).toBe(2)
  expect(drafts.map((draft) => draft.anchor)).toEqual(['/api/v1/reports/*'])
})

test('a path that only a parameter of a route could take, with another method, has no route', async () => {
  const client =
    "import { api } from '../lib/api'\nexport const exportAllUsers = () => api.post('/users/export', {})\nexportAllUsers()"
  const { drafts } = await run(
    shopWith({
      'frontend/src/services/export.ts': client,
      'frontend/src/use.ts': "import * as more from './services/export'",
    }),
  )
  expect(drafts.map((draft) => draft.anchor)).toEqual(['POST /api/v1/users/export'])
})

test('functions of a file that nothing uses are one item, however many paths they ask for', async () => {
  const client = [
    "import { api } from '../lib/api'",
    ...['avatar', 'badges', 'groups'].map(
      (word) => `export const load_${word} = (id: number) => api.get(\`/users/\${id}/${word}\`)`,
    ),
  ].join('\n')
  const { bad, drafts } = await run(shopWith({ 'frontend/src/services/more.ts': client }))
  expect({ bad, anchors: drafts.map((draft) => draft.anchor) }).toEqual({
    bad: 3,
    anchors: ['unused@frontend/src/services/more.ts'],
  })
  expect(drafts[0]).toMatchObject({ reach: 'unreachable' })
})

test('a topic of which most paths lead nowhere is one item', async () => {
  const words = ['avatar', 'badges', 'groups', 'visits', 'limits']
  const client = [
    "import { api } from '../lib/api'",
    ...words.map((word) => `export const load_${word} = (id: number) => api.get(\`/users/\${id}/${word}\`)`),
    ...words.map((word) => `load_${word}(1)`),
  ].join('\n')
  const files = {
    'frontend/src/services/more.ts': client,
    'frontend/src/use.ts': "import * as more from './services/more'",
  }
  const { drafts } = await run(shopWith(files))
  expect(drafts).toMatchObject([{ anchor: 'some /api/v1/users/*', confidence: 'medium', instances: { length: 5 } }])
})

const silent: readonly (readonly [string, Record<string, string>])[] = [
  [
    'another host',
    { 'frontend/src/pay.ts': "export const pay = () => fetch('https://api.payments.example/v1/charges')" },
  ],
  [
    'an instance of another product, at an address that the object was given',
    {
      'collector/papers.ts': [
        'export class Papers {',
        '  list() { return fetch(`${this.baseUrl}/api/v1/users`) }',
        '  badge(id: string) { return fetch(`${this.baseUrl}/api/v1/users/${id}/badge`) }',
        '}',
      ].join('\n'),
    },
  ],
  [
    'a path below a prefix that the class keeps',
    {
      'frontend/src/services/people.ts': [
        "import { api } from '../lib/api'",
        'export class People {',
        "  private readonly place = '/users'",
        '  one(id: number) { return api.get(`${this.place}/${id}`) }',
        '}',
      ].join('\n'),
    },
  ],
  ['a test file', { 'frontend/src/users.test.ts': "import { api } from './lib/api'\napi.get('/users/1/nothing')" }],
  ['a static file', { 'frontend/src/words.ts': "export const words = () => fetch('/locales/en.json')" }],
  [
    'a path known only at run time',
    { 'frontend/src/any.ts': "import { api } from './lib/api'\nexport const any = (path: string) => api.get(path)" },
  ],
  [
    'a map that is no client',
    { 'frontend/src/cache.ts': "const cache = new Map()\nexport const hit = () => cache.get('/users/1/avatar')" },
  ],
  ['navigation', { 'frontend/src/go.ts': "export const go = (router: any) => router.push('/users/1/profile')" }],
  [
    'a base that only one file knows',
    { 'server/git.ts': 'export const valid = (self: any) => fetch(`${self.apiBase}/octocat`)' },
  ],
  [
    'a path that a proxy file answers',
    {
      'frontend/src/ping.ts': "export const ping = () => fetch('/api/v1/users/session/ping')",
      'nginx.conf': 'location /api/v1/users/session/ping { return 204; }',
    },
  ],
  [
    'a mount whose router cannot be read',
    {
      'backend/app/auth.py':
        'from app.main import app\nfrom lib import users\napp.include_router(users.get_auth_router(backend), prefix="/api/v1/auth")',
      'frontend/src/login.ts':
        "import { api } from './lib/api'\nexport const login = () => api.post('/auth/login', {})",
    },
  ],
]

test.each(silent)('says nothing about %s', async (_, files) => {
  expect((await run(shopWith(files))).drafts).toEqual([])
})

test('wrappers with their own methods and bodies are followed to the route', async () => {
  const files = {
    'frontend/src/lib/http.ts': [
      "const BASE = '/api/v1'",
      'export async function request(path: string, options: RequestInit = {}) { return fetch(`${BASE}${path}`, options) }',
      'export const http = {',
      '  get: (path: string) => request(path),',
      "  post: (path: string, body: unknown) => request(path, { method: 'POST', body: JSON.stringify(body) }),",
      '}',
    ].join('\n'),
    'frontend/src/services/more.ts': [
      "import { http, request } from '../lib/http'",
      "export const a = () => http.get('/users')",
      "export const b = () => request('/orders/1/cancel', { method: 'POST' })",
    ].join('\n'),
  }
  const { drafts } = await run(shopWith(files))
  expect(drafts.map((draft) => draft.anchor)).toEqual(['unused@frontend/src/services/more.ts'])
})

test('a repository without server routes is not judged', async () => {
  const only = Object.fromEntries(Object.entries(shop).filter(([path]) => path.startsWith('frontend')))
  expect(await run(only)).toMatchObject({ population: 0, bad: 0, drafts: [] })
})

test('Express routers, Next route files and Hono chains serve their clients', async () => {
  const files = {
    'server/app.js': [
      "const express = require('express')",
      "const routes = require('./routes')",
      'const app = express()',
      "app.use('/api', routes)",
      'app.listen(3000)',
    ].join('\n'),
    'server/routes/index.js': [
      "const express = require('express')",
      'const router = express.Router()',
      "const table = [{ path: '/items', route: require('./items') }]",
      'const items = require("./items")',
      "const list = [{ path: '/items', route: items }]",
      'list.forEach((entry) => router.use(entry.path, entry.route))',
      'module.exports = router',
    ].join('\n'),
    'server/routes/items.js': [
      "const router = require('express').Router()",
      "router.route('/:id').get(read).delete(remove)",
      'module.exports = router',
    ].join('\n'),
    'web/app/api/health/[...all]/route.ts': 'export async function GET() { return Response.json({}) }',
    'edge/index.ts': [
      "import { Hono } from 'hono'",
      "const app = new Hono().basePath('/edge')",
      "app.get('/a/:id', (c) => c.text('')).post('/b', (c) => c.text(''))",
      'export default app',
    ].join('\n'),
    'web/calls.ts': [
      'export const one = (id: string) => fetch(`/api/items/${id}`)',
      "export const two = () => fetch('/api/health/deep/check')",
      'export const three = (id: string) => fetch(`/edge/a/${id}`)',
      "export const four = () => fetch('/edge/b', { method: 'POST' })",
      "export const five = () => fetch('/edge/c')",
    ].join('\n'),
  }
  const { population, drafts } = await run(files)
  expect(population).toBe(5)
  expect(drafts.map((draft) => draft.anchor)).toEqual(['GET /edge/c'])
})

test('a route may be called archive or backups; a copy of the repository at its top is no server', async () => {
  const route = 'export default function handler(req, res) { res.end() }'
  const files = {
    'web/pages/api/links/[id]/archive/index.ts': route,
    'web/pages/api/backups/index.ts': route,
    'backups/2025/pages/api/old/index.ts': route,
    'web/calls.ts': [
      'export const one = (id: string) => fetch(`/api/links/${id}/archive`)',
      "export const two = () => fetch('/api/backups')",
      "export const three = () => fetch('/api/links/old')",
    ].join('\n'),
  }
  expect((await run(files)).drafts.map((draft) => draft.anchor)).toEqual(['GET /api/links/old'])
})

test('a generated client and a call over several lines are read, and the quote reaches the path', async () => {
  const files = {
    'frontend/src/client/sdk.gen.ts': [
      "import { client } from './client.gen'",
      'export const readUsers = (options: any) => (options.client ?? client).get({ url: "/api/v1/users", ...options })',
      'export const readBadge = (options: any) =>',
      '  (options.client ?? client).get({',
      '    ...options,',
      '    url: "/api/v1/users/{user_id}/badge",',
      '  })',
      'readBadge({})',
    ].join('\n'),
  }
  const { drafts } = await run(shopWith(files))
  expect(drafts.map((draft) => draft.anchor)).toEqual(['unused@frontend/src/client/sdk.gen.ts'])
  expect(drafts[0]?.evidence[0]).toMatchObject({ kind: 'code', role: 'primary', startLine: 4, endLine: 6 })
})
