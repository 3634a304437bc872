import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/compose/clock.ts'
import type { Fact } from '../../src/domain/event.ts'
import { verifyChain } from '../../src/runtimes/chain.ts'
import { Blobs } from '../../src/runtimes/embedded/blobs.ts'
import { Journal } from '../../src/runtimes/embedded/journal.ts'
import { readLinks } from '../../src/runtimes/embedded/read.ts'
import { openTables } from '../../src/runtimes/embedded/schema.ts'
import { Writer } from '../../src/runtimes/embedded/writer.ts'

let folder: string
const open: DatabaseSync[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echelon-writer-'))
})
afterEach(async () => {
  for (const db of open.splice(0)) if (db.isOpen) db.close()
  await rm(folder, { recursive: true, force: true })
})

const note = (text: string): Fact => ({ type: 'note.added', by: 'test', task: null, text })
const entry = (text: string) => ({ unit: 'test', pos: null, facts: [note(text)] })

function writerOn(file: string): { db: DatabaseSync; writer: Writer } {
  const db = openTables(file)
  open.push(db)
  const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
  const journal = new Journal(redactor, new Blobs(null))
  return { db, writer: new Writer({ db, clock: systemClock, boot: 1, journal }) }
}

const linksOf = (file: string) => {
  const { db } = writerOn(file)
  const links = [...readLinks(db, 0)]
  db.close()
  return links
}

describe('the ledger on disc', () => {
  test('F55: when the disk is full nothing is acknowledged that is not there, and nothing goes on', async () => {
    const file = join(folder, 'ledger.db')
    const { db, writer } = writerOn(file)
    db.exec('PRAGMA max_page_count = 20')
    let acknowledged = 0
    let error: unknown = null
    for (let n = 0; n < 2_000 && error === null; n += 1)
      await writer.write(entry(`${n} ${'x'.repeat(400)}`)).then(
        () => {
          acknowledged += 1
        },
        (cause) => {
          error = cause
        },
      )
    expect(error).toMatchObject({ code: 'ledger', message: expect.stringContaining(`up to event ${acknowledged}`) })
    await expect(writer.write(entry('later'))).rejects.toMatchObject({ code: 'ledger' })
    db.close()
    const links = linksOf(file)
    expect(links).toHaveLength(acknowledged)
    expect(verifyChain(links)).toMatchObject({ intact: true, events: acknowledged })
  })

  test('F54: a torn tail costs the torn transaction and nothing before it', async () => {
    const file = join(folder, 'ledger.db')
    const { writer } = writerOn(file)
    for (let n = 0; n < 40; n += 1) await writer.write(entry(`event ${n}`))
    const wal = await readFile(`${file}-wal`)
    for (const share of [0.1, 0.35, 0.6, 0.85, 0.99]) {
      const torn = join(folder, `torn-${share}.db`)
      await copyFile(file, torn)
      await writeFile(`${torn}-wal`, wal)
      await truncate(`${torn}-wal`, Math.floor(wal.length * share))
      const links = linksOf(torn)
      expect(links.length).toBeLessThan(40)
      expect(verifyChain(links)).toMatchObject({ intact: true, events: links.length })
    }
  })

  test('an event changed, removed or moved by hand is found and named', async () => {
    const file = join(folder, 'ledger.db')
    const { db, writer } = writerOn(file)
    for (let n = 0; n < 5; n += 1) await writer.write(entry(`event ${n}`))
    const links = [...readLinks(db, 0)]
    const changed = links.map((one) => (one.seq === 3 ? { ...one, body: one.body.replace('event 2', 'event x') } : one))
    expect(verifyChain(changed)).toEqual({ intact: false, seq: 3, problem: 'its text does not match its hash' })
    expect(verifyChain(links.filter(({ seq }) => seq !== 3))).toMatchObject({
      intact: false,
      problem: 'event 3 is missing',
    })
    expect(verifyChain(links)).toMatchObject({ intact: true, events: 5 })
  })

  test('what is written in one turn shares one flush, and listeners hear it after it is on disc', async () => {
    const { db, writer } = writerOn(join(folder, 'ledger.db'))
    const heard: number[] = []
    writer.follow(({ seq }) => {
      heard.push(seq)
      expect(db.prepare('SELECT count(*) AS n FROM facts').get()?.n).toBeGreaterThanOrEqual(seq)
    })
    await Promise.all(Array.from({ length: 50 }, (_, n) => writer.write(entry(`event ${n}`))))
    expect(heard).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  })

  test('F60: tables of a newer Echelon are refused, not guessed at', () => {
    const file = join(folder, 'ledger.db')
    const { db } = writerOn(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => writerOn(file)).toThrow(/newer Echelon \(tables 99/)
  })
})
