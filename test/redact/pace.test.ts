import { expect, test } from 'vitest'
import { createRedactor } from '../../src/redact/redactor.ts'

const values = Array.from({ length: 12 }, (_, index) => ({
  name: `K${index}`,
  value: `aaaaaaaa-${index}-aaaaaaaaaaaaaaab`,
}))
const redactor = createRedactor({ values })

/** Processor milliseconds, because a busy machine stretches only the clock on the wall. */
function best(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.min(...times)
}

/** Time for twice the text ÷ time for the text. Other work on the machine only adds time, so the least of many rounds is the true one. */
function growth(make: (characters: number) => () => unknown): number {
  const [small, large] = [make(150_000), make(300_000)]
  let [least, leastTwice] = [best(small), best(large)]
  for (let round = 0; round < 20 && leastTwice / least > 2.6; round += 1)
    [least, leastTwice] = [Math.min(least, best(small)), Math.min(leastTwice, best(large))]
  return leastTwice / least
}

test.each([
  'a',
  'aaaaaaaa-1-aaaaaaaaaaaaaaa',
  '://',
  'a://b:',
  'postgres://a:',
  'x:@',
  'sk-',
  'eyJa',
  ' eyJaaaaaaaaa.',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----!',
  'key=',
  'password: ',
  'secret="Aa1',
  'key = "aaaaaaaaaaa1',
  'basic ',
  'bearer a1',
  'ghp_',
  'AKIA',
  'glpat-',
  '%3D',
  '\\u003d',
  '\u001b[0;0;0;0;0;',
  '\n',
])('a hostile line of %j takes twice as long when it is twice as long', (unit) => {
  expect(
    growth((characters) => {
      const line = unit.repeat(Math.ceil(characters / unit.length))
      return () => redactor.text(line)
    }),
  ).toBeLessThanOrEqual(2.6)
})

test('a stream of tiny pieces without a line break grows no faster than its text', () => {
  expect(
    growth((characters) => () => {
      const stream = redactor.stream()
      for (let at = 0; at < characters; at += 50) stream.push('-----BEGIN PRIVATE KEY-----\naaaaaaaa-1-aaaaaaaaaaaa')
      stream.end()
    }),
  ).toBeLessThanOrEqual(2.6)
})

test('the regular expression of a seed took half a minute for a hostile line of 480 KB; this takes a blink', () => {
  const line = 'postgres://'.repeat(44_000)
  expect(best(() => redactor.text(line))).toBeLessThan(1_000)
})

test('ordinary text passes at a pace that no sink notices', () => {
  const text = 'const total = items.reduce((sum, item) => sum + item.price, 0) // sums the cart\n'.repeat(50_000)
  expect(redactor.text(text)).toBe(text)
  // 100 MB/s on a quiet machine; a tenth of that on a busy one.
  expect(best(() => redactor.text(text))).toBeLessThan(400)
})
