import { expect, test } from 'vitest'
import { fold } from '../../../src/domain/fold.ts'
import { checkClaims } from '../../../src/engine/documents/claims.ts'
import { mvpStatus } from '../../../src/engine/documents/mvp-status.ts'
import { scratchpad } from '../../../src/engine/documents/scratchpad.ts'
import { summary } from '../../../src/engine/documents/summary.ts'
import { tasks } from '../../../src/engine/documents/tasks.ts'
import { syntheticRun } from '../../support/synthetic-run.ts'
import { bookOf, syntheticBook } from '../../support/synthetic-book.ts'

const book = syntheticBook()

test('the status report shows each success criterion with what was measured', () => {
  const { text } = mvpStatus(book)
  expect(text).toContain('| `explore.done >= 0.8` | 0.94 | holds |')
  expect(text).toContain('| `findings.P0 == 0` | 2 | does not hold |')
})

test('a layer that nobody could look at has no score', () => {
  const { text } = mvpStatus(book)
  expect(text).toContain('| Performance | not inspected | 0 of 1 | 0 | no inspector ran |')
  expect(text).toContain('| MCP server | not inspected | 0 of 0 |')
  expect(text).toContain('| Background jobs | 59 | 1 of 1 |')
  expect(text).toContain('Worst layer: Background jobs with a score of 59')
})

test('every task has a row with its state, attempts, time and reason', () => {
  const { text } = tasks(book)
  expect(text).toContain('31 tasks queued, 30 done.')
  expect(text).toContain('| failed | 1 | 5.7 s | the attempt took longer than its limit |')
  expect(text).toContain('## Phase consolidate\n\nIt has no tasks.')
  expect(text.match(/^\| (?:orchestrator|quality|resilience|platform)\//gm)).toHaveLength(31)
})

test('a later scratchpad begins with the earlier one, line for line', () => {
  const events = syntheticRun()
  const early = scratchpad(bookOf(events.slice(0, 150))).text.trimEnd()
  const late = scratchpad(bookOf(events)).text
  expect(late.startsWith(early)).toBe(true)
  expect(late.length).toBeGreaterThan(early.length)
  expect(late).toMatch(/^- #\d+ 22:14:13 \*\*refused\*\* quality wanted the agent "intruder"/m)
})

test('the summary fits a terminal: at most ten lines of at most 100 columns', () => {
  const long = syntheticBook({ hostile: 'word '.repeat(100), run: 'r'.repeat(200) })
  for (const one of [book, long, syntheticBook({ priced: true, outcome: 'accomplished' })]) {
    const lines = summary(one).text.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(10)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  }
  expect(summary(book).text).toContain('Debts     19 open: 2 P0, 5 P1, 8 P2, 4 P3')
  expect(summary(book).text).toContain('Cost      none: no model was called')
})

test('ten thousand tasks are listed, and each number in the list is still checked', () => {
  const events = syntheticRun({ verifiers: 3_334 })
  const large = { ...book, state: fold(events), events }
  const document = tasks(large)
  expect(document.text.match(/^\| (?:orchestrator|quality|resilience|platform)\//gm)).toHaveLength(10_018)
  expect(checkClaims(document, large)).toEqual([])
})
