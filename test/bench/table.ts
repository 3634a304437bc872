import { type Figure, isMet, median, type Row, ratioOf } from './row.ts'

const titles = ['measure', 'this run', 'baseline', 'ratio', 'goal', 'met', 'min–max']

/** The rows as one table for a terminal: names to the left, numbers to the right. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [titles, ...rows.map(cellsOf)]
  const widths = titles.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => row.map((cell, column) => aligned(cell, widths[column] ?? 0, column)).join('  '))
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

function cellsOf(row: Row): readonly string[] {
  const { measure, figure, baseline } = row
  const ratio = ratioOf(row)
  return [
    measure,
    shown(median(figure.rounds), figure),
    baseline === null ? '' : shown(median(baseline.rounds), baseline),
    ratio === null ? '' : `${number(ratio)} ×`,
    goalText(row),
    metText(isMet(row)),
    figure.rounds.length < 2
      ? ''
      : `${number(Math.min(...figure.rounds))}–${number(Math.max(...figure.rounds))} of ${figure.rounds.length}`,
  ]
}

function goalText({ goal, figure }: Row): string {
  if (goal === null) return ''
  const sign = goal.at === 'most' ? '≤' : '≥'
  return `${sign} ${goal.of === 'ratio' ? `${number(goal.value)} ×` : shown(goal.value, figure)}`
}

function metText(met: boolean | null): string {
  if (met === null) return ''
  return met ? 'yes' : 'no'
}

function shown(value: number, { unit }: Figure): string {
  return unit === '' ? number(value) : `${number(value)} ${unit}`
}

/** Three digits that count; whole numbers stay whole. */
function number(value: number): string {
  if (!Number.isFinite(value)) return 'unknown'
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 4) })
}

function aligned(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
