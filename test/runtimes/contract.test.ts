import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { systemClock } from '../../src/compose/clock.ts'
import { openEmbedded } from '../../src/runtimes/embedded/embedded.ts'
import { type Bench, runtimeContract } from '../../src/testing/index.ts'

const redactor = { text: (text: string) => text, json: <T>(value: T) => value }

async function embeddedBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'echelon-runtime-'))
  const lock = { folder, holder: 'the contract' }
  return {
    open: (units) => openEmbedded(units, { folder: join(folder, 'run'), lock, clock: systemClock, redactor }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

describe('the embedded runtime keeps the contract', () => {
  test.each(runtimeContract(embeddedBench))('$title', ({ run }) => run())
})
