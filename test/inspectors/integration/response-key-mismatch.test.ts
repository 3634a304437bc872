import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { responseKeyMismatch } from '../../../src/inspectors/integration/response-key-mismatch.ts'
import { inspect } from '../../support/inspect.ts'

const models = `from pydantic import BaseModel


class Page(BaseModel):
    total: int


class SwapPage(Page):
    swaps: list[str]
    next_page: int | None = None
`
const routes = (response = 'SwapPage') => `from fastapi import FastAPI
from app.models import SwapPage

app = FastAPI()


@app.get("/api/swaps", response_model=${response})
def list_swaps():
    return find()
`
const api = "import axios from 'axios'\nexport const api = axios.create({ baseURL: '/api' })\n"
const hook = (type: string, use: string, before = '') => `import { api } from './api'
${before}
export async function swaps() {
  const { data } = await api.get<${type}>('/swaps')
  return ${use}
}
`
const look = (files: Record<string, string>) =>
  inspect(responseKeyMismatch, apiCollectors, {
    'app/main.py': routes(),
    'app/models.py': models,
    'web/src/api.ts': api,
    ...files,
  })

test('a list under a key that the model does not have is reported with both sides', async () => {
  const { drafts, population } = await look({ 'web/src/swaps.ts': hook('{ items: string[] }', 'data.items') })
  expect(population).toBe(1)
  expect(drafts).toMatchObject([
    { anchor: 'GET /api/swaps@items', impact: 'feature-broken', confidence: 'high', claim: 'mismatch' },
  ])
  expect(drafts[0]?.title).toContain('which returns total, swaps, next_page')
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'web/src/swaps.ts', startLine: 4, role: 'primary' },
    { file: 'app/main.py', startLine: 7 },
    { file: 'app/models.py', startLine: 8 },
  ])
})

test('a named type of the same file counts, and so does a route that answers with a list', async () => {
  const text = hook('List', 'data.items', 'interface List { items: string[]; total: number }')
  const found = await look({ 'app/main.py': routes('list[str]'), 'web/src/swaps.ts': text })
  expect(found.drafts).toMatchObject([{ anchor: 'GET /api/swaps@items' }])
})

test.each<[string, Record<string, string>]>([
  ['the keys agree', { 'web/src/swaps.ts': hook('{ swaps: string[]; total: number }', 'data.swaps') }],
  ['only their spelling differs', { 'web/src/swaps.ts': hook('{ nextPage: number }', 'data.nextPage') }],
  ['the key may be missing', { 'web/src/swaps.ts': hook('{ items?: string[] }', 'data.items') }],
  ['nobody reads the key', { 'web/src/swaps.ts': hook('{ items: string[] }', 'data') }],
  ['the type is made elsewhere', { 'web/src/swaps.ts': hook('Swaps', 'data.items') }],
  [
    'the type is built on another',
    { 'web/src/swaps.ts': hook('L', 'data.items', 'interface L extends Page { items: 1 }') },
  ],
  [
    'the client unwraps answers',
    {
      'web/src/swaps.ts': hook('{ items: string[] }', 'data.items'),
      'web/src/api.ts': `${api}api.interceptors.response.use((answer) => ({ ...answer, data: answer.data.data }))\n`,
    },
  ],
  [
    'the model computes fields',
    {
      'web/src/swaps.ts': hook('{ items: string[] }', 'data.items'),
      'app/models.py': `${models}\n    @computed_field\n    def items(self) -> list[str]:\n        return self.swaps\n`,
    },
  ],
  [
    'the route has no model',
    { 'web/src/swaps.ts': hook('{ items: string[] }', 'data.items'), 'app/main.py': routes('None') },
  ],
])('nothing is said when %s', async (_, files) => {
  expect((await look(files)).drafts).toEqual([])
})

test('where most answers seem wrong something reshapes them, and nothing is said', async () => {
  const files = Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [`web/src/${name}.ts`, hook(`{ ${name}: string[] }`, `data.${name}`)]),
  )
  expect(await look(files)).toMatchObject({ population: 0, drafts: [] })
})
