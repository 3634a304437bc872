import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { bareExcept } from '../../../src/inspectors/errors/bare-except.ts'
import { errorsCollectors } from '../../../src/inspectors/errors/errors.ts'
import { fabricatedFallback } from '../../../src/inspectors/errors/fabricated-fallback.ts'
import { noErrorBoundary } from '../../../src/inspectors/errors/no-error-boundary.ts'
import { noGlobalHandler } from '../../../src/inspectors/errors/no-global-handler.ts'
import { swallowed } from '../../../src/inspectors/errors/swallowed.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...codeCollectors, ...errorsCollectors]
type Files = Record<string, string>

describe('a dropped error', () => {
  const bad: [string, Files, number][] = [
    ['an empty catch', { 'src/a.ts': 'async function load() {\n  try { await api.list() }\n  catch {}\n}' }, 3],
    ['a promise that was to save', { 'src/a.ts': 'const go = () => api.save(x).catch(() => {})' }, 1],
    ['an except that passes', { 'src/a.py': 'try:\n    load()\nexcept Exception:\n    pass\n' }, 3],
    [
      'an except that goes on',
      { 'src/a.py': 'for x in y:\n    try:\n        load(x)\n    except Exception as e:\n        continue\n' },
      4,
    ],
  ]
  test.each(bad)('is found: %s', async (_, files, line) => {
    expect((await inspect(swallowed, collectors, files)).drafts).toMatchObject([
      { anchor: 'swallowed:.', impact: 'quality', instances: [{ line }] },
    ])
  })

  const fine: [string, Files][] = [
    ['a reason in a comment', { 'src/a.ts': 'try { await api.list() } catch { /* shown by the caller */ }' }],
    ['a reason behind the braces', { 'src/a.ts': 'try { await api.list() } catch {} // shown by the caller' }],
    [
      'a look at the file system',
      { 'src/a.ts': 'try {\n  const s = await stat(path)\n  is = s.isDirectory()\n} catch {}' },
    ],
    ['parsing what may be no JSON', { 'src/a.ts': 'try { value = JSON.parse(text) } catch {}' }],
    ['cleaning up', { 'src/a.ts': 'socket.close().catch(() => {})' }],
    ['a named error', { 'src/a.py': 'try:\n    load()\nexcept KeyError:\n    pass\n' }],
    [
      'a reason behind the except',
      { 'src/a.py': 'try:\n    load()\nexcept Exception:  # the cache is optional\n    pass\n' },
    ],
    [
      'a reason below the pass',
      { 'src/a.py': 'try:\n    load()\nexcept Exception:\n    pass  # best effort\nx = 1\n' },
    ],
    ['closing', { 'src/a.py': 'try:\n    self.conn.close()\nexcept Exception:\n    pass\n' }],
    ['a test', { 'tests/a.ts': 'try { await api.list() } catch {}' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(swallowed, collectors, files)).drafts).toEqual([])
  })
})

test('a handful of dropped errors may have their reasons; more are a habit', async () => {
  const text = (count: number) => 'try { await api.list() } catch {}\n'.repeat(count)
  expect((await inspect(swallowed, collectors, { 'src/a.ts': text(3) })).drafts).toMatchObject([
    { confidence: 'medium' },
  ])
  expect((await inspect(swallowed, collectors, { 'src/a.ts': text(4) })).drafts).toMatchObject([{ confidence: 'high' }])
})

test('bare excepts are grouped, and one that raises again is fine', async () => {
  const files = { 'src/a.py': 'try:\n    a()\nexcept:\n    log()\ntry:\n    b()\nexcept:\n    raise\n' }
  expect(await inspect(bareExcept, collectors, files)).toMatchObject({
    population: 2,
    bad: 1,
    drafts: [{ anchor: 'bare:.', impact: 'hygiene', instances: [{ line: 3 }] }],
  })
})

