import { expect, test } from 'vitest'
import { fold } from '../../../src/domain/fold.ts'
import { checkClaims } from '../../../src/engine/documents/claims.ts'
import { handoff } from '../../../src/engine/documents/handoff.ts'
import { mvpStatus } from '../../../src/engine/documents/mvp-status.ts'
import { renderAll } from '../../../src/engine/documents/render-all.ts'
import { scratchpad } from '../../../src/engine/documents/scratchpad.ts'
import { summary } from '../../../src/engine/documents/summary.ts'
import { tasks } from '../../../src/engine/documents/tasks.ts'
import { syntheticRun } from '../../support/synthetic-run.ts'
import { bookOf, syntheticBook } from '../../support/synthetic-book.ts'
import { nightBook } from './made-up-night.ts'

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

test('no layer is called the worst when none lost points', () => {
  const events = syntheticRun().map((event) =>
    event.fact.type === 'layer.scored'
      ? { ...event, fact: { ...event.fact, score: { ...event.fact.score, score: 100, why: 'nothing bad found' } } }
      : event,
  )
  const good = bookOf(events)
  expect(mvpStatus(good).text).not.toContain('Worst layer')
  expect(handoff(good).text).not.toContain('Worst layer')
  expect(summary(good).text).toMatch(/^Layers {4}\d+ of 16 inspected$/m)
})

test('a folder without a commit is not said to have one', () => {
  const events = syntheticRun().map((event) => {
    const { fact } = event
    if (fact.type === 'survey.ended')
      return { ...event, fact: { ...fact, survey: { ...fact.survey, files: 1, stacks: [] } } }
    if (fact.type !== 'run.started') return event
    const repository = { ...fact.repository, commit: 'unversioned-0123456789ab', branch: 'no commit yet' }
    return { ...event, fact: { ...fact, repository } }
  })
  const { files, problems } = renderAll(bookOf(events))
  expect(problems).toEqual([])
  expect(files.get('HANDOFF.md')).toContain('- 1 file; no stack that is known.')
  expect(files.get('HANDOFF.md')).toContain('- No commit: the files as they lay there (no commit yet).')
  for (const name of ['HANDOFF.md', 'TECHNICAL_DEBT.md', 'report.html', 'MVP_STATUS_REPORT.md'])
    expect(files.get(name), name).not.toContain('unversioned-')
  expect(summary(bookOf(events)).text).toMatch(/^full-stack-audit on harbour, no commit, /)
  const night = nightBook()
  expect(renderAll(night).files.get('HANDOFF.md')).toContain('- Commit 4f2c9a71d0be on branch ')
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
