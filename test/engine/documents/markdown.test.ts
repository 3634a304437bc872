import { expect, test } from 'vitest'
import {
  clip,
  codeCell,
  codeSpan,
  escapeCell,
  escapeInline,
  fence,
  neutralise,
} from '../../../src/engine/documents/markdown.ts'

test.each([
  ['emphasis', '*bold* and _slanted_', '\\*bold\\* and \\_slanted\\_'],
  ['a snake_case name stays readable', 'max_open_files', 'max_open_files'],
  ['HTML', '<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)>'],
  ['a link', '[click](https://evil.example)', '\\[click\\](https\\://evil.example)'],
  ['a bare web address', 'see www.evil.example', 'see www\\.evil.example'],
  ['an entity', 'a &lt; b && c', 'a \\&lt; b && c'],
  ['a backslash before a bracket', '\\[x]', '\\\\\\[x\\]'],
  ['a heading at the start', '# Everything is resolved', '\\# Everything is resolved'],
  ['a quotation at the start', '> all good', '\\> all good'],
  ['a numbered list at the start', '1. first', '1\\. first'],
  ['several lines', 'one\n\n## two\r\nthree', 'one ## two three'],
])('repository text in a sentence is only text: %s', (_what, text, expected) => {
  expect(escapeInline(text)).toBe(expected)
})

test('a bar does not end a cell, and an empty cell stays a cell', () => {
  expect(escapeCell('a | b')).toBe('a \\| b')
  expect(codeCell('a | b')).toBe('`a \\| b`')
  expect(escapeCell('')).toBe(' ')
})

test('no run of backticks ends a code span or a fence', () => {
  expect(codeSpan('a `b` ``c``')).toBe('``` a `b` ``c`` ```')
  expect(codeSpan('plain')).toBe('`plain`')
  expect(fence('````\nout of the fence', 'ts')).toBe('`````ts\n````\nout of the fence\n`````')
})

test('the language of a fence is one word or nothing', () => {
  expect(fence('x', 'ts\n# lie')).toBe('```\nx\n```')
})

test.each([
  ['an escape sequence', '\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
  ['an eight-bit escape', '\u009b31m', '\\u{9b}31m'],
  ['a bell and a backspace', 'a\u0007b\u0008', 'a␇b␈'],
  ['a mark that turns text around', 'if (\u202eeurt)', 'if (\\u{202e}eurt)'],
  ['an invisible join', 'ad\u200bmin', 'ad\\u{200b}min'],
  ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
  ['half a pair', 'a\ud800b', 'a\ufffdb'],
])('signs that fool a terminal or an eye are shown as what they are: %s', (_what, text, expected) => {
  expect(neutralise(text)).toBe(expected)
  expect(escapeInline(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/)
})

test('a cut text says that it was cut and halves no character', () => {
  expect(clip('short', 10)).toBe('short')
  expect(clip('abcdefghij', 5)).toBe('abcd…')
  expect(clip('abc😀def', 5)).toBe('abc…')
})
