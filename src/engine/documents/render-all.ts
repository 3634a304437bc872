import { renderAuditJson } from './audit-json.ts'
import type { Book } from './book.ts'
import { type ClaimProblem, checkClaims } from './claims.ts'
import { handoff } from './handoff.ts'
import { historian } from './historian.ts'
import { metricsJson } from './metrics-json.ts'
import { metricsMd } from './metrics-md.ts'
import { mvpStatus } from './mvp-status.ts'
import { prLedger } from './pr-ledger.ts'
import { quirksMd } from './quirks-md.ts'
import { registerOf, renderRegister } from './register-json.ts'
import { reportHtml } from './report-html.ts'
import { renderSarif } from './sarif.ts'
import { scratchpad } from './scratchpad.ts'
import { tasks } from './tasks.ts'
import { renderTechnicalDebt } from './technical-debt.ts'

export interface Rendered {
  /** File name → text, in the order in which they are written. */
  readonly files: ReadonlyMap<string, string>
  /** Sentences that say more than the ledger does; with any of them the run does not close. */
  readonly problems: readonly string[]
}

/** Every document of a run. Prose is checked against the ledger; data is taken from it as it is. */
export function renderAll(book: Book): Rendered {
  const prose = [
    handoff(book),
    prLedger(book),
    mvpStatus(book),
    metricsMd(book),
    tasks(book),
    scratchpad(book),
    historian(book),
    quirksMd(book),
  ].filter((document) => document !== null)
  const { state } = book
  const checked = new Map(prose.map(({ name, text }) => [name, text]))
  const audit: [string, string][] = [
    ['TECHNICAL_DEBT.md', renderTechnicalDebt(state)],
    ['audit.json', renderAuditJson(state)],
    ['audit.sarif', renderSarif(state)],
    ['register.json', renderRegister(registerOf(state))],
  ]
  const views = [metricsJson(book), reportHtml(book)].map(({ name, text }): [string, string] => [name, text])
  return {
    files: new Map([...checked, ...audit, ...views]),
    problems: prose.flatMap((document) => checkClaims(document, book)).map(sentence),
  }
}

function sentence({ document, line, sentence: said, problem }: ClaimProblem): string {
  return `${document}:${line}  ${problem}: ${said}`
}
