import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits, type Edit } from '../../src/domain/edit.ts'

const edit = (line: number, remove: string[], insert: string[]): Edit => ({ file: 'a', line, remove, insert })

describe('edits of whole lines', () => {
  test.each([
    ['replaces', 'a\nb\nc\n', [edit(2, ['b'], ['B'])], 'a\nB\nc\n'],
    ['removes', 'a\nb\nc\n', [edit(1, ['a', 'b'], [])], 'c\n'],
    ['inserts', 'a\nc\n', [edit(2, [], ['b'])], 'a\nb\nc\n'],
    ['appends', 'a\n', [edit(2, [], ['b'])], 'a\nb\n'],
    ['keeps the line ends of Windows', 'a\r\nb\r\n', [edit(2, ['b'], ['B'])], 'a\r\nB\r\n'],
    ['keeps an end without a line break', 'a\nb', [edit(1, ['a'], ['A'])], 'A\nb'],
    ['makes a new file', null, [edit(1, [], ['a', 'b'])], 'a\nb\n'],
    ['takes them in any order', 'a\nb\nc\n', [edit(3, ['c'], ['C']), edit(1, ['a'], ['A'])], 'A\nb\nC\n'],
  ])('%s', (_, before, edits, after) => {
    expect(applyEdits(before, edits)).toEqual({ ok: true, text: after })
  })

  test.each([
    ['another line stands there', 'a\nx\n', [edit(2, ['b'], [])], 'a: line 2 is not what the finding saw'],
    ['the file is shorter', 'a\n', [edit(3, [], ['b'])], 'a: the file has 1 lines'],
    ['it is longer than the file', 'a\n', [edit(1, ['a', 'b'], [])], 'a: line 2 is not what the finding saw'],
    [
      'two want the same line',
      'a\nb\n',
      [edit(1, ['a', 'b'], []), edit(2, ['b'], ['B'])],
      'a: another edit has already',
    ],
  ])('are refused when %s', (_, before, edits, reason) => {
    expect(applyEdits(before, edits)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
  })

  test('what an edit does, its reverse undoes', () => {
    const line = fc.stringMatching(/^[a-z]{0,4}$/)
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.nat(),
        fc.nat(),
        fc.array(line),
        (lines, from, count, insert) => {
          const at = from % lines.length
          const remove = lines.slice(at, at + (count % 4))
          const before = `${lines.join('\n')}\n`
          const there = applyEdits(before, [edit(at + 1, remove, insert)])
          if (!there.ok) throw new Error(there.reason)
          // A file of nothing has no line end to give back.
          fc.pre(there.text !== '')
          expect(applyEdits(there.text, [edit(at + 1, insert, remove)])).toEqual({ ok: true, text: before })
        },
      ),
    )
  })
})
