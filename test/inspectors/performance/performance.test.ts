import { expect, test } from 'vitest'
import { blockingIoInHandler } from '../../../src/inspectors/performance/blocking-io-in-handler.ts'
import { performanceCollectors } from '../../../src/inspectors/performance/performance.ts'
import { syncCallInAsync } from '../../../src/inspectors/performance/sync-call-in-async.ts'
import { pythonCollectors } from '../../../src/inspectors/python/python.ts'
import { inspect } from '../../support/inspect.ts'

const python = (text: string) => inspect(syncCallInAsync, pythonCollectors, { 'app/api.py': text })
const script = (text: string, file = 'src/server.ts') =>
  inspect(blockingIoInHandler, performanceCollectors, { [file]: text })

test.each([
  ['sleeps', 'import time\n\nasync def wait():\n    time.sleep(1)\n', 'in time.sleep@.'],
  ['fetches', 'import requests\n\nasync def wait():\n    return requests.get("u")\n', 'on an HTTP call@.'],
  ['runs a process', 'import subprocess\n\nasync def wait():\n    subprocess.run(["ls"])\n', 'on a process@.'],
])('an async function that %s stops everybody', async (_, text, anchor) => {
  expect(await python(text)).toMatchObject({ population: 1, bad: 1, drafts: [{ anchor, impact: 'quality' }] })
})

test('the functions of a package are one item, and a script that runs alone keeps nobody waiting', async () => {
  const text =
    'import time\n\nclass A:\n    async def b(self):\n        time.sleep(1)\n\n    async def c(self):\n        time.sleep(1)\n'
  expect((await python(text)).drafts).toMatchObject([{ anchor: 'in time.sleep@.', instances: { length: 2 } }])
  const alone = await inspect(syncCallInAsync, pythonCollectors, { 'backend/repro_scripts/reproduce_feed.py': text })
  expect(alone).toMatchObject({ population: 0, drafts: [] })
})

test.each([
  ['a plain function', 'import time\n\ndef wait():\n    time.sleep(1)\n\nasync def other():\n    pass\n'],
  [
    'a plain function inside',
    'import time\n\nasync def wait():\n    def inner():\n        time.sleep(1)\n    await to_thread(inner)\n',
  ],
  ['the asynchronous form', 'import asyncio\n\nasync def wait():\n    await asyncio.sleep(1)\n'],
])('%s may wait', async (_, text) => {
  expect((await python(text)).drafts).toEqual([])
})

test.each([
  ['Express', "app.get('/a', (req, res) => { res.send(fs.readFileSync('a')) })\n", 'files@.', 'medium'],
  ['a router', "ordersRouter.post('/b', auth, async (req, res) => { execSync('ls') })\n", 'work@.', 'high'],
  ['Nest', "class A {\n  @Post('c')\n  create() { return bcrypt.hashSync('x', 10) }\n}\n", 'work@.', 'high'],
])('a synchronous call in a function of %s is reported', async (_, text, anchor, confidence) => {
  expect(await script(text)).toMatchObject({ population: 1, bad: 1, drafts: [{ anchor, confidence }] })
})

test('an exported method of a route file answers requests', async () => {
  const text = "export async function POST() {\n  return Response.json(readFileSync('a', 'utf8'))\n}\n"
  expect((await script(text, 'app/api/a/route.ts')).drafts).toMatchObject([
    { anchor: 'files@.', instances: [{ file: 'app/api/a/route.ts', line: 2 }] },
  ])
  expect((await script(text, 'app/api/a/other.ts')).drafts).toEqual([])
})

test.each([
  ['a read at start', "const page = fs.readFileSync('a')\napp.get('/a', (req, res) => res.send(page))\n"],
  ['the asynchronous form', "app.get('/a', async (req, res) => res.send(await fs.promises.readFile('a')))\n"],
  ['a function that is handed on', "app.get('/a', (req, res) => { pool.run(() => fs.readFileSync('a')) })\n"],
  ['a map called cache', "cache.get('/a', () => fs.readFileSync('a'))\n"],
])('%s is fine', async (_, text) => {
  expect((await script(text)).drafts).toEqual([])
})
