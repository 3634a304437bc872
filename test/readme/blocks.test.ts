import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { shop } from '../definitions/shop.ts'
import { blocksOf, shownBy } from './blocks.ts'
import { expectPrinted } from './printed.ts'
import { Workshop } from './workshop.ts'

const checkout = join(import.meta.dirname, '../..')

let repository: FixtureRepository
beforeAll(async () => {
  repository = await fixtureRepository(shop)
})
afterAll(() => repository.remove())

describe.concurrent.each(['README.md', 'docs/library.md', 'docs/definitions.md'])(
  'each block of %s that is marked as run',
  (page) => {
    const blocks = blocksOf(readFileSync(join(checkout, page), 'utf8'))
    const runnable = blocks.filter(({ words }) => words.includes('run'))

    test.each(runnable.map((block) => [block.line, block] as const))('does what it says: line %i', async (_, block) => {
      const workshop = await Workshop.open(repository.root)
      try {
        const before = blocks.filter(({ language, line }) => language === 'md' && line < block.line)
        for (const given of before) await workshop.write(given)
        const { code, stdout, stderr } = await workshop.run(block)
        expect(code, stderr).toBe(Number(block.values.exit ?? 0))
        const shown = shownBy(blocks, block)
        if (shown !== null) expectPrinted(stdout, shown)
      } finally {
        await workshop.remove()
      }
    })
  },
)
