import { type Book, eventsOf, lastOf, type Seen } from './book.ts'
import { code, counted, seqOf, id, reason, said } from './cite.ts'
import { listed, type Text, text } from './text.ts'
import { unprovenChecks } from './unproven-checks.ts'

/** What nobody could prove: checks and inspectors that could not look, findings without a good verdict, unread files, false claims. */
export function unverified(book: Book): readonly Text[] {
  const { state } = book
  const findings = [...state.findings.values()]
  const unjudged = findings.filter(({ finding }) => !state.verdicts.has(finding.fingerprint))
  const candidates = findings.filter(({ finding }) => !finding.registered)
  return [
    ...unprovenChecks(book),
    ...notRun(book).map(inspector),
    ...(unjudged.length === 0 ? [] : [text`Without a verdict: ${counted(unjudged, 'finding')}.`]),
    ...(candidates.length === 0
      ? []
      : [text`Candidates of low confidence, kept out of the register: ${counted(candidates, 'finding')}.`]),
    ...rejected(book),
    ...unread(book),
    ...state.rejectedClaims.map(
      ({ seq, fact }) =>
        text`${said(fact.actor, seq)} claimed "${said(fact.claim, seq)}"; rejected: ${reason(fact.reason, seq)}.`,
    ),
  ]
}

/** Inspectors that could not look, in ledger order. */
export function notRun(book: Book): readonly Seen<'inspection.ended'>[] {
  return eventsOf(book, 'inspection.ended').filter(({ fact }) => fact.status === 'notRun')
}

function inspector({ seq, fact }: Seen<'inspection.ended'>): Text {
  return text`Inspector ${code(fact.inspector, seq)} was not run: ${reason(fact.reason, seq)}.`
}

function rejected({ state }: Book): readonly Text[] {
  return [...state.verdicts.values()]
    .filter(({ verdict }) => verdict.verdict === 'rejected')
    .map(({ verdict, seq }) => {
      const found = state.findings.get(verdict.fingerprint)
      const title =
        found === undefined
          ? text`(no draft)`
          : text`(${id(found.finding.severity)}) ${said(found.finding.title, found.seq)}`
      return text`Rejected finding ${title}: ${reason(verdict.reason, seq)}.`
    })
}

/** Files of one reason that are named; the rest stand in the ledger. */
const named = 5

function unread(book: Book): readonly Text[] {
  const surveyed = lastOf(book, 'survey.ended')
  if (surveyed === null) return [text`No survey says which files were read.`]
  const { seq } = surveyed
  const byReason = Map.groupBy(surveyed.fact.survey.skipped, (one) => one.reason)
  return [...byReason].map(([why, files]) => {
    const names = listed(files.slice(0, named).map(({ file }) => text`${code(file, seq)}`))
    const others = files.length > named ? text` and others, all listed in event ${seqOf(seq)}` : []
    return text`Not read, ${reason(why, seq)}: ${names}${others}.`
  })
}
