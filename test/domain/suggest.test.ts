import { expect, test } from 'vitest'
import { didYouMean, nearest } from '../../src/domain/suggest.ts'
import { endsSoon } from '../support/runaway.ts'

const names = ['resilience', 'quality', 'platform', 'memoryMb', 'name', 'evidence-checker']

test.each([
  ['resilence', 'resilience'],
  ['reslience', 'resilience'],
  ['qualtiy', 'quality'],
  ['memorymb', 'memoryMb'],
  ['memory-mb', 'memoryMb'],
  ['Evidence_Checker', 'evidence-checker'],
  ['nmae', 'name'],
])('"%s" was meant to be "%s"', (word, meant) => {
  expect(nearest(word, names)).toBe(meant)
})

test.each(['colour', 'x', '', 'nothing-like-it', 'plat', 'n'.repeat(10_000)])(
  '"%.20s" is near nothing, and nothing is suggested',
  (word) => {
    expect(nearest(word, names)).toBeNull()
    expect(didYouMean(word, names)).toBeUndefined()
  },
)

test('ten thousand names are searched soon', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `specialist-number-${n}`)
  expect(endsSoon(() => nearest('specialist-nubmer-77', many))).toBe('specialist-number-77')
})
