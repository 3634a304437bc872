import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { authCollectors } from '../../../src/inspectors/auth/auth.ts'
import { forNowAllow } from '../../../src/inspectors/auth/for-now-allow.ts'
import { refreshUnused } from '../../../src/inspectors/auth/refresh-unused.ts'
import { routeWithoutAuth } from '../../../src/inspectors/auth/route-without-auth.ts'
import { securityTodo } from '../../../src/inspectors/auth/security-todo.ts'
import { inspect } from '../../support/inspect.ts'

const guarded = (verb: string, path: string) =>
  `@router.${verb}("${path}")\ndef ${verb}_item(item_id: int, user: User = Depends(get_current_user)): return save(item_id)`
const items = (extra: string) => ({
  'app/main.py':
    'from fastapi import FastAPI\nfrom app.items import router\napp = FastAPI()\napp.include_router(router, prefix="/items")',
  'app/items.py': [
    'from fastapi import APIRouter',
    'router = APIRouter()',
    guarded('get', '/'),
    guarded('post', '/'),
    guarded('put', '/{item_id}'),
    guarded('patch', '/{item_id}'),
    extra,
  ].join('\n'),
})

test('one mutating route without auth among guarded siblings is named beside a sibling that has it', async () => {
  const files = items('@router.delete("/{item_id}")\ndef remove_item(item_id: int): return drop(item_id)')
  const { population, bad, drafts } = await inspect(routeWithoutAuth, apiCollectors, files)
  expect({ population, bad }).toEqual({ population: 5, bad: 1 })
  expect(drafts[0]).toMatchObject({
    anchor: 'DELETE /items/{}',
    impact: 'security',
    reach: 'production',
    confidence: 'medium',
    instances: [{ file: 'app/items.py', line: 11 }],
  })
})

test.each([
  ['a read', '@router.get("/public")\ndef read(item_id: int): return find(item_id)'],
  ['a route that is open by name', '@router.post("/webhook")\ndef take(item_id: int): return save(item_id)'],
  [
    'a handler that checks for itself',
    '@router.delete("/{item_id}")\ndef drop(item_id: int, request: Request):\n    ensure(request.headers["authorization"])',
  ],
  [
    'a dependency on the decorator',
    '@router.delete("/{item_id}", dependencies=[Depends(require_admin)])\ndef drop(item_id: int): return 1',
  ],
])('%s beside guarded siblings is fine', async (_, extra) => {
  expect((await inspect(routeWithoutAuth, apiCollectors, items(extra))).drafts).toEqual([])
})

test('an Express router behind a guard leaves no route open', async () => {
  const routes = [
    "router.get('/', list)",
    "router.post('/', make)",
    "router.put('/:id', change)",
    "router.delete('/:id', remove)",
  ]
  const file = (guard: string) => ({
    'app.js': "const express = require('express')\nconst app = express()\napp.use('/things', require('./things'))",
    'things.js': [
      "const { Router } = require('express')",
      'const router = Router()',
      guard,
      ...routes,
      'module.exports = router',
    ].join('\n'),
  })
  expect(await inspect(routeWithoutAuth, apiCollectors, file('router.use(requireAuth)'))).toMatchObject({
    population: 4,
    bad: 0,
  })
  expect(await inspect(routeWithoutAuth, apiCollectors, file(''))).toMatchObject({ population: 0, bad: 0 })
})

const session = (client: string) => ({
  'app/main.py': [
    'from fastapi import FastAPI',
    'app = FastAPI()',
    '@app.post("/auth/login")',
    'def login(form: LoginForm): return issue(form)',
    '@app.post("/auth/refresh")',
    'def refresh_token(form: RefreshForm): return renew(form)',
  ].join('\n'),
  'web/auth.ts': `export const login = () => fetch('/auth/login', { method: 'POST' })\n${client}`,
})

test('a refresh that no client asks for throws users out', async () => {
  const { population, bad, drafts } = await inspect(refreshUnused, apiCollectors, session(''))
  expect({ population, bad }).toEqual({ population: 1, bad: 1 })
  expect(drafts[0]).toMatchObject({ anchor: 'POST /auth/refresh', instances: [{ file: 'app/main.py', line: 5 }] })
})

