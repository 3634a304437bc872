import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visible } from '../../src/redact/terminal.ts'
import { endsSoon } from '../support/runaway.ts'

const esc = '\u001b'
const bell = '\u0007'

describe('what would drive a terminal is shown instead', () => {
  test.each([
    ['a colour', `${esc}[31mred`, '\\e[31mred'],
    ['a cleared screen', `${esc}[2J${esc}[H`, '\\e[2J\\e[H'],
    ['a sequence that never ends', `${esc}[38;5;`, '\\e[38;5;'],
    ['a lone escape at the end', `x${esc}`, 'x\\e'],
    [
      'a link (OSC 8)',
      `${esc}]8;;https://evil.example${bell}click${esc}]8;;${bell}`,
      '\\e]8;;https://evil.example\\aclick\\e]8;;\\a',
    ],
    ['the clipboard (OSC 52)', `${esc}]52;c;cm0gLXJmIC8K${esc}\\`, '\\e]52;c;cm0gLXJmIC8K\\e\\'],
    ['a window title', `${esc}]0;root@host${bell}`, '\\e]0;root@host\\a'],
    ['a question to the terminal (DECRQSS)', `${esc}P$qm${esc}\\`, '\\eP$qm\\e\\'],
    ['an application command (APC)', `${esc}_Gf=100;AAAA${esc}\\`, '\\e_Gf=100;AAAA\\e\\'],
    ['the same in eight bits', '\u009d52;c;AA\u009c\u009b31m\u0090q', '\\x9d52;c;AA\\x9c\\x9b31m\\x90q'],
    ['a carriage return over the line', 'harmful\rharmless', 'harmful\\rharmless'],
    ['backspaces over a word', 'rm -rf\b\b\b\b\b\bls    ', 'rm -rf\\b\\b\\b\\b\\b\\bls    '],
    ['a bell, a null, a delete', `${bell}\0\u007f`, '\\a\\0\\x7f'],
    ['text that runs backwards', 'user\u202e nimda\u202c', 'user\\u202e nimda\\u202c'],
    ['isolates', '\u2066a\u2069\u061c', '\\u2066a\\u2069\\u061c'],
    ['widths of nothing', 'pass\u200bword\ufeff\u2060\u00ad', 'pass\\u200bword\\ufeff\\u2060\\xad'],
    ['invisible tag letters', `ok${String.fromCodePoint(0xe0049, 0xe0047)}`, 'ok\\u{e0049}\\u{e0047}'],
    ['invisible selectors', `a\ufe0f${String.fromCodePoint(0xe0100)}`, 'a\\ufe0f\\u{e0100}'],
    ['fillers that look like spaces', 'a\u3164b\u115f', 'a\\u3164b\\u115f'],
    ['line separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  test('also where the function of the platform lets it through', () => {
    for (const sample of [
      'a\rb',
      'a\bb',
      bell,
      '\0',
      `${esc}P$qm`,
      '\u009d52;c;AA',
      '\u202e',
      '\u200b',
      String.fromCodePoint(0xe0041),
    ]) {
      expect(visible(stripVTControlCharacters(sample))).not.toMatch(forbidden)
    }
  })
})

test('ordinary text of any language comes back as it is, with its lines and tabs', () => {
  for (const text of [
    '',
    'a\tb\nc',
    'Größe, naïve, 中文, عربى, עברית, हिन्दी, 🎉, ½ ≤ ∞, │├─',
    '\\e is already a backslash',
  ])
    expect(visible(text)).toBe(text)
})

/** Written apart from the code: every code point that Unicode calls a control, a format, a surrogate or a line separator. */
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

test('nothing that comes out could drive a terminal, whatever goes in', () => {
  const piece = fc.oneof(
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom(esc, bell, '\u009b', '[31m', ']52;c;', '\u202e', '\r', '\n', '\t'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
      expect(visible(parts.join('')).replace(/[\n\t]/g, '')).not.toMatch(forbidden)
    }),
    { numRuns: 3_000 },
  )
})

test('every single code point that could is covered', () => {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code)
    if (character === '\n' || character === '\t' || !forbidden.test(character)) continue
    if (visible(character) === character) expect.unreachable(`U+${code.toString(16)} comes through`)
  }
})

test('making the same text visible twice changes nothing, and a hostile megabyte ends soon', () => {
  const once = visible(`${esc}[31m\u202e`)
  expect(visible(once)).toBe(once)
  expect(endsSoon(() => visible(`${esc}]`.repeat(500_000)))).toHaveLength(1_500_000)
})
