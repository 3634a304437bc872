import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { fabricatedResult } from '../../../src/inspectors/stubs/fabricated-result.ts'
import { notImplemented } from '../../../src/inspectors/stubs/not-implemented.ts'
import { placeholderResponse } from '../../../src/inspectors/stubs/placeholder-response.ts'
import { stubsCollectors } from '../../../src/inspectors/stubs/stubs.ts'
import { todoInCriticalPath } from '../../../src/inspectors/stubs/todo-in-critical-path.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...codeCollectors, ...stubsCollectors]
type Files = Record<string, string>

describe('a function that is not implemented', () => {
  const bad: [string, Files, object][] = [
    [
      'an endpoint of FastAPI',
      {
        'app/api.py':
          '@router.post("/x")\nasync def create(x: int):\n    """Doc."""\n    raise NotImplementedError("TODO: create")\n',
      },
      { anchor: 'endpoints:app/api.py', impact: 'feature-broken', instances: [{ line: 2 }] },
    ],
    [
      'a method of Nest',
      { 'src/main.ts': "class Users {\n  @Get()\n  list() { throw new Error('Method not implemented.') }\n}" },
      { anchor: 'endpoints:src/main.ts', confidence: 'high', reach: 'reachable' },
    ],
    [
      'a function that others call',
      {
        'src/main.ts': "import { pay } from './pay'\npay()",
        'src/pay.ts': "export function pay() {\n  throw new Error('not implemented yet')\n}",
      },
      { anchor: 'functions:src', confidence: 'high', reach: 'reachable' },
    ],
    [
      'a function that does nothing and says so',
      { 'src/main.ts': 'export function sync() {\n  // TODO: send the changes\n}\nsync()' },
      { anchor: 'likely:.', confidence: 'medium' },
    ],
    [
      'an empty function of an options object, under its own name',
      {
        'src/main.ts':
          'export function createAuth() {\n  return auth({ async sendMail() {\n    // TODO: send it\n  } })\n}\ncreateAuth().sendMail()',
      },
      { title: 'createAuth.sendMail does nothing: TODO: send it' },
    ],
    [
      'a function that nobody calls',
      {
        'package.json': '{}',
        'src/main.ts': "import './pay'",
        'src/pay.ts': "export function pay() {\n  throw new Error('not implemented yet')\n}",
      },
      { anchor: 'unreached:.', reach: 'unreachable' },
    ],
  ]
  test.each(bad)('is found: %s', async (_, files, expected) => {
    expect((await inspect(notImplemented, collectors, files)).drafts).toMatchObject([expected])
  })

  const fine: [string, Files][] = [
    [
      'an abstract method',
      { 'app/a.py': 'class Store(ABC):\n    @abstractmethod\n    def get(self):\n        raise NotImplementedError\n' },
    ],
    [
      'a method that a subclass writes',
      {
        'app/a.py':
          'class Store:\n    def get(self):\n        raise NotImplementedError\nclass Disk(Store[int]):\n    def get(self): return 1\n',
      },
    ],
    [
      'an operation that is refused',
      {
        'app/a.py':
          'class Bridge(Client):\n    def write(self):\n        raise NotImplementedError("the server writes files")\n',
      },
    ],
    [
      'a base in TypeScript',
      {
        'src/main.ts':
          "class Store { get() { throw new Error('not implemented') } }\nclass Disk extends Store { get() { return 1 } }",
      },
    ],
    [
      'an empty function with a reason',
      { 'src/main.ts': 'export function noop() {\n  // nothing to do in the browser\n}\nnoop()' },
    ],
    [
      'what holds an empty callback',
      { 'src/main.ts': 'export function start() {\n  run(() => {\n    // TODO: send the changes\n  })\n}\nstart()' },
    ],
    ['a test double', { 'tests/a.ts': "export function pay() { throw new Error('not implemented') }" }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(notImplemented, collectors, files)).drafts).toEqual([])
  })
})

