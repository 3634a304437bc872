import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, type Redactor } from '../../src/redact/redactor.ts'
import { disguises, leaks } from './canaries.ts'

const secrets = [
  'Hunter2!correct-horse',
  'p@ss/w0rd+"quoted"<&>',
  'plainlowercasesecret',
  'schlüssel-Ω-12345',
  "it's a\\back slash",
]

describe.each(secrets)('the secret %s', (secret) => {
  const redactor = createRedactor({ values: [{ name: 'CANARY', value: secret }], patterns: false })

  test.each(disguises(secret))('is hidden when it is written $name', ({ text }) => {
    expect(leaks(text, secret)).toBe(true)
    const hidden = redactor.text(`before ${text} after`)
    expect(hidden).toContain('[redacted:CANARY]')
    expect(hidden).toMatch(/^before .* after$/)
    expect(leaks(hidden, secret)).toBe(false)
  })

  test('is hidden in a stream wherever the stream is cut', () => {
    for (const { text } of disguises(secret)) {
      const whole = `x ${text}\ny`
      for (let at = 0; at <= whole.length; at += 1) {
        const streamed = inPieces(redactor, [whole.slice(0, at), whole.slice(at)])
        expect(leaks(streamed, secret)).toBe(false)
        expect(streamed).toBe(redactor.text(whole))
      }
    }
  })
})

describe('a stream', () => {
  const values = secrets.map((value, index) => ({ name: `S${index}`, value }))
  const redactor = createRedactor({ values })
  const filler = fc.constantFrom('\n', ' ', 'token=', '-----BEGIN ', 'postgres://app:', 'a', 'é', '\r\n', '"', '=')
  const part = fc.oneof(filler, fc.constantFrom(...secrets.flatMap((one) => disguises(one).map(({ text }) => text))))

  test('leaks nothing over two thousand random texts cut at random places, and says what the whole text says', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 12 }), (parts, cuts) => {
        const whole = parts.join('')
        const streamed = inPieces(redactor, pieces(whole, cuts))
        expect(streamed).toBe(redactor.text(whole))
        for (const secret of secrets) expect(streamed.includes(secret)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is needed: redacting each piece alone gives a secret away at nearly every cut', () => {
    const [secret = ''] = secrets
    const cuts = Array.from({ length: secret.length - 1 }, (_, index) => index + 1)
    const given = cuts.map((cut) => [secret.slice(0, cut), secret.slice(cut)].map(redactor.text).join(''))
    expect(given.filter((text) => text.includes(secret)).length).toBe(cuts.length)
  })

  test('fed character by character it still hides everything', () => {
    const whole = secrets.map((secret) => `${secret}\n${Buffer.from(secret).toString('base64')}`).join(' ')
    expect(inPieces(redactor, [...whole])).toBe(redactor.text(whole))
  })

  test('gives a line as soon as it is complete, and holds back what could still become a secret', () => {
    const stream = redactor.stream()
    expect(stream.push('all is well\n')).toBe('all is well\n')
    expect(stream.push('half: Hunter2!corr')).toBe('')
    expect(stream.push('ect-horse\nnext')).toBe('half: [redacted:S0]\n')
    expect(stream.end()).toBe('next')
  })

  test('holds a bounded amount of a line that never ends', () => {
    const stream = redactor.stream()
    let given = 0
    for (let count = 0; count < 200; count += 1) given += stream.push('lorem ipsum '.repeat(100)).length
    expect(200 * 1_200 - given).toBeLessThan(100_000)
    expect(given + stream.end().length).toBe(240_000)
  })

  test('hides a secret of several lines, whole or line by line', () => {
    const value = `first-line-of-the-key-material\nsecond-line-of-the-key-material\nend`
    const own = createRedactor({ values: [{ name: 'KEY', value }] })
    const whole = `a\n${value}\nb`
    for (let at = 0; at <= whole.length; at += 1)
      expect(inPieces(own, [whole.slice(0, at), whole.slice(at)])).toBe('a\n[redacted:KEY]\nb')
    expect(own.text('log: second-line-of-the-key-material')).toBe('log: [redacted:KEY]')
  })
})

