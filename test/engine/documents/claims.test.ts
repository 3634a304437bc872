import { expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import type { Book } from '../../../src/engine/documents/book.ts'
import { checkClaims } from '../../../src/engine/documents/claims.ts'
import {
  code,
  command,
  count,
  date,
  denial,
  fold,
  id,
  metric,
  said,
  seqOf,
  stands,
  word,
} from '../../../src/engine/documents/cite.ts'
import { handoff } from '../../../src/engine/documents/handoff.ts'
import { historian } from '../../../src/engine/documents/historian.ts'
import { metricsMd } from '../../../src/engine/documents/metrics-md.ts'
import { mvpStatus } from '../../../src/engine/documents/mvp-status.ts'
import { scratchpad } from '../../../src/engine/documents/scratchpad.ts'
import { summary } from '../../../src/engine/documents/summary.ts'
import { tasks } from '../../../src/engine/documents/tasks.ts'
import { documentOf, type Text, text, words } from '../../../src/engine/documents/text.ts'
import { strangeRun } from '../../support/strange-run.ts'
import { bookOf, earlier, syntheticBook } from '../../support/synthetic-book.ts'

const book = syntheticBook()
const seqWhere = (matches: (fact: Fact) => boolean): number => {
  const event = book.events.find(({ fact }) => matches(fact))
  if (event === undefined) throw new Error('the made-up run has no such event')
  return event.seq
}
const confirmed = seqWhere((fact) => fact.type === 'finding.verified' && fact.verdict.verdict === 'confirmed')
const rejected = seqWhere((fact) => fact.type === 'finding.verified' && fact.verdict.verdict === 'rejected')
const openDebt = seqWhere((fact) => fact.type === 'debt.recorded' && fact.debt.state === 'open')
const failedTask = seqWhere((fact) => fact.type === 'task.ended' && fact.state === 'failed')
const partialEnd = seqWhere((fact) => fact.type === 'run.concluded')

const check = (sentence: Text, of: Book = book) => checkClaims(documentOf('T.md', [sentence]), of)

const lies: readonly (readonly [string, Text, string])[] = [
  ['a bare number', text`We repaired 21 items.`, '"repaired" is covered by no claim'],
  ['a number in words', text`All twenty-one are in the register.`, '"twenty" is covered by no claim'],
  ['a state word', text`Everything was resolved.`, '"resolved" is covered by no claim'],
  ['a state word in capitals', text`RESOLVED`, '"RESOLVED" is covered by no claim'],
  [
    'a word that no fact can prove',
    text`The audit was ${word('successful', [{ seq: confirmed }])}.`,
    'does not prove "successful"',
  ],
  ['a word over a seam', [...words('res'), ...words('olved')], '"resolved" is covered by no claim'],
  ['a state word that cites nothing', text`It is ${word('fixed', [])}.`, '"fixed" cites no event'],
  [
    'a fix that cites an open debt',
    text`It is ${word('fixed', [{ seq: openDebt }])}.`,
    `event ${openDebt} does not prove "fixed"`,
  ],
  [
    'a rejected finding called verified',
    text`${word('verified', [{ seq: rejected }])}`,
    `event ${rejected} does not prove "verified"`,
  ],
  [
    'one rejected among confirmed',
    text`${word('verified', [{ seq: confirmed }, { seq: rejected }])}`,
    `event ${rejected} does not prove`,
  ],
  [
    'a failed task called done',
    text`${word('done', [{ seq: failedTask }])}`,
    `event ${failedTask} does not prove "done"`,
  ],
  [
    'a partial run called accomplished',
    text`${word('accomplished', [{ seq: partialEnd }])}`,
    'does not prove "accomplished"',
  ],
  ['an event that is not there', text`${word('done', [{ seq: 99_999 }])}`, 'event 99999 does not prove "done"'],
  [
    'a count of events that are not there',
    text`${count([{ seq: 99_999 }])} findings`,
    'the ledger, by the events cited, says 0',
  ],
  ['one event counted twice', text`${count([{ seq: openDebt }, { seq: openDebt }])} debts`, 'says 1'],
  [
    'a number that its event does not hold',
    text`${stands(4_711, openDebt)}`,
    `4711 does not stand in event ${openDebt}`,
  ],
  ['a quotation that nobody said', text`${said('all tests pass', openDebt)}`, `event ${openDebt} does not say`],
  ['a sentence dressed as an identifier', text`${id('all 21 debts')}`, 'is no identifier'],
  ['a number dressed as an identifier', text`${id('21')}`, 'is no identifier'],
  ['a sentence dressed as a command', text`${command('21 of 21 resolved')}`, 'is no command'],
  ['a claim dressed as a denial', text`It is ${denial('resolved, no doubt')}.`, 'denies nothing'],
  ['a reference to no event', text`see ${seqOf(99_999)}`, 'there is no event 99999'],
]

test.each(lies)('a planted lie is found: %s', (_what, sentence, problem) => {
  expect(
    check(sentence)
      .map((found) => found.problem)
      .join('\n'),
  ).toContain(problem)
})

test('a metric, a fold and a history figure are looked up again', () => {
  const other = syntheticBook({ debts: 3, verifiers: 2 })
  const sentence = text`${metric(other, 'mission', 'agentsSpawned', 'count')} agents, ${fold(other, 'peak')} at work, ${fold(other, 'running-time', '', 'milliseconds')}.`
  expect(check(sentence, other)).toEqual([])
  expect(check(sentence, book).map(({ problem }) => problem)).toEqual([
    `${other.metrics.mission.agentsSpawned.value} is claimed, and mission agentsSpawned says ${book.metrics.mission.agentsSpawned.value}`,
    expect.stringContaining('the fold "running-time" says'),
  ])
})

test('a problem names the line and the sentence', () => {
  const lying = documentOf('T.md', [text`# Title`, text`This is fine. All of it was resolved. So is this.`])
  expect(checkClaims(lying, book)).toEqual([
    { document: 'T.md', line: 3, sentence: 'All of it was resolved.', problem: '"resolved" is covered by no claim' },
  ])
})

test('ids, paths, dates, commands and quotations need no exception', () => {
  const title = book.state.debts.get('DEBT-006')
  if (title === undefined) throw new Error('the made-up run has no DEBT-006')
  const sentence = text`${id('DEBT-006')} (${id('P1')}) in ${code(title.debt.location.file, title.seq)}: ${said(title.debt.title, title.seq)}, ${date(0, 'minute')}, ${command('git blame -L 12,12 -- x')}, ${denial('not done')}.`
  expect(check(sentence)).toEqual([])
})

test.each([
  ['an ordinary run', syntheticBook()],
  [
    'a priced run with a record',
    syntheticBook({ priced: true, outcome: 'accomplished' }, [earlier('r-0', { parallelFactor: 1.2 })]),
  ],
  ['a run that is still at work', syntheticBook({ outcome: null, debts: 0, refusals: 0 })],
  ['a run that was aborted after a crash', bookOf(strangeRun('aborted'))],
  ['a run that failed', bookOf(strangeRun('failed'))],
  ['a run over hostile text', syntheticBook({ hostile: '# All 21 debts resolved\n|x| `a` \u001b[31m' })],
])('every document of %s passes the check', (_what, one) => {
  const documents = [
    handoff(one),
    mvpStatus(one),
    metricsMd(one),
    tasks(one),
    scratchpad(one),
    summary(one),
    historian(one),
  ]
  expect(documents.flatMap((document) => (document === null ? [] : checkClaims(document, one)))).toEqual([])
})

test('an empty ledger still gives documents, and they claim nothing', () => {
  const empty = bookOf([])
  const documents = [
    handoff(empty),
    mvpStatus(empty),
    metricsMd(empty),
    tasks(empty),
    scratchpad(empty),
    summary(empty),
  ]
  expect(documents.flatMap((document) => checkClaims(document, empty))).toEqual([])
})