describe('placeholder data', () => {
  const bad: [string, Files, object][] = [
    [
      'of a route file',
      {
        'app/api/stats/route.ts':
          "export async function GET() {\n  // Mock data for now\n  return NextResponse.json({ users: 10, name: 'x' })\n}",
      },
      { anchor: 'GET@app/api/stats/route.ts', confidence: 'high', instances: [{ line: 3 }] },
    ],
    [
      'of an endpoint',
      {
        'app/api.py':
          '@router.get("/stats")\ndef stats():\n    # Placeholder values until analytics is ready\n    return {"users": 10, "growth": 1.5}\n',
      },
      { anchor: 'stats@app/api.py', confidence: 'high' },
    ],
    [
      'of several functions of one file, as one item',
      {
        'app/vision.py':
          'def find_faces(image):\n    # Mock implementation\n    return [{"x": 10, "y": 20, "size": 5}]\n\n\ndef find_cats(image):\n    # Mock implementation\n    return [{"x": 11, "y": 20, "size": 5}]\n',
      },
      { anchor: 'functions@app/vision.py', confidence: 'medium', instances: [{ line: 3 }, { line: 8 }] },
    ],
  ]
  test.each(bad)('is found: %s', async (_, files, expected) => {
    expect((await inspect(placeholderResponse, collectors, files)).drafts).toMatchObject([expected])
  })

  const fine: [string, Files][] = [
    [
      'computed data',
      {
        'app/api.py':
          '@router.get("/stats")\ndef stats():\n    # mock data is in tests\n    return {"users": count()}\n',
      },
    ],
    [
      'a fixed answer without such a comment',
      { 'app/api.py': '@router.get("/health")\ndef health():\n    return {"status": "ok"}\n' },
    ],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(placeholderResponse, collectors, files)).drafts).toEqual([])
  })
})

describe('a figure made by chance', () => {
  const bad: [string, Files, string][] = [
    [
      'a field',
      { 'src/a.ts': 'export const health = () => ({\n  cpuUsage: Math.floor(Math.random() * 100),\n})' },
      'src/a.ts',
    ],
    [
      'a dictionary',
      { 'app/a.py': 'def analyse(text):\n    return {"sentiment_score": round(random.uniform(0, 1), 2)}\n' },
      'app/a.py',
    ],
    [
      'an argument',
      { 'app/a.py': 'def run():\n    return Result(accuracy=0.8 + random.random() * 0.1)\n' },
      'app/a.py',
    ],
  ]
  test.each(bad)('is found in %s', async (_, files, anchor) => {
    expect((await inspect(fabricatedResult, collectors, files)).drafts).toMatchObject([
      { anchor, impact: 'feature-broken', confidence: 'high' },
    ])
  })

  const fine: [string, Files][] = [
    [
      'an identity and a delay',
      { 'src/a.ts': 'export const a = () => ({ id: Math.random(), delay: Math.random() * 10 })' },
    ],
    ['a choice', { 'src/a.ts': 'export const isHealthy = () => { const quality = Math.random() < 0.5 }' }],
    [
      'a seed',
      {
        'src/seed.ts': 'export const a = { score: Math.random() }',
        'app/seeds/a.py': 'x = {"score": random.random()}',
      },
    ],
    [
      'a simulated pause',
      { 'src/a.ts': 'export const a = async () => { const latency = Math.random() * 10; await sleep(latency) }' },
    ],
    ['a random pick', { 'app/a.py': 'score = pick(random.random())\n' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(fabricatedResult, collectors, files)).drafts).toEqual([])
  })
})

test('what is said to be left is one item, the most urgent first', async () => {
  const files = {
    'src/a.ts': '// TODO: a\nconst x = "TODO"\n/* FIXME(ann) b */',
    'app/a.py': '# HACK c\nx = 1  # todolist\n',
    'tests/a.ts': '// TODO d',
  }
  const { drafts, bad } = await inspect(todoInCriticalPath, collectors, files)
  expect(bad).toBe(2)
  expect(drafts).toMatchObject([
    {
      anchor: 'todo:product',
      impact: 'hygiene',
      instances: [{ file: 'src/a.ts', line: 3 }, { file: 'app/a.py' }, { file: 'src/a.ts', line: 1 }],
    },
  ])
})
