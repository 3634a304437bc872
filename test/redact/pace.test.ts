import { expect, test } from 'vitest'
import { createRedactor } from '../../src/redact/redactor.ts'
import { endsSoon } from '../support/runaway.ts'
import { hostileUnits, redactedValues } from './hostile.ts'

const redactor = createRedactor({ values: redactedValues })
const characters = 1_000_000

test.each(hostileUnits)('a hostile line of a million characters, all %j, ends soon', (unit) => {
  const line = unit.repeat(Math.ceil(characters / unit.length))
  expect(endsSoon(() => redactor.text(line))).not.toBe('')
})

test('a stream of a million characters in tiny pieces without a line break ends soon', () => {
  const end = endsSoon(() => {
    const stream = redactor.stream()
    let out = ''
    for (let at = 0; at < characters; at += 50)
      out += stream.push('-----BEGIN PRIVATE KEY-----\naaaaaaaa-1-aaaaaaaaaaaa')
    return out + stream.end()
  })
  expect(end).not.toBe('')
})

test('ordinary text of four million characters passes unchanged and soon', () => {
  const text = 'const total = items.reduce((sum, item) => sum + item.price, 0) // sums the cart\n'.repeat(50_000)
  expect(endsSoon(() => redactor.text(text))).toBe(text)
})
