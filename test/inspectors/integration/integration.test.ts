// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { bodyKeyMismatch } from '../../../src/inspectors/integration/body-key-mismatch.ts'
import { endpointWithoutClient } from '../../../src/inspectors/integration/endpoint-without-client.ts'
import { methodMismatch } from '../../../src/inspectors/integration/method-mismatch.ts'
import { inspect } from '../../support/inspect.ts'
import { shop, shopWith } from '../api/shop.ts'

const client = (text: string) =>
  shopWith({
    'frontend/src/services/extra.ts': `import { api } from '../lib/api'\n${text}`,
    'frontend/src/use.ts': "import * as extra from './services/extra'",
  })

test('a method that the route does not offer is a mismatch, with both sides cited', async () => {
  const files = client('export const replaceUser = (id: number) => api.put(`/users/${id}`, {})\nreplaceUser(1)')
  const { population, bad, drafts } = await inspect(methodMismatch, apiCollectors, files)
  expect({ population, bad }).toEqual({ population: 4, bad: 1 })
  expect(drafts[0]).toMatchObject({ anchor: 'PUT /api/v1/users/{}', confidence: 'high', reach: 'reachable' })
  expect(drafts[0]?.evidence.map((one) => one.kind === 'code' && one.file)).toContain('backend/app/api/routes/users.py')
})

test.each([
  [
    'a method handed on as a variable',
    'export const any = (id: number, options: RequestInit) => fetch(`/api/v1/users/${id}`, options)',
  ],
  [
    'a method chosen at run time',
    'export const any = (id: number, method: string) => fetch(`/api/v1/users/${id}`, { method })',
  ],
  ['a path that no route writes out', "export const mail = () => fetch('/api/v1/users/export', { method: 'POST' })"],
  [
    'a path that crosses another route',
    "export const copy = (id: number) => fetch(`/api/v1/orders/users/${id}/status`, { method: 'DELETE' })",
  ],
  ['the right method', "export const ok = (id: number) => fetch(`/api/v1/users/${id}`, { method: 'PATCH' })"],
])('%s is no mismatch', async (_, text) => {
  expect((await inspect(methodMismatch, apiCollectors, client(text))).drafts).toEqual([])
})

/** Routes below a tenant that an interceptor of the client puts in front. */
const tenantShop = (service: string) => ({
  ...client(service),
  'backend/app/api/main.py': [
    'from fastapi import APIRouter',
    'from app.api.routes import users, orders, gifts',
    'api_router = APIRouter()',
    'api_router.include_router(users.router)',
    'api_router.include_router(orders.router, prefix="/orders")',
    'tenant_router = APIRouter(prefix="/{tenant}")',
    'tenant_router.include_router(gifts.router)',
    'api_router.include_router(tenant_router)',
  ].join('\n'),
  'backend/app/api/routes/gifts.py': [
    'from fastapi import APIRouter',
    'router = APIRouter(prefix="/gifts")',
    '@router.get("/{gift_id}")',
    'def read_gift(gift_id: int): return 1',
    '@router.put("/{gift_id}")',
    'def write_gift(gift_id: int): return 1',
  ].join('\n'),
  'frontend/src/lib/api.ts': "import axios from 'axios'\nexport const api = axios.create({ baseURL: base() })",
})

test('a path that fits by its end alone is proven by what the same client reads and writes there', async () => {
  const service = [
    'export const readGift = (id: number) => api.get(`/gifts/${id}`)',
    'export const dropGift = (id: number) => api.delete(`/gifts/${id}`)',
  ].join('\n')
  const { drafts } = await inspect(methodMismatch, apiCollectors, tenantShop(`${service}\ndropGift(1)`))
  expect(drafts).toMatchObject([{ anchor: 'DELETE /gifts/{}', confidence: 'high', reach: 'reachable' }])
  expect(drafts[0]?.title).toContain('only offers GET, PUT')
})

test.each([
  ['no other call shows where it leads', 'export const dropGift = (id: number) => api.delete(`/gifts/${id}`)'],
  [
    'the other calls go through another client',
    'export const readGift = (id: number) => fetch(`${other}/gifts/${id}`)\nexport const dropGift = (id: number) => api.delete(`/gifts/${id}`)',
  ],
])('a path that fits by its end alone is left alone when %s', async (_, service) => {
  expect((await inspect(methodMismatch, apiCollectors, tenantShop(service))).drafts).toEqual([])
})

