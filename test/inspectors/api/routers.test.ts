import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { duplicateRoute } from '../../../src/inspectors/api/duplicate-route.ts'
import { responseModelOutlier } from '../../../src/inspectors/api/response-model-outlier.ts'
import { routerNotMounted } from '../../../src/inspectors/api/router-not-mounted.ts'
import { surfaceOf } from '../../../src/inspectors/facts/endpoints.ts'
import { snapshotOf } from '../../../src/inspectors/snapshot.ts'
import { factsOf, inspect } from '../../support/inspect.ts'
import { lineOf, shop, shopWith } from './shop.ts'

const coupons = [
  'from fastapi import APIRouter',
  'router = APIRouter(prefix="/coupons")',
  '@router.get("/", response_model=Coupons)',
  'def list_coupons(): return find()',
].join('\n')

test('full paths follow the mounts through files, prefixes and constants', async () => {
  const snapshot = snapshotOf('test', Object.entries(shop))
  const { endpoints } = surfaceOf({ facts: await factsOf(shop, apiCollectors), snapshot })
  expect(endpoints.map((one) => `${one.method} ${one.path} ${one.state}`)).toEqual([
    'POST /api/v1/orders mounted',
    'GET /api/v1/orders/{} mounted',
    'GET /api/v1/users mounted',
    'GET /api/v1/users/{} mounted',
    'PATCH /api/v1/users/{} mounted',
  ])
})

test('a router that no application includes is named, with more certainty when a client asks for it', async () => {
  const lonely = await inspect(
    routerNotMounted,
    apiCollectors,
    shopWith({ 'backend/app/api/routes/coupons.py': coupons }),
  )
  expect(lonely).toMatchObject({ population: 4, bad: 1 })
  expect(lonely.drafts[0]).toMatchObject({
    anchor: 'router:backend/app/api/routes/coupons.py#router',
    confidence: 'medium',
    instances: [{ file: 'backend/app/api/routes/coupons.py', line: 2 }, { line: 3 }],
  })
  const asked = await inspect(
    routerNotMounted,
    apiCollectors,
    shopWith({
      'backend/app/api/routes/coupons.py': coupons,
      'frontend/src/coupons.ts':
        "import { api } from './lib/api'\nexport const listAllCoupons = () => api.get('/coupons')",
    }),
  )
  expect(asked.drafts[0]).toMatchObject({ confidence: 'high' })
})

const mounted: readonly (readonly [string, Record<string, string>])[] = [
  [
    'a loop over routers',
    {
      'backend/app/extra.py':
        'from app.api.routes import coupons\nfrom app.main import app\nfor router in [coupons.router]:\n    app.include_router(router)',
    },
  ],
  [
    'a function of its own',
    {
      'backend/app/extra.py':
        'from app.api.routes.coupons import router as coupon_router\nfrom app.main import app\nregister(app, coupon_router)',
    },
  ],
  [
    'a list somewhere',
    { 'backend/app/extra.py': 'from app.api.routes.coupons import router as coupons\nALL = [coupons]' },
  ],
  [
    'a re-export',
    {
      'backend/app/api/routes/__init__.py': 'from .coupons import router as coupon_router',
      'backend/app/extra.py':
        'from app.api.routes import coupon_router\nfrom app.main import app\napp.include_router(coupon_router)',
    },
  ],
]

test.each(mounted)('a router used by %s is not called unmounted', async (_, files) => {
  const all = shopWith({ 'backend/app/api/routes/coupons.py': coupons, ...files })
  expect((await inspect(routerNotMounted, apiCollectors, all)).drafts).toEqual([])
})

test('a library with routers and no application is not judged', async () => {
  expect(await inspect(routerNotMounted, apiCollectors, { 'lib/routes.py': coupons })).toMatchObject({
    population: 0,
    drafts: [],
  })
})

test('the second handler for one method and path is dead', async () => {
  const users = `${shop['backend/app/api/routes/users.py']}\n@router.get("/{id}", response_model=User)\ndef user_again(id: int): return find(id)`
  const { bad, drafts } = await inspect(
    duplicateRoute,
    apiCollectors,
    shopWith({ 'backend/app/api/routes/users.py': users }),
  )
  expect(bad).toBe(1)
  expect(drafts[0]).toMatchObject({
    anchor: 'GET /api/v1/users/{}',
    instances: [{ line: lineOf(users, '"/{id}"') }, { line: 5 }],
  })
})

test('a block of routes pasted twice is one item', async () => {
  const block = ['me', 'all', 'new'].map((word) => `@router.get("/x/${word}")\ndef ${word}(): return 1`).join('\n')
  const users = `${shop['backend/app/api/routes/users.py']}\n${block}\n${block}`
  const files = shopWith({ 'backend/app/api/routes/users.py': users })
  const { bad, drafts } = await inspect(duplicateRoute, apiCollectors, files)
  expect(bad).toBe(3)
  expect(drafts).toMatchObject([{ anchor: 'routes:backend/app/api/routes/users.py', instances: { length: 6 } }])
  const again = { ...files, 'backend/app/again.py': files['backend/app/main.py'] ?? '' }
  expect((await inspect(duplicateRoute, apiCollectors, again)).drafts).toMatchObject([
    { title: expect.stringContaining('3 routes'), instances: { length: 6 } },
  ])
})

test.each([
  [
    'a second decorator on the same handler',
    '@router.get("/me")\n@router.get("/me", include_in_schema=False)\ndef me(): return 1',
  ],
  [
    'the same path with a final slash',
    '@router.get("/me")\ndef me(): return 1\n@router.get("/me/")\ndef me_too(): return 1',
  ],
  [
    'a second answer to a preflight',
    '@router.options("/me")\ndef me(): return 1\n@router.options("/me")\ndef me_too(): return 1',
  ],
  [
    'one of two branches',
    'if settings.FAST:\n    @router.get("/me")\n    def me(): return 1\nelse:\n    @router.get("/me")\n    def slow_me(): return 1',
  ],
])('%s is no duplicate', async (_, text) => {
  const users = `${shop['backend/app/api/routes/users.py']}\n${text}`
  const result = await inspect(duplicateRoute, apiCollectors, shopWith({ 'backend/app/api/routes/users.py': users }))
  expect(result.drafts).toEqual([])
})

test('routes without a response model stand out only where most have one', async () => {
  const routes = (count: number, model: string) =>
    Array.from(
      { length: count },
      (_, index) => `@router.get("/${model}${index}"${model})\ndef read_${index}(): return find()`,
    ).join('\n')
  const file = (text: string) =>
    shopWith({ 'backend/app/api/routes/users.py': `from fastapi import APIRouter\nrouter = APIRouter()\n${text}` })
  const customary = await inspect(
    responseModelOutlier,
    apiCollectors,
    file(`${routes(8, ', response_model=A')}\n@router.get("/raw")\ndef raw(): return find()`),
  )
  expect(customary).toMatchObject({ population: 11, bad: 1 })
  expect(customary.drafts[0]).toMatchObject({ anchor: 'fastapi:routes-without-response-model', impact: 'hygiene' })
  const rare = await inspect(responseModelOutlier, apiCollectors, file(routes(8, '')))
  expect(rare.population).toBe(0)
  const exempt = await inspect(
    responseModelOutlier,
    apiCollectors,
    file(`${routes(8, ', response_model=A')}\n@router.get("/go")\ndef go(): return RedirectResponse("/")`),
  )
  expect(exempt).toMatchObject({ population: 10, bad: 0 })
})
