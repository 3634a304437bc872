import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOf, shownBy } from './blocks.ts'

const blocks = blocksOf(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8'))

test('the first three commands are the audit, the tests and the night, as a newcomer types them in a clean clone', () => {
  const [first, second, third] = blocks.filter(({ language }) => language === 'sh')
  expect(first?.text).toBe('npm ci && npx echelon full-stack-audit --repo PATH\n')
  expect(second?.text).toBe('npm ci && npm test\n')
  expect(third?.text).toBe('npm ci && npx echelon night-mission "wake up to a working MVP" --repo PATH\n')
})

test('a coordinator is shown in Markdown and in fifteen lines of code, and what each of them finds', () => {
  const finding = blocks.filter((block) => shownBy(blocks, block)?.text.includes('Queue "reports"'))
  const names = (text: string): boolean => /\brounds\b/.test(text)
  expect(finding.filter(({ text }) => names(text)).map(({ language }) => language)).toEqual(['sh', 'ts'])
  const lines = finding.find(({ language }) => language === 'ts')?.text.split('\n') ?? []
  expect(lines.findIndex((line) => line.startsWith('const phases'))).toBeLessThanOrEqual(15)
})
