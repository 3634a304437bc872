import { type Line, type Span, words } from './line.ts'
import { widthOf } from './width.ts'

/** Rows with their columns side by side, two blanks apart. The last column is not padded. */
export function columns(rows: readonly (readonly Span[])[]): readonly Line[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, { text }] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(text))
  return rows.map((row) =>
    row.flatMap((span, index) => {
      if (index === row.length - 1) return [span]
      return [span, words(' '.repeat((widths[index] ?? 0) - widthOf(span.text) + 2))]
    }),
  )
}