test.each([
  ['a call', "export const renew = () => fetch('/auth/refresh', { method: 'POST' })"],
  ['an interceptor put together from parts', "export const renew = (base: string) => send(base + '/refresh')"],
])('a refresh used by %s is fine', async (_, client) => {
  expect((await inspect(refreshUnused, apiCollectors, session(client))).drafts).toEqual([])
})

test('an open TODO about a missing check in security code is a finding; wishes and other files are not', async () => {
  const { population, drafts } = await inspect(securityTodo, authCollectors, {
    'app/core/security.py':
      'def decode(token):\n    # TODO: verify the token signature\n    return parse(token)\n\n# TODO: rename this module\n',
    'src/auth/session.ts': 'export function load() {\n  // FIXME: revoke tokens on logout\n  return 1\n}',
    'src/cart/total.ts': '// TODO: verify the user password here\nexport const total = 1',
    'tests/auth/test_token.py': '# TODO: verify the token signature\n',
  })
  expect(population).toBe(3)
  expect(drafts.map((draft) => draft.anchor.replace(/:[0-9a-f]{8}$/, ''))).toEqual([
    'app/core/security.py#decode',
    'src/auth/session.ts#load',
  ])
  expect(drafts[0]?.instances).toEqual([{ file: 'app/core/security.py', line: 2 }])
})

test('a remark that asks for the check itself counts wherever it stands', async () => {
  const { drafts } = await inspect(securityTodo, authCollectors, {
    'app/routes/planner.py': 'def plan(data):\n    # TODO: Restore proper JWT authentication\n    return data\n',
    'app/routes/chat.py': 'def join(room):\n    # TODO: Add proper workspace access validation\n    return room\n',
    'app/routes/mail.py': 'def send(text):\n    # TODO: add a logo\n    return text\n',
  })
  expect(drafts.map(({ instances }) => instances[0]?.file)).toEqual(['app/routes/chat.py', 'app/routes/planner.py'])
})

const todoIn = (body: string, extra: Record<string, string> = {}) =>
  inspect(securityTodo, [...apiCollectors, ...authCollectors], { ...items(body), ...extra })
const open = (remark: string) => `@router.get("/all")\ndef list_all():\n    # ${remark}\n    return find()`
const known = (remark: string) =>
  `@router.get("/all")\ndef list_all(user: User = Depends(get_current_user)):\n    # ${remark}\n    return find()`

test.each([
  ['who comes in', todoIn(open('TODO: Add admin authentication'))],
  ['what a known caller may do', todoIn(known('TODO: Add permission checks'))],
  [
    'the caller, in the guard itself',
    todoIn(
      'def require_admin(token: str):\n    # TODO: verify the role\n    return decode(token)\n@router.get("/all", dependencies=[Depends(require_admin)])\ndef list_all(): return find()',
    ),
  ],
])('a mounted endpoint whose check is a TODO is open: %s', async (_, looking) => {
  expect((await looking).drafts).toMatchObject([{ reach: 'production', confidence: 'high' }])
})

test.each([
  ['the caller is known to a guard', todoIn(known('TODO: Add authentication'))],
  ['the endpoint lets people in', todoIn(open('TODO: Add real authentication').replace('/all', '/login'))],
  [
    'the endpoint answers that it is not there yet',
    todoIn(open('TODO: Add authentication').replace('return find()', 'raise HTTPException(501)')),
  ],
  ['no endpoint stands around it', todoIn('def list_all():\n    # TODO: Add permission checks\n    return find()')],
  [
    'the router hangs on nothing',
    todoIn(open('TODO: Add permission checks'), { 'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()' }),
  ],
])('a TODO about a check is left at a guess when %s', async (_, looking) => {
  expect((await looking).drafts).toMatchObject([{ reach: 'reachable', confidence: 'medium' }])
})