describe('an error answered with invented data', () => {
  const bad: [string, Files, object][] = [
    [
      'mock data for a page',
      {
        'src/a.tsx':
          'async function load() {\n  try { setUsers(await api.users()) } catch (e) {\n    setUsers(mockUsers)\n  }\n}',
      },
      { anchor: 'load@src/a.tsx', confidence: 'high', impact: 'feature-broken', instances: [{ line: 3 }] },
    ],
    [
      'rows',
      {
        'src/a.ts':
          "async function list() {\n  try { return await db() } catch {\n    return [{ id: 1, name: 'Ann', age: 3 }, { id: 2, name: 'Bob', age: 4 }]\n  }\n}",
      },
      { anchor: 'list@src/a.ts', confidence: 'high' },
    ],
    [
      'a random figure',
      {
        'src/a.ts':
          'async function cpu() {\n  try { return await os() } catch {\n    return { cpu: Math.random() * 100 }\n  }\n}',
      },
      { confidence: 'medium' },
    ],
    [
      'a claim of success',
      { 'src/a.ts': 'async function send() {\n  try { await mail() } catch {\n    return { success: true }\n  }\n}' },
      { confidence: 'medium', impact: 'quality' },
    ],
    [
      'mock data in Python',
      {
        'app/a.py':
          'def stats():\n    try:\n        return query()\n    except Exception:\n        return get_mock_stats()\n',
      },
      { anchor: 'stats@app/a.py', confidence: 'high', instances: [{ line: 5 }] },
    ],
    [
      'figures in Python',
      {
        'app/a.py':
          'def stats():\n    try:\n        return query()\n    except Exception:\n        return {"users": 1250, "revenue": 45000, "orders": 320}\n',
      },
      { confidence: 'medium' },
    ],
  ]
  test.each(bad)('is found: %s', async (_, files, expected) => {
    expect((await inspect(fabricatedFallback, collectors, files)).drafts).toMatchObject([expected])
  })

  const fine: [string, Files][] = [
    [
      'a catalogue of defaults, whose entries have names of their own',
      {
        'src/a.js':
          "async function models() {\n  try { return await list() } catch {\n    return [{ id: 'gpt-4', name: 'GPT 4', org: 'x' }, { id: 'gpt-4-turbo', name: 'Turbo', org: 'x' }]\n  }\n}",
      },
    ],
    [
      'a product whose own things are called mocks',
      {
        'src/a.ts':
          'async function load() { try { await shared() } catch { return own().then((mockServers) => setMockServers(mockServers)) } }',
      },
    ],
    [
      'an error that was expected and named',
      {
        'src/a.js':
          "async function rating(req, res) {\n  try { return res.json(await db()) } catch (err) {\n    if (err.code === '42P01') return res.json({ ok: true, data: { count: 0 } })\n    throw err\n  }\n}",
      },
    ],
    ['an empty list', { 'src/a.ts': 'async function f() { try { return await db() } catch { return [] } }' }],
    [
      'a failure',
      { 'src/a.ts': 'async function f() { try { await db() } catch (e) { return { success: false, error: e } } }' },
    ],
    [
      'a success that names its error',
      { 'src/a.ts': 'async function f() { try { await db() } catch (e) { return { success: true, warning: e } } }' },
    ],
    [
      'mock data for development',
      {
        'src/a.ts':
          "async function f() { try { await db() } catch { if (process.env.NODE_ENV === 'development') return mockUsers\n throw e } }",
      },
    ],
    [
      'a delay with jitter',
      { 'src/a.ts': 'async function f() { try { await db() } catch { const x = 1\n delay = Math.random() * 10 } }' },
    ],
    [
      'default settings',
      { 'src/a.ts': 'async function f() { try { await db() } catch { settings = { a: 10, b: 20, c: 30 } } }' },
    ],
    [
      'an error for the user',
      { 'src/a.ts': "async function f() { try { await db() } catch { res.json({ error: 'x', code: 500 }) } }" },
    ],
    [
      'debug mode in Python',
      {
        'app/a.py':
          'def f():\n    try:\n        a()\n    except Exception:\n        if settings.DEBUG:\n            return get_mock_stats()\n        raise\n',
      },
    ],
    ['a seed', { 'src/seed/a.ts': 'async function f() { try { await db() } catch { return mockUsers } }' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(fabricatedFallback, collectors, files)).drafts).toEqual([])
  })
})

describe('an application without a net', () => {
  const app = "import express from 'express'\nconst app = express()\napp.get('/', f)\napp.listen(1)"

  test('Express without an error middleware is found', async () => {
    expect((await inspect(noGlobalHandler, collectors, { 'src/server.ts': app })).drafts).toMatchObject([
      { anchor: 'express:applications', instances: [{ line: 2 }] },
    ])
  })

  test.each([
    ['one of its own', { 'src/server.ts': `${app}\napp.use((err, req, res, next) => res.end())` }],
    ['one from another file', { 'src/server.ts': `${app}\napp.use(errorHandler)` }],
  ])('Express with %s is fine', async (_, files: Files) => {
    expect((await inspect(noGlobalHandler, collectors, files)).drafts).toEqual([])
  })

  test('a React page needs a boundary somewhere in its package', async () => {
    const root: Files = {
      'web/package.json': '{}',
      'web/src/main.tsx': "createRoot(document.getElementById('root')).render(<App />)",
    }
    expect((await inspect(noErrorBoundary, collectors, root)).drafts).toMatchObject([{ anchor: 'roots:web' }])
    const net = { ...root, 'web/src/net.tsx': 'export class Net extends Component { componentDidCatch() {} }' }
    expect((await inspect(noErrorBoundary, collectors, net)).drafts).toEqual([])
  })
})
