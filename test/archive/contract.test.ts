import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/archive/folder.ts'
import { archiveContract } from '../../src/testing/index.ts'

const redactor = { text: (text: string) => text, json: <T>(value: T) => value }

async function bench() {
  const folder = await mkdtemp(join(tmpdir(), 'echelon-archive-'))
  return {
    folder,
    open: async () => openArchive({ state: folder, documents: join(folder, 'documents'), redactor }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

describe('the folder archive keeps the contract', () => {
  test.each(archiveContract(bench))('$title', ({ run }) => run())
})

test('a secret hidden in a JSON document takes nothing of the document along', async () => {
  const { folder, remove } = await bench()
  const hiding = {
    text: (text: string) => text.replace(/BEGIN[^{}]*/, 'hidden'),
    json: <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('BEGIN', 'hidden')),
  }
  const archive = openArchive({ state: folder, documents: folder, redactor: hiding })
  await archive.writeDocument('audit.json', '{ "quote": "BEGIN", "line": 1 }\n')
  expect(JSON.parse(await readFile(join(folder, 'audit.json'), 'utf8'))).toEqual({ quote: 'hidden', line: 1 })
  expect(await archive.hasDocument('audit.json', '{ "quote": "BEGIN", "line": 1 }\n')).toBe(true)
  await remove()
})

describe('what people broke by hand is said with file, line and remedy', () => {
  test.each([
    ['register.json', '{', 'readRegister', /register\.json:1 {2}is not JSON; mend or remove it/],
    ['register.json', '{"schema":2}', 'readRegister', /register\.json:1 {2}is not a register .*; restore it/s],
    ['history.jsonl', '{"run":1}', 'readHistory', /history\.jsonl:1 {2}is not a row of the history; delete the line/],
  ] as const)('%s holding %s', async (name, text, read, sentence) => {
    const { folder, open, remove } = await bench()
    await writeFile(join(folder, name), text)
    await expect((await open())[read]()).rejects.toThrow(sentence)
    await remove()
  })
})
