import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { stateCollectors } from '../../../src/inspectors/state/state.ts'
import { storageKeyNeverRead } from '../../../src/inspectors/state/storage-key-never-read.ts'
import { storageKeyNeverWritten } from '../../../src/inspectors/state/storage-key-never-written.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...codeCollectors, ...stateCollectors]
type Files = Record<string, string>

describe('a key that is read and never written', () => {
  test('is high when the login writes another key of the same kind', async () => {
    const files: Files = {
      'src/api.ts': "export const headers = () => ({\n  auth: localStorage.getItem('access_token'),\n})",
      'src/login.ts': "export const login = (t) => localStorage.setItem('token', t)",
    }
    const { drafts } = await inspect(storageKeyNeverWritten, collectors, files)
    expect(drafts).toMatchObject([
      {
        anchor: 'local:access_token',
        confidence: 'high',
        instances: [{ file: 'src/api.ts', line: 2 }],
        evidence: [{ role: 'primary' }, { file: 'src/login.ts' }, { kind: 'absence' }],
      },
    ])
  })

  test('is medium alone, and found through a constant', async () => {
    const files: Files = {
      'src/keys.ts': "export const KEYS = { layout: 'layout.v2' } as const",
      'src/a.ts': "import { KEYS } from './keys'\nexport const a = () => window.sessionStorage.getItem(KEYS.layout)",
    }
    expect((await inspect(storageKeyNeverWritten, collectors, files)).drafts).toMatchObject([
      { anchor: 'session:layout.v2', confidence: 'medium' },
    ])
  })

  const fine: [string, Files][] = [
    ['a key that is written', { 'src/a.ts': "localStorage.getItem('k1')", 'src/b.ts': "localStorage.k1 = 'x'" }],
    ['a key that a wrapper writes', { 'src/a.ts': "localStorage.getItem('k1')", 'src/b.ts': "store.set('k1', 1)" }],
    [
      'a key that a page script writes',
      { 'src/a.ts': "localStorage.getItem('k1')", 'index.html': "<script>localStorage.setItem('k1', 1)</script>" },
    ],
    [
      'a key that a library keeps',
      { 'src/a.ts': "localStorage.getItem('k1')", 'src/b.ts': "create(persist(f, { name: 'k1' }))" },
    ],
    ['a switch for developers', { 'src/a.ts': "localStorage.getItem('debug-api')" }],
    [
      'what an older version left',
      { 'src/a.ts': "const old = localStorage.getItem('k1')\nlocalStorage.removeItem('k1')" },
    ],
    ['a computed key', { 'src/a.ts': "localStorage.getItem('k-' + id)" }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(storageKeyNeverWritten, collectors, files)).drafts).toEqual([])
  })
})

test('a key that is written and never read is tidiness', async () => {
  const files: Files = {
    'src/a.ts': "localStorage.setItem('seen', '1')\nlocalStorage.setItem('used', '1')",
    'src/b.ts': "export const b = localStorage['used']",
  }
  expect((await inspect(storageKeyNeverRead, collectors, files)).drafts).toMatchObject([
    { anchor: 'local:seen', impact: 'hygiene', instances: [{ line: 1 }] },
  ])
})
