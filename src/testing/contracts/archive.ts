import assert from 'node:assert/strict'
import { emptyRegister, type Register } from '../../domain/debt.ts'
import type { Archive, HistoryRow } from '../../ports/archive.ts'
import { type Clause, clausesOn } from '../contract.ts'

/** An empty archive, and the way to open the same one again. */
export interface ArchiveBench {
  open(): Promise<Archive>
  remove(): Promise<void>
}

const row = (run: string): HistoryRow => ({
  run,
  mission: 'm',
  finishedWall: 1,
  outcome: 'accomplished',
  commit: 'c',
  minutes: 2,
  metrics: { parallelFactor: 6.1, autonomyRate: null },
})

/** What every archive promises: whole documents, a register that comes back as it was, a history with each run once. */
export function archiveContract(bench: () => Promise<ArchiveBench>): readonly Clause[] {
  const clause = clausesOn(bench)
  return [
    clause('a new archive is empty', async ({ open }) => {
      const archive = await open()
      assert.deepEqual(await archive.readRegister(), emptyRegister)
      assert.deepEqual(await archive.readHistory(), [])
      assert.equal(await archive.hasDocument('HANDOFF.md', ''), false)
    }),
    clause('a document is there with exactly its text, and the later text wins', async ({ open }) => {
      const archive = await open()
      await archive.writeDocument('HANDOFF.md', 'first\n')
      await archive.writeDocument('HANDOFF.md', 'second\n')
      assert.equal(await archive.hasDocument('HANDOFF.md', 'first\n'), false)
      assert.equal(await (await open()).hasDocument('HANDOFF.md', 'second\n'), true)
      await archive.removeDocument('HANDOFF.md')
      await archive.removeDocument('HANDOFF.md')
      assert.equal(await archive.hasDocument('HANDOFF.md', 'second\n'), false)
    }),
    clause('the register comes back as it was written', async ({ open }) => {
      const register: Register = { schema: 1, nextId: 8, debts: [] }
      await (await open()).writeRegister(register)
      assert.deepEqual(await (await open()).readRegister(), register)
    }),
    clause('the history keeps the order of runs and each run once', async ({ open }) => {
      const archive = await open()
      for (const run of ['a', 'b', 'a', 'c']) await archive.appendHistory(row(run))
      assert.deepEqual(
        (await (await open()).readHistory()).map(({ run }) => run),
        ['b', 'a', 'c'],
      )
      assert.deepEqual((await archive.readHistory())[0], row('b'))
    }),
  ]
}
