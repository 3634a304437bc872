import { expect, test } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { redactJson } from '../../src/redact/json.ts'
import { createRedactor } from '../../src/redact/redactor.ts'

const secret = 'Hunter2!correct-horse'
const redactor = createRedactor({ values: [{ name: 'CANARY', value: secret }] })

test('a secret is hidden however deep it sits, in values and in keys', () => {
  const value = { title: 'ok', list: [1, null, true, { [`x-${secret}`]: [`a ${secret} b`] }] }
  expect(redactJson(redactor, value)).toEqual({
    title: 'ok',
    list: [1, null, true, { 'x-[redacted:CANARY]': ['a [redacted:CANARY] b'] }],
  })
})

test('what holds no secret is not copied', () => {
  const clean = { deep: [{ text: 'nothing here' }] }
  const mixed = { clean, dirty: secret }
  expect(redactJson(redactor, clean)).toBe(clean)
  const hidden = redactJson(redactor, mixed)
  expect(hidden).toEqual({ clean, dirty: '[redacted:CANARY]' })
  expect(hidden).toHaveProperty('clean', clean)
  expect(mixed.dirty).toBe(secret)
})

test('a key named __proto__ stays a key and pollutes nothing', () => {
  const value: Json = JSON.parse(`{"__proto__": {"admin": true}, "text": "${secret}"}`)
  const hidden = redactJson(redactor, value)
  expect(JSON.stringify(hidden)).toBe('{"__proto__":{"admin":true},"text":"[redacted:CANARY]"}')
  expect(Object.getPrototypeOf(hidden)).toBe(Object.prototype)
})

test('what is nested deeper than anything we write is not written', () => {
  let bomb: Json = secret
  for (let depth = 0; depth < 100_000; depth += 1) bomb = [bomb]
  expect(JSON.stringify(redactJson(redactor, bomb))).toContain('[redacted:depth]')
  expect(JSON.stringify(redactJson(redactor, bomb))).not.toContain('Hunter2')
})

test('an undefined field stays undefined', () => {
  expect(redactJson(redactor, { a: undefined, b: secret })).toEqual({ a: undefined, b: '[redacted:CANARY]' })
})
