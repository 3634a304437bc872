import { expect, test } from 'vitest'
import { databaseCollectors } from '../../../src/inspectors/database/database.ts'
import { queryInLoop } from '../../../src/inspectors/database/query-in-loop.ts'
import { inspect } from '../../support/inspect.ts'

const found = async (file: string, text: string) =>
  (await inspect(queryInLoop, databaseCollectors, { [file]: text })).drafts.map(({ anchor, confidence }) => [
    anchor,
    confidence,
  ])

const python = (before: string, over: string, body: string) =>
  `def report(session, ids):\n    ${before}\n    for row in ${over}:\n        ${body}\n`
const get = 'user = session.execute(select(User).where(User.id == row.user_id)).scalar_one()'
const rows = 'orders = session.execute(select(Order)).scalars().all()'

test.each([
  ['over a query', python('pass', 'session.query(Order).all()', get)],
  ['over a variable that holds rows', python(rows, 'orders', get)],
  [
    'over a statement of several lines',
    python('orders = session.scalars(\n        select(Order)\n    ).all()', 'orders', get),
  ],
])('a Python query in a loop %s is one-plus-N', async (_, text) => {
  expect(await found('app/report.py', text)).toEqual([['app/report.py#report', 'medium']])
})

test('a loop over something else is only a candidate', async () => {
  expect(await found('app/report.py', python('pass', 'ids', get))).toEqual([['app/report.py', 'low']])
})

test.each([
  ['a loop over batches', python('pass', 'chunked(ids, 100)', get)],
  ['a loop over numbers', python('pass', 'range(3)', get)],
  ['a loop that leaves at once', python(rows, 'orders', `${get}\n        return user`)],
  ['a function that is only defined there', python(rows, 'orders', `def later():\n            ${get}`)],
  ['a query after the loop', `${python(rows, 'orders', 'pass')}    ${get}\n`],
  ['a revision, which runs once', `down_revision = 'a'\n${python(rows, 'orders', get)}`],
])('%s is fine', async (_, text) => {
  expect(await found('app/report.py', text)).toEqual([])
})

test('scripts and migrations may take their time', async () => {
  expect(await found('scripts/report.py', python(rows, 'orders', get))).toEqual([])
})

const script = (over: string) => `export async function report() {
  const orders = await prisma.order.findMany()
  for (const order of ${over}) {
    await prisma.user.findFirst({ where: { id: order.userId } })
  }
}
`

test('a Prisma query for every row of another is one-plus-N', async () => {
  expect(await found('src/report.ts', script('orders'))).toEqual([['src/report.ts#report', 'medium']])
  expect(await found('src/report.ts', script('names'))).toEqual([['src/report.ts', 'low']])
  expect(await found('src/report.ts', script('batches'))).toEqual([])
})

test('a function that is wrapped keeps its name', async () => {
  const text = script('orders').replace('export async function report() {', 'export const GET = guarded(async () => {')
  expect(await found('src/report.ts', text.replace(/}\n$/, '})\n'))).toEqual([['src/report.ts#GET', 'medium']])
})
