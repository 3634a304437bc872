import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffLines, type LineHunk, linesOf } from '../../src/domain/line-diff.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 30 })

function applied(before: readonly string[], hunks: readonly LineHunk[]): readonly string[] {
  const lines = [...before]
  for (const { before: at, removed, added } of hunks.toReversed()) {
    expect(before.slice(at, at + removed.length)).toEqual(removed)
    lines.splice(at, removed.length, ...added)
  }
  return lines
}

function changed(hunks: readonly LineHunk[]): number {
  return hunks.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0)
}

/** The length of the longest common subsequence, by the table that everybody knows. */
function common(a: readonly string[], b: readonly string[]): number {
  let row: number[] = b.map(() => 0)
  for (const line of a) {
    const next: number[] = []
    for (const [j, other] of b.entries())
      next.push(line === other ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}

describe('a line difference', () => {
  test('gives the text after when it is applied to the text before', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(applied(a, diffLines(a, b))).toEqual(b)
      }),
      { numRuns: 2_000 },
    )
  })

  test('says where each hunk stands in the text after', () => {
    fc.assert(
      fc.property(text, text, (a, b) =>
        diffLines(a, b).every(({ after, added }) => added.every((line, index) => b[after + index] === line)),
      ),
    )
  })

  test('is as short as can be', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(changed(diffLines(a, b))).toBe(a.length + b.length - 2 * common(a, b))
      }),
      { numRuns: 1_000 },
    )
  })

  test('ends soon on two long texts with nothing in common, and still gives the other one', () => {
    const [a, b] = ['old', 'new'].map((word) => ['head', ...Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`)])
    const hunks = diffLines(a ?? [], b ?? [])
    expect(hunks).toHaveLength(1)
    expect(hunks[0]).toMatchObject({ before: 1, after: 1 })
    expect(applied(a ?? [], hunks)).toEqual(b)
  })

  test.each([
    [null, []],
    ['', []],
    ['\n', ['']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
  ])('the lines of %j', (whole, lines) => expect(linesOf(whole)).toEqual(lines))
})
