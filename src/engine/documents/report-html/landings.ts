import { proves, written } from '../../../domain/claim.ts'
import { type Book, eventsOf, type Seen } from '../book.ts'
import { type LandedChange, landedChanges, mayLand } from '../landed.ts'
import { branchLine } from '../shipped.ts'
import { type Suite, suitesOf } from '../suites.ts'
import { folded } from '../folds.ts'
import { html, type Markup, prose } from './markup.ts'

const most = 300

/** What came to the mission branch, and the repository's own checks at both ends. Nothing for an audit. */
export function landings(book: Book): Markup {
  if (!mayLand(book)) return html``
  const changes = landedChanges(book)
  const rest = changes.length - most
  return html`<section id="landed" aria-labelledby="landed-h"><h2 id="landed-h">Landed</h2>
<p class="note">${changes.length === 0 ? 'No change landed.' : prose(branchLine(book))}</p>
${changes.length === 0 ? html`` : changeTable(book, changes.slice(0, most))}
${rest > 0 ? html`<p class="quiet">and ${rest} more in PR_LEDGER.md</p>` : html``}
<h3>Checks before and after</h3>${checkTable(book)}</section>`
}

function changeTable(book: Book, changes: readonly LandedChange[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Landed changes"><table class="tasks changes"><thead><tr><th scope="col">Commit</th><th scope="col">Change</th><th scope="col">Pays</th><th scope="col">By</th><th scope="col">Approved by</th><th scope="col">Tree</th><th scope="col" class="n">Lines</th></tr></thead><tbody>${changes.map((change) => row(book, change))}</tbody></table></div>`
}

function row(book: Book, { landed: { fact }, task, author, reviewer, proof, changesNothing }: LandedChange): Markup {
  const title = fact.subject ?? task?.queued.fact.title ?? fact.task
  const lines = folded(book, 'landed-lines', fact.task)
  const proofs = { tested: 'tested', beneath: 'beneath a tested one', untested: 'no test recorded' }
  const same = changesNothing ? html`<span class="why">as the one before it</span>` : html``
  return html`<tr><td><code>${(fact.commit ?? 'unknown').slice(0, 8)}</code></td><th scope="row">${title}<span class="id">${fact.task}</span></th><td>${(fact.debts ?? []).join(', ')}</td><td>${author?.fact.actor.name ?? 'unknown'}</td><td>${reviewer?.fact.actor.name ?? 'nobody'}</td><td>${proofs[proof]}${same}</td><td class="n">${lines === null ? '–' : written(lines, 'count')}</td></tr>`
}

function checkTable(book: Book): Markup {
  const suites = suitesOf(book)
  if (suites.length === 0) return html`<p class="quiet">No check is known.</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Checks"><table class="measures"><thead><tr><th scope="col">Suite</th><th scope="col">At the base</th><th scope="col">At the end</th><th scope="col">Flaky</th></tr></thead><tbody>${suites.map(suiteRow)}</tbody></table></div>
<p class="quiet">In brackets: passed / failed / errors. The lane ran ${written(eventsOf(book, 'lane.tested').length, 'count')} tests of stacks.</p>`
}

function suiteRow({ name, base, end, flaky }: Suite): Markup {
  return html`<tr><th scope="row"><code>${name}</code></th><td>${standing(base)}</td><td>${standing(end)}</td><td>${flaky.length === 0 ? 'no' : `${flaky.length} ×`}</td></tr>`
}

function standing(check: Seen<'check.ended'> | null): Markup {
  if (check === null) return html`<span class="quiet">not run</span>`
  const { fact } = check
  const isGood = proves(fact, 'passed')
  const outcome = isGood ? 'passed' : fact.outcome === undefined || fact.outcome === 'passed' ? 'failed' : fact.outcome
  const counts = [fact.passed, fact.failed, fact.errors]
  const known = counts.some((value) => value !== null)
  const shown = known ? ` (${counts.map((value) => value ?? 'unknown').join(' / ')})` : ''
  return html`<span class="state s-${isGood ? 'done' : 'failed'}">${outcome}</span>${shown}`
}
