import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { shop } from '../definitions/shop.ts'
import { type Block, blocksOf, linksOf } from './blocks.ts'
import { Workshop } from './workshop.ts'

const checkout = join(import.meta.dirname, '../..')
const blocks = blocksOf(readFileSync(join(checkout, 'README.md'), 'utf8'))
const runnable = blocks.filter(({ words }) => words.includes('run'))

let repository: FixtureRepository
beforeAll(async () => {
  repository = await fixtureRepository(shop)
})
afterAll(() => repository.remove())

test('the first two commands are the audit and the tests, as a newcomer types them in a clean clone', () => {
  const [first, second] = blocks.filter(({ language }) => language === 'sh')
  expect(first?.text).toBe('npm ci && npx echelon full-stack-audit --repo PATH\n')
  expect(second?.text).toBe('npm ci && npm test\n')
})

test('both kinds of coordinator are shown, in code and without, and their results with them', () => {
  const shown = (word: string) => runnable.filter((block) => followedBy(block)?.text.includes(word))
  expect(shown('Queue "reports"').map(({ language }) => language)).toEqual(expect.arrayContaining(['sh', 'ts']))
  const own = blocks.find(({ language, text }) => language === 'ts' && text.includes('defineCoordinator'))
  const definition = own?.text.split('\n').findIndex((line) => line.startsWith('const mission')) ?? 0
  expect(definition).toBeLessThanOrEqual(16)
})

describe.concurrent('each runnable block does what the README says', () => {
  test.each(runnable.map((block) => [`${block.line}: ${block.text.split('\n')[0]}`, block] as const))(
    'line %s',
    async (_, block) => {
      const workshop = await Workshop.open(repository.root)
      try {
        for (const given of blocks) if (given.language === 'md' && given.line < block.line) await workshop.write(given)
        const { code, stdout, stderr } = await workshop.run(block)
        expect(code, stderr).toBe(Number(block.values.exit ?? 0))
        const shown = followedBy(block)
        if (shown !== null) expectPrinted(stdout, shown)
      } finally {
        await workshop.remove()
      }
    },
  )
})

test('no link of the README or of a document leads nowhere', async () => {
  const documents = await readdir(join(checkout, 'docs'), { recursive: true })
  const texts = ['README.md', 'CHANGELOG.md', 'AGENTS.md', ...documents.map((path) => join('docs', path))]
  for (const path of texts.filter((name) => name.endsWith('.md'))) {
    const targets = linksOf(await readFile(join(checkout, path), 'utf8'))
    const lost = targets.filter((target) => !existsSync(join(checkout, dirname(path), target)))
    expect(lost, path).toEqual([])
  }
})

/** The block after a runnable one, when it shows what that prints. */
function followedBy(block: Block): Block | null {
  const next = blocks[blocks.indexOf(block) + 1]
  return next?.words.includes('printed') ? next : null
}

/** Every line shown was printed, in that order; `…` stands for lines left out. */
function expectPrinted(stdout: string, { text, words }: Block): void {
  const plain = words.includes('about') ? withoutNumbers : withoutTimes
  const printed = stdout.split('\n').map(plain)
  let at = 0
  for (const line of text.trimEnd().split('\n').map(plain)) {
    if (line.trim() === '…') continue
    const found = printed.indexOf(line, at)
    expect(found, `${JSON.stringify(line)} was not printed, or not there:\n${stdout}`).not.toBe(-1)
    at = found + 1
  }
}

/** How long a machine took, and the four random digits of a run, are not what a block promises. */
function withoutTimes(line: string): string {
  return line
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, 'T')
    .replace(/\b\d+:\d\d\b/g, 'T')
    .replace(/\b\d{8}-\d{6}-([a-z-]+)-[0-9a-f]{4}\b/g, 'R-$1')
    .replace(/parallel factor \d+(?:\.\d+)?/, 'parallel factor N')
    .trimEnd()
}

function withoutNumbers(line: string): string {
  return withoutTimes(line).replace(/\d+/g, 'N')
}
