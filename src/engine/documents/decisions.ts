import { moment } from '../../domain/claim.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, id, reason, said, stands } from './cite.ts'
import { expiredAccepts, openDebts, type RecordedDebt } from './debts.ts'
import { type Text, text } from './text.ts'

/** What only a person can settle: open P0 and P1 debts, accepts that have run out, suppressions without a reason. */
export function decisions(book: Book): readonly Text[] {
  return [
    ...openDebts(book.state, ['P0', 'P1']).map((debt) => text`Fix or accept ${debtLine(debt)}.`),
    ...expiredAccepts(book.state, today(book)).map(expired),
    ...unreasoned(book).map(suppression),
  ]
}

/** `DEBT-001 (P0, where): what`. */
export function debtLine({ debt, seq }: RecordedDebt): Text {
  const where = text`${code(debt.location.file, seq)} line ${stands(debt.location.line, seq)}`
  return text`${id(debt.id)} (${id(debt.severity)}, ${where}): ${said(debt.title, seq)}`
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