test('a feature called auth-int is no missing check', async () => {
  const text = 'def header(qop):\n    # TODO: implement auth-int\n    return qop\n'
  expect((await inspect(securityTodo, authCollectors, { 'lib/_auth.py': text })).drafts).toEqual([])
})

test('the tokens of a language are no credentials', async () => {
  const text = 'def check_var(value):\n    # TODO: we should check authorized tokens\n    return value\n'
  expect((await inspect(securityTodo, authCollectors, { 'lib/css/functions.py': text })).drafts).toEqual([])
})

test('the identity of a TODO survives moving lines', async () => {
  const text = 'def decode(token):\n    # TODO: verify the token signature\n    return parse(token)\n'
  const before = await inspect(securityTodo, authCollectors, { 'app/auth.py': text })
  const after = await inspect(securityTodo, authCollectors, { 'app/auth.py': `import os\n\n\n${text}` })
  expect(after.drafts[0]?.anchor).toBe(before.drafts[0]?.anchor)
})

test.each([
  [
    'Python',
    'app/permissions.py',
    'def can_edit(user, doc):\n    # allow everyone for now\n    return True\n',
    'can_edit',
    3,
  ],
  [
    'TypeScript',
    'src/auth/guard.ts',
    'export function checkRole(role: string) {\n  return true // temporarily\n}\n',
    'checkRole',
    2,
  ],
  [
    'Express',
    'src/middleware/auth.js',
    'function requireAdmin(req, res, next) {\n  // TODO: check the role\n  next()\n}\n',
    'requireAdmin',
    3,
  ],
  [
    'a service that says what is blocked',
    'app/permissions.py',
    'def is_blocked(user):\n    # for now\n    return False\n',
    'is_blocked',
    3,
  ],
  [
    'a service that says what is open',
    'src/auth/lock.ts',
    'export function isUnlocked(user: User) {\n  // always allow\n  return true\n}\n',
    'isUnlocked',
    3,
  ],
  [
    'Express under a strict name',
    'src/middleware/auth.js',
    'function requiresLogin(req, res, next) {\n  // TODO: check the token\n  return next()\n}\n',
    'requiresLogin',
    3,
  ],
])('a check in %s that accepts everything for now is a finding', async (_, path, text, symbol, line) => {
  const { drafts } = await inspect(forNowAllow, authCollectors, { [path]: text })
  expect(drafts).toMatchObject([{ anchor: `${path}#${symbol}`, impact: 'security', instances: [{ file: path, line }] }])
})

test.each([
  [
    'code that decides after the remark',
    'app/permissions.py',
    'def can_edit(user, doc):\n    # for now only owners may\n    return doc.owner == user\n',
  ],
  [
    'a remark about something else',
    'src/format/date.ts',
    'export function isShort() {\n  // good enough for now\n  return true\n}\n',
  ],
  [
    'an admin rule',
    'app/permissions.py',
    'def can_edit(user):\n    # admins bypass the owner check\n    return True\n',
  ],
  [
    'a remark inside a branch, before the answer to all that was checked',
    'app/validator.py',
    'def validate_plan(user, plan):\n    if plan.smaller:\n        if user.used > plan.limit:\n            return False\n        # scans may exceed temporarily\n\n    return True\n',
  ],
  [
    'a generator of design tokens',
    'packages/ds-tokens/css.ts',
    'export function generateCSSFromTokens() {\n  // Always return true: warnings do not fail the build\n  return true\n}\n',
  ],
  [
    'an answer that asks for more, not for less',
    'src/settings/service.js',
    'class Settings {\n  requiresEmailVerification(key) {\n    // TODO: validate the key\n    return true\n  }\n}\n',
  ],
  [
    'a caller that is refused for now',
    'app/permissions.py',
    'def is_token_revoked(token):\n    # for now\n    return True\n',
  ],
  ['a test', 'tests/test_auth.py', 'def can_edit(user):\n    # allow everyone for now\n    return True\n'],
])('%s is fine', async (_, path, text) => {
  expect((await inspect(forNowAllow, authCollectors, { [path]: text })).drafts).toEqual([])
})
