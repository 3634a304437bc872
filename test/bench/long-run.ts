import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeJournal } from './bare.ts'
import { type Company, discard, report as done, work } from './company.ts'
import { type Spent, stopwatch } from './meter.ts'
import type { Report } from './row.ts'

const thousands = 10
const journalTurns = 1_000
/** About as long as the fact of a turn. */
const journalLine = `${'x'.repeat(360)}\n`

/** One specialist that works for ten thousand turns: what a turn costs must not grow with how many came before. */
export async function longRun(report: Report): Promise<void> {
  const journal = join(mkdtempSync(join(tmpdir(), 'journal-')), 'lines')
  const before = writeJournal(journal, journalLine, journalTurns)
  const marks: Spent[] = []
  const worked = await work(companyOf(marks))
  const after = writeJournal(journal, journalLine, journalTurns)
  const parts = marks.slice(1).map((mark, index) => minus(mark, marks[index] ?? mark))
  const second = pick(parts, 1)
  const last = pick(parts, thousands - 1)
  const journals = [before, after].map(({ wallMs }) => (wallMs * 1_000) / journalTurns)
  report(
    '10,000 turns: wall per turn',
    { unit: 'µs', rounds: parts.map(({ wallMs }) => wallMs) },
    {
      baseline: { unit: 'µs', rounds: journals },
    },
  )
  report(
    '10,000 turns: CPU per turn',
    { unit: 'µs', rounds: parts.map(({ cpuMs }) => cpuMs) },
    {
      baseline: { unit: 'µs', rounds: [before, after].map(({ cpuMs }) => (cpuMs * 1_000) / journalTurns) },
    },
  )
  report(
    '10,000 turns: CPU of the last thousand ÷ the second',
    { unit: '×', rounds: [last.cpuMs / second.cpuMs] },
    {
      atMost: 1.2,
    },
  )
  report('10,000 turns: disc ÷ payload', { unit: '×', rounds: [sizeOf(worked.folder) / worked.payload] }, { atMost: 3 })
  discard(worked)
}

/** The script takes the time before its first turn and after each thousand. */
function companyOf(marks: Spent[]): Company {
  const read = stopwatch()
  const mark = { do: 'call', f: () => void marks.push(read()) } as const
  const turn = { do: 'turn', tools: [{ name: 'read', class: 'read' }] } as const
  const thousand = [...Array.from({ length: 1_000 }, () => turn), mark]
  const script = [mark, ...Array.from({ length: thousands }, () => thousand).flat(), done]
  return { teams: 1, specialists: 1, turns: thousands * 1_000, latency: 0, teamCap: 1, script: () => script }
}

function pick(parts: readonly Spent[], index: number): Spent {
  const part = parts[index]
  if (part === undefined) throw new RangeError(`the long run has no part ${index}`)
  return part
}

function minus(a: Spent, b: Spent): Spent {
  return { wallMs: a.wallMs - b.wallMs, cpuMs: a.cpuMs - b.cpuMs }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