test('a prefix that cannot be read proves no mismatch with a route of the same last word', async () => {
  const files = {
    ...client('export const seeState = (id: number) => fetch(`/api/v1/users/${id}/status`)'),
    'backend/app/api/main.py': [
      'from fastapi import APIRouter',
      'from app.api.routes import users, orders, gifts',
      'api_router = APIRouter()',
      'api_router.include_router(users.router)',
      'api_router.include_router(orders.router, prefix="/orders")',
      'api_router.include_router(gifts.router, prefix=unknown())',
    ].join('\n'),
    'backend/app/api/routes/gifts.py':
      'from fastapi import APIRouter\nrouter = APIRouter(prefix="/gifts")\n@router.post("/status")\ndef read_state(): return 1',
  }
  expect((await inspect(methodMismatch, apiCollectors, files)).drafts).toEqual([])
})

test('a body without a required key is refused by the model, so it is named', async () => {
  const files = client(
    "export const orderAgain = () => api.post('/orders', { productId: 1, quantity: 2 })\norderAgain()",
  )
  const { population, bad, drafts } = await inspect(bodyKeyMismatch, apiCollectors, files)
  expect({ population, bad }).toEqual({ population: 2, bad: 1 })
  expect(drafts[0]).toMatchObject({ anchor: 'POST /api/v1/orders@product_id', claim: 'mismatch' })
  expect(drafts[0]?.fix.advice).toContain('productId')
})

test.each([
  ['a spread body', 'export const a = (order: any) => api.post("/orders", { ...order })'],
  ['a body from a variable', 'export const a = (order: any) => api.post("/orders", order)'],
  [
    'all keys and more',
    'export const a = () => api.post("/orders", { product_id: 1, quantity: 1, note: "x", extra: 1 })',
  ],
])('%s says nothing against the client', async (_, text) => {
  expect((await inspect(bodyKeyMismatch, apiCollectors, client(text))).drafts).toEqual([])
})

test.each([
  ['an alias', 'class OrderIn(BaseModel):\n    product_id: int = Field(alias="productId")\n    quantity: int'],
  ['a default', 'class OrderIn(BaseModel):\n    product_id: int = 0\n    quantity: int'],
  ['a base that is not read', 'class OrderIn(CamelModel):\n    product_id: int\n    quantity: int'],
])('a model with %s makes no key certain', async (_, model) => {
  const orders = (shop['backend/app/api/routes/orders.py'] ?? '').replace(/class OrderIn[\s\S]*?None = None/, model)
  const files = {
    ...client("export const a = () => api.post('/orders', { productId: 1, quantity: 2 })"),
    'backend/app/api/routes/orders.py': orders,
  }
  expect((await inspect(bodyKeyMismatch, apiCollectors, files)).drafts).toEqual([])
})

test('a zod schema that an Express route parses the body with is a model as well', async () => {
  const files = {
    'server/app.ts': [
      "import express from 'express'",
      "import { z } from 'zod'",
      'const app = express()',
      'const Signup = z.object({ email: z.string().email(), name: z.string().min(1), age: z.number().optional() })',
      "app.post('/api/signup', (req, res) => { const body = Signup.parse(req.body); res.json(body) })",
    ].join('\n'),
    'web/signup.ts':
      "export const signUpUser = () => fetch('/api/signup', { method: 'POST', body: JSON.stringify({ email: 'a@b.c' }) })\nsignUpUser()",
  }
  const { drafts } = await inspect(bodyKeyMismatch, apiCollectors, files)
  expect(drafts.map((draft) => draft.anchor)).toEqual(['POST /api/signup@name'])
})

test('routes that nobody asks for are one quiet note, and only where a client uses most of them', async () => {
  const more = 'export const x = (id: number) => [api.patch(`/users/${id}`, {}), api.get(`/orders/${id}`)]'
  const orders = `${shop['backend/app/api/routes/orders.py']}\n@router.post("/{order_id}/gift-wrap", response_model=Order)\ndef wrap(order_id: int): return save(order_id)`
  const { population, bad, drafts } = await inspect(endpointWithoutClient, apiCollectors, {
    ...client(more),
    'backend/app/api/routes/orders.py': orders,
  })
  expect({ population, bad, count: drafts.length }).toEqual({ population: 6, bad: 1, count: 1 })
  expect(drafts[0]).toMatchObject({ impact: 'hygiene' })
  expect(await inspect(endpointWithoutClient, apiCollectors, shop)).toMatchObject({ population: 0 })
})
