import { moment } from '../../domain/claim.ts'
import type { FactOf } from '../../domain/event.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, counted, id, reason, said, stands, word } from './cite.ts'
import { expiredAccepts, openDebts, type RecordedDebt } from './debts.ts'
import { type Left, leftDebts, openEscalations } from './left.ts'
import { debtOfTask, paidElsewhere } from './paid.ts'
import { type Text, text, words } from './text.ts'

/** What only a person can settle: open P0 and P1 debts, escalations, accepts that have run out, suppressions without a reason. */
export function decisions(book: Book): readonly Text[] {
  const left = leftDebts(book.state)
  const grave = openDebts(book.state, ['P0', 'P1'])
  const shown = new Set(grave.map(({ debt }) => debt.id))
  return [
    ...[...paidElsewhere(book.state)].map(([branch, some]) => merge(branch, some)),
    ...grave.map((one) => text`Fix or accept ${debtLine(one)}${because(left.get(one.debt.id))}.`),
    ...openEscalations(book.state)
      .filter(({ fact }) => !shown.has(debtOfTask(book.state, fact.task) ?? ''))
      .map(({ seq, fact }) => escalation(book, fact, seq)),
    ...expiredAccepts(book.state, today(book)).map(expired),
    ...unreasoned(book).map(suppression),
  ]
}

/** `DEBT-001 (P0, where): what`. */
export function debtLine({ debt, seq }: RecordedDebt): Text {
  const where = text`${code(debt.location.file, seq)} line ${stands(debt.location.line, seq)}`
  return text`${id(debt.id)} (${id(debt.severity)}, ${where}): ${reason(debt.title, seq)}`
}

/** Without it, what an earlier night paid is still wrong in the user's own branch. */
function merge(branch: string, debts: readonly RecordedDebt[]): Text {
  const [first] = debts
  const name =
    first === undefined || branch === '' ? text`the branch of an earlier run` : text`${code(branch, first.seq)}`
  return text`Take in ${name}, or say why not: ${counted(debts, 'debt')} ${word('paid', debts)} there, which this commit still has.`
}

function because(left: Left | undefined): Text {
  if (left === undefined) return []
  const why = reason(left.reason, left.seq)
  switch (left.kind) {
    case 'deferred':
      return text`. It was put off: ${why}`
    case 'refused':
      return text`. A change for it was refused: ${why}`
    case 'escalated':
      return text`. It was handed upwards: ${why}`
    case 'ended':
      return text`. Its task ended otherwise: ${why}`
  }
}

function escalation({ state }: Book, fact: FactOf<'task.escalated'>, seq: number): Text {
  const queued = state.tasks.get(fact.task)?.queued
  const title = queued === undefined ? [] : text` (${said(queued.fact.title, queued.seq)})`
  return text`Decide on task ${said(fact.task, seq)}${title}, handed upwards for ${words(fact.reason)}: ${reason(fact.detail, seq)}.`
}

/** Comments that ask to hide a finding and do not say why. They are reported, not obeyed. */
function unreasoned(book: Book): readonly Seen<'finding.suppressed'>[] {
  return eventsOf(book, 'finding.suppressed').filter(({ fact }) => fact.reason.trim() === '')
}

function expired({ debt, seq }: RecordedDebt): Text {
  const why =
    debt.reason === undefined ? text`, and gave no reason` : text`; its reason was: ${reason(debt.reason, seq)}`
  return text`Renew or withdraw the accept of ${id(debt.id)} (${id(debt.severity)}): it ran out on ${said(debt.until ?? '', seq)}${why}.`
}

function suppression({ seq, fact }: Seen<'finding.suppressed'>): Text {
  return text`Give a reason for the suppression by ${code(fact.by, seq)}, or remove it.`
}

/** The day of the last event; the run knows no other. */
function today({ events, state }: Book): string {
  return moment(events.at(-1)?.wall ?? state.started?.wall ?? 0, 'day')
}
