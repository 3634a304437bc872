import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { revertedLines } from '../../src/domain/reverted.ts'

const path = 'src/shop.ts'
const said = (start: string | null, landed: string | null, merged: string | null) =>
  revertedLines({ path, start, landed, merged }).map(({ what, line, text }) => `${what} ${line}: ${text}`)
const lines = (...all: string[]) => `${all.join('\n')}\n`

describe('a merge undoes what landed', () => {
  test.each([
    {
      why: 'the old line stands again',
      start: lines('head', 'run || true', 'tail'),
      landed: lines('head', 'run', 'tail'),
      merged: lines('head', 'run || true', 'tail'),
      undone: ['lost 2: run'],
    },
    {
      why: 'the old line stands again with another indentation',
      start: lines('head', '  return 1', 'tail'),
      landed: lines('head', '  return 2', 'tail'),
      merged: lines('head', '    return 1', 'tail'),
      undone: ['lost 2:   return 2'],
    },
    {
      why: 'a line that came is gone',
      start: lines('a()', 'c()'),
      landed: lines('a()', 'b()', 'c()'),
      merged: lines('a()', 'c()'),
      undone: ['lost 2: b()'],
    },
    {
      why: 'a stale copy of the file, with work of its own elsewhere',
      start: lines('one', 'two', 'three', 'four', 'five'),
      landed: lines('one', 'TWO', 'three', 'four', 'five'),
      merged: lines('one', 'two', 'three', 'four', 'FIVE'),
      undone: ['lost 2: TWO'],
    },
    {
      why: 'a file that came is gone',
      start: null,
      landed: lines('export const x = 1'),
      merged: null,
      undone: ['lost 1: export const x = 1'],
    },
    {
      why: 'a file that went is there again',
      start: lines('dead()'),
      landed: null,
      merged: lines('dead()'),
      undone: ['back 1: dead()'],
    },
    {
      why: 'a line that went is there again',
      start: lines('a()', 'password = "x"', 'c()'),
      landed: lines('a()', 'c()'),
      merged: lines('a()', 'password = "x"', 'c()'),
      undone: ['back 2: password = "x"'],
    },
    {
      why: 'half of the old lines stand again',
      start: lines('x', 'old one', 'old two', 'y'),
      landed: lines('x', 'new one', 'new two', 'y'),
      merged: lines('x', 'old one', 'something', 'y'),
      undone: ['lost 2: new one', 'lost 3: new two'],
    },
    {
      why: 'to the same text, with other line ends',
      start: 'a\r\nold\r\n',
      landed: 'a\nnew\n',
      merged: 'a\r\nold\r\n',
      undone: ['lost 2: new'],
    },
  ])('$why', ({ start, landed, merged, undone }) => expect(said(start, landed, merged)).toEqual(undone))
})

describe('a merge builds on what landed', () => {
  test.each([
    {
      why: 'something new in its place',
      start: lines('x = 1'),
      landed: lines('x = 2'),
      merged: lines('x = 3'),
    },
    {
      why: 'the landed line moves down',
      start: lines('a', 'b', 'c', 'd'),
      landed: lines('a', 'new', 'b', 'c', 'd'),
      merged: lines('a', 'b', 'c', 'd', 'new'),
    },
    {
      why: 'the landed line is indented into a block',
      start: lines('a', 'c'),
      landed: lines('a', 'b()', 'c'),
      merged: lines('a', 'if (ready) {', '  b()', '}', 'c'),
    },
    {
      why: 'more lines come beside it',
      start: lines('a', 'c'),
      landed: lines('a', 'b', 'c'),
      merged: lines('a', 'b', 'b2', 'c', 'd'),
    },
    {
      why: 'an old function goes that had one landed line in it',
      start: lines('keep()', 'function old() {', '  one()', '  two()', '  three()', '}'),
      landed: lines('keep()', 'function old() {', '  one()', '  TWO()', '  three()', '}'),
      merged: lines('keep()'),
    },
    {
      why: 'an old file goes that had one landed line in it',
      start: lines('one()', 'two()', 'three()'),
      landed: lines('one()', 'TWO()', 'three()'),
      merged: null,
    },
    {
      why: 'only brackets and empty lines come again',
      start: lines('a {', '}', '', 'b'),
      landed: lines('a {', 'x()', 'b'),
      merged: lines('a {', 'y()', '}', '', 'b'),
    },
    { why: 'nothing landed in this file', start: lines('a', 'b'), landed: lines('a', 'b'), merged: lines('b') },
    { why: 'nothing is merged into it', start: lines('a'), landed: lines('b'), merged: lines('b') },
  ])('$why', ({ start, landed, merged }) => expect(said(start, landed, merged)).toEqual([]))
})

/** A piece of a file: what stood there, what landed, and whether the merge leaves it, undoes it or puts something new. */
const piece = fc.record({
  start: fc.nat(3),
  landed: fc.nat(3),
  next: fc.constantFrom('kept' as const, 'undone' as const, 'new' as const),
})
const named = (word: string, index: number, count: number) =>
  Array.from({ length: count }, (_, line) => `${word} ${index} ${line}`)

describe('of many pieces', () => {
  test('exactly those lines are told that the merge undoes', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parts = pieces.map(({ start, landed, next }, index) => {
          const anchor = `anchor ${index}`
          const [was, is] = [named('old', index, start), named('landed', index, landed)]
          const then = { kept: is, undone: was, new: named('new', index, landed + 1) }[next]
          const expected = next === 'undone' ? (landed > 0 ? is : was) : []
          return { start: [anchor, ...was], landed: [anchor, ...is], merged: [anchor, ...then], expected }
        })
        const text = (moment: 'start' | 'landed' | 'merged') => lines(...parts.flatMap((part) => part[moment]))
        const moments = { path, start: text('start'), landed: text('landed'), merged: text('merged') }
        const told = revertedLines(moments)
        expect(told.map((one) => one.text)).toEqual(parts.flatMap(({ expected }) => expected))
        for (const { what, line, text } of told)
          expect((what === 'lost' ? moments.landed : moments.merged).split('\n')[line - 1]).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  test('going back to the start undoes everything that says something', () => {
    const any = fc.subarray(['a', 'b', '{', 'c', 'd', '', 'e', '}', 'f']).map((all) => lines(...all))
    fc.assert(
      fc.property(any, any, (start, landed) => {
        fc.pre(start.replace(/[^a-f]/g, '') !== landed.replace(/[^a-f]/g, ''))
        expect(said(start, landed, start)).not.toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
