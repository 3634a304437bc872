import { expect, test } from 'vitest'
import { metricNames } from '../../../src/domain/metrics.ts'
import { historian } from '../../../src/engine/documents/historian.ts'
import { metricsJson } from '../../../src/engine/documents/metrics-json.ts'
import { metricsMd } from '../../../src/engine/documents/metrics-md.ts'
import { reportHtml } from '../../../src/engine/documents/report-html.ts'
import { significance } from '../../../src/engine/documents/significance.ts'
import { earlier, syntheticBook } from '../../support/synthetic-book.ts'
import { nightBook } from './made-up-night.ts'

test('metrics.json has every metric in camelCase with its fraction, at every level', () => {
  const json = JSON.parse(metricsJson(syntheticBook()).text)
  expect(Object.keys(json)).toEqual(expect.arrayContaining(['mission', 'phases', 'coordinators', 'antiPatterns']))
  expect(Object.keys(json.mission)).toEqual(expect.arrayContaining([...metricNames]))
  expect(json.mission.peakConcurrency).toEqual({ value: 16, numerator: 16, denominator: 1 })
  expect(json.mission.routingCorrectness).toEqual({ value: null, numerator: 0, denominator: 0 })
  expect(Object.keys(json.coordinators)).toEqual(['quality', 'resilience', 'platform'])
})

test('what cannot be divided is unknown, never nought or a hundred', () => {
  const { text } = metricsMd(syntheticBook())
  expect(text).toContain('| Routing correctness | unknown | 0 ÷ 0 |')
  expect(text).toContain('| Delegation ratio | 100 % | 30 ÷ 30 |')
})

test('bands are targets and alerts of ours, in the unit of their metric, and no number of another project', () => {
  const { text } = metricsMd(syntheticBook())
  expect(text).toContain('| Metric | Value | Fraction | Target or alert | Look |')
  expect(text).not.toMatch(/seed|585/)
  expect(text).toContain('| Delegation ratio | 100 % | 30 ÷ 30 | target 85 % |')
  expect(text).toMatch(/^\| Autonomy rate \|.*\| alert below 95 % \|/m)
})

test('a plain count is not divided by one', () => {
  const { text } = metricsMd(syntheticBook())
  expect(text).toContain('| Peak concurrency | 16 |   |')
  expect(text).not.toMatch(/\| [\d.,]+ \| [\d.,]+ ÷ 1 \|/)
  expect(reportHtml(syntheticBook()).text).not.toMatch(/>[\d.,]+ ÷ 1</)
})

test('an alert on the scheduling says what it means: how long nobody was at work, and what was waited for', () => {
  const book = nightBook()
  expect(metricsMd(book).text).toMatch(
    /\n\nScheduling efficiency is the shortest time that the recorded durations, dependencies and caps allow, [\d.]+ \w+, divided by the time that the run took, [\d.]+ \w+\. For [\d.]+ \w+ no specialist was at work; for [\d.]+ \w+ of that, work waited for checks and the merge lane\.\n/,
  )
  const { mission } = book.metrics
  const even = {
    ...book,
    metrics: {
      ...book.metrics,
      mission: { ...mission, schedulingEfficiency: { value: 1, numerator: 9, denominator: 9 } },
    },
  }
  expect(metricsMd(even).text).not.toContain('Scheduling efficiency is')
})

test('refused attempts stand beside the compliance with their reasons', () => {
  expect(metricsMd(syntheticBook()).text).toMatch(/Refused: 4 of 102 attempts \(agents 2, /)
})

test('a new record names the old one', () => {
  const history = [earlier('r-1', { parallelFactor: 4, peakConcurrency: 16 }), earlier('r-2', { parallelFactor: 2 })]
  const { text } = metricsMd(syntheticBook({}, history))
  expect(text).toContain('- New high: Parallel factor 9.01, was 4')
  expect(text).not.toContain('New high: Peak concurrency')
  expect(text).toContain('| Parallel factor | 9.01 | 2 | 3 | 4 |')
})

test("the run's own row in the history is not compared with", () => {
  const own = earlier('r-20260130-221405', { parallelFactor: 1 })
  expect(metricsMd(syntheticBook({}, [own])).text).toContain('There is no earlier run to compare with.')
})

test('an anti-pattern that was found names the events that prove it', () => {
  const book = syntheticBook()
  const antiPatterns = [{ name: 'ghostGeneral' as const, found: true, count: 3, events: [3, 4, 5], detail: 'D = 3' }]
  const { text } = metricsMd({ ...book, metrics: { ...book.metrics, antiPatterns } })
  expect(text).toContain('| ghostGeneral | **found** | 3 | D = 3 | #3, #4, #5 |')
})

const ordinary = { agentsSpawned: 34, peakConcurrency: 16, parallelFactor: 9, delegationRatio: 1, autonomyRate: 1 }

test('an ordinary run leaves no narrative', () => {
  expect(historian(syntheticBook({}, [earlier('r-1', ordinary)]))).toBeNull()
})

test('a run that has not ended leaves no narrative, whatever it did', () => {
  expect(historian(syntheticBook({ outcome: null }))).toBeNull()
})

test.each([
  ['a record beaten by more than a tenth', [earlier('r-1', { ...ordinary, peakConcurrency: 3 })], 'record'],
  ['the first run of this size', [earlier('r-1', { ...ordinary, agentsSpawned: 20 })], 'first of this size'],
])('%s is remembered', (_what, history, kind) => {
  const book = syntheticBook({}, history)
  expect(significance(book).map((one) => one.kind)).toContain(kind)
  expect(historian(book)?.text).toContain('## Why this run is remembered')
})

test('the first run of all is ordinary, however large, and timing makes no history', () => {
  expect(historian(syntheticBook())).toBeNull()
  expect(significance(syntheticBook({}, [earlier('r-1', { ...ordinary, parallelFactor: 1 })]))).toEqual([])
})

test('a record within a tenth of the old one is noise', () => {
  expect(significance(syntheticBook({}, [earlier('r-1', { ...ordinary, parallelFactor: 8.9 })]))).toEqual([])
})

test('the mission accomplished after one that was not is a turning point', () => {
  const text = historian(syntheticBook({ outcome: 'accomplished' }, [earlier('r-1', ordinary)]))?.text
  expect(text).toContain('Turning point: the mission is accomplished, and the run before it was not.')
  expect(historian(syntheticBook({ outcome: 'accomplished' }, [earlier('r-1', ordinary, 'accomplished')]))).toBeNull()
})

test('the last P0 leaving the register is a turning point', () => {
  const book = syntheticBook({ debts: 0 }, [earlier('r-1', ordinary)])
  const debts = new Map(
    [...book.state.debts].map(([id, one]) => [id, { ...one, debt: { ...one.debt, severity: 'P0' as const } }]),
  )
  expect(historian({ ...book, state: { ...book.state, debts } })?.text).toContain(
    'no P0 debt is open any more; DEBT-401 gone',
  )
})