test('a secret longer than any literal is hidden whole, in every form, under one name', () => {
  const value = Array.from({ length: 90 }, (_, index) => (index * 7919).toString(36)).join('-')
  const redactor = createRedactor({ values: [{ name: 'LONG', value }], patterns: false })
  expect(redactor.text(`<${value}>`)).toBe('<[redacted:LONG]>')
  for (const { text } of disguises(value)) expect(leaks(redactor.text(text), value)).toBe(false)
  for (let at = 0; at < value.length; at += 13)
    expect(inPieces(redactor, [`<${value.slice(0, at)}`, `${value.slice(at)}>`])).toBe('<[redacted:LONG]>')
})

test('secrets that overlap or contain each other leave nothing behind', () => {
  const redactor = createRedactor({
    values: [
      { name: 'A', value: 'abcdefgh' },
      { name: 'B', value: 'efghijkl' },
      { name: 'C', value: 'fghi' },
    ],
  })
  expect(redactor.text('-abcdefghijkl-')).toBe('-[redacted:A]-')
  expect(redactor.text('abcdefgh efghijkl')).toBe('[redacted:A] [redacted:B]')
})

test('a secret inside the beginning of another one is found where the other does not go on', () => {
  const redactor = createRedactor({
    values: [
      { name: 'A', value: 'abcdefghijk' },
      { name: 'B', value: 'cdef' },
    ],
  })
  expect(redactor.text('abcdefghi')).toBe('ab[redacted:B]ghi')
})

test.each([129, 130, 131, 255, 257])('a secret of %d characters is not hunted by its last few letters', (length) => {
  const value = Array.from({ length }, (_, index) => 'qxzjkvw'[index % 7]).join('')
  const redactor = createRedactor({ values: [{ name: 'LONG', value }], patterns: false })
  const text = 'quiz: a lazy fox vexed jack with wax, and q x z j k v w'
  expect(redactor.text(text)).toBe(text)
  expect(redactor.text(`${text} ${value}`)).toBe(`${text} [redacted:LONG]`)
})

test('a line without end is judged alike wherever the stream had to cut it', () => {
  const redactor = createRedactor({ values: [] })
  const key = `${'s'}k-A1b2C3d4E5f6G7h8I9j0K1l2`
  // What the stream keeps back of an endless line, so that it cuts at the first letter of the key and around it.
  const kept = 33_792
  for (let shift = -3; shift <= 3; shift += 1) {
    const rest = ' b'.repeat(kept).slice(0, kept - key.length + shift)
    const [inWord, apart] = [`${'a'.repeat(40_000)}${key}${rest}`, `${'a '.repeat(20_000)}${key}${rest}`]
    expect(inPieces(redactor, [inWord])).toBe(inWord)
    expect(inPieces(redactor, [apart])).toBe(apart.replace(key, '[redacted:model-key]'))
  }
})

test('redacting twice changes nothing more', () => {
  const redactor = createRedactor({ values: secrets.map((value) => ({ name: 'S', value })) })
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...secrets, 'password=', 'postgres://u:', '@h', ' ', '\n')), (parts) => {
      const once = redactor.text(parts.join(''))
      expect(redactor.text(once)).toBe(once)
    }),
    { numRuns: 500 },
  )
})

test('clean text comes back as the same string, and three-letter values are not hunted', () => {
  const text = 'nothing to see, move along'
  expect(createRedactor({ values: [{ name: 'S', value: 'see' }] }).text(text)).toBe(text)
  expect(createRedactor({ values: [] }).text('')).toBe('')
})

function inPieces(redactor: Redactor, chunks: readonly string[]): string {
  const stream = redactor.stream()
  return chunks.map((chunk) => stream.push(chunk)).join('') + stream.end()
}

function pieces(text: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b)
  return places.slice(1).map((place, index) => text.slice(places[index], place))
}
