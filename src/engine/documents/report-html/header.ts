import { moment, proves, written } from '../../../domain/claim.ts'
import { isCommit } from '../../../domain/commit-name.ts'
import type { FactOf } from '../../../domain/event.ts'
import type { RunOutcome } from '../../../domain/fact/words.ts'
import { layers } from '../../../domain/layer.ts'
import type { Book } from '../book.ts'
import { peakOf } from '../concurrency.ts'
import { openDebts } from '../debts.ts'
import { folded, isUnpriced } from '../folds.ts'
import { mayLand } from '../landed.ts'
import { standings } from '../layer-scores.ts'
import { openEscalations, stillDeferred } from '../left.ts'
import { paidDebts } from '../paid.ts'
import { suitesOf } from '../suites.ts'
import { verdict } from '../verdict.ts'
import { html, type Markup, prose } from './markup.ts'

/** What a reader wants first: which run, how it ended, and eight numbers. */
export function header(book: Book): Markup {
  const { started, outcome, reason } = book.state
  if (started === null) return html`<header class="top"><h1>No run</h1></header>`
  const { mission, repository, run, goal } = started.fact
  return html`<header class="top">
<p class="eyebrow">${mission} · <span>${moment(started.wall, 'minute')} UTC</span></p>
<h1>${repository.name} <span class="outcome o-${outcome ?? 'running'}">${outcomes[outcome ?? 'running']}</span></h1>
<p class="verdict">${reason === '' ? prose(verdict(book)) : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`}</p>
<p class="where">${place(repository)} · run <code>${run}</code></p>
${goal === '' ? html`` : html`<p class="goal">${goal}</p>`}
<dl class="numbers">${numbers(book).map(({ name, value, note, tone }) => html`<div class="${tone}"><dt>${name}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`)}</dl>
</header>`
}

function place({ commit, branch, dirty }: FactOf<'run.started'>['repository']): Markup {
  if (!isCommit(commit)) return html`No commit: the files as they lay there (${branch})`
  return html`Commit <code>${commit.slice(0, 12)}</code> on <code>${branch}</code>${dirty ? ' with uncommitted changes' : ''}`
}

const outcomes: Readonly<Record<RunOutcome | 'running', string>> = {
  accomplished: 'accomplished',
  partial: 'partly through',
  aborted: 'aborted',
  failed: 'failed',
  running: 'still running',
}

interface KeyNumber {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly tone: 'plain' | 'P0' | 'P1'
}

function numbers(book: Book): readonly KeyNumber[] {
  const { state, metrics } = book
  const p0 = openDebts(state, ['P0']).length
  const p1 = openDebts(state, ['P1']).length
  const { parallelFactor, hierarchyCompliance, delegationRatio } = metrics.mission
  const specialists = folded(book, 'agents', 'specialist') ?? 0
  const inspected = standings(book).filter(({ kind }) => kind !== 'not inspected').length
  return [
    ...nightNumbers(book),
    { name: 'Open P0', value: String(p0), note: 'severe, in production', tone: p0 > 0 ? 'P0' : 'plain' },
    { name: 'Open P1', value: String(p1), note: 'severe, or a feature broken', tone: p1 > 0 ? 'P1' : 'plain' },
    plainNumber('Open debts', openDebts(state).length, `${inspected} of ${layers.length} layers inspected`),
    plainNumber('Specialists', specialists, `peak ${peakOf(state)} at once`),
    { name: 'Parallel factor', value: shown(parallelFactor.value, 'decimal'), note: 'average at work', tone: 'plain' },
    { name: 'Running time', value: written(state.now, 'milliseconds'), note: lives(state.boots), tone: 'plain' },
    {
      name: 'Compliance',
      value: shown(hierarchyCompliance.value, 'share'),
      note: `delegation ${shown(delegationRatio.value, 'share')}`,
      tone: 'plain',
    },
    money(book),
  ]
}

/** What the morning asks first of a run that may land something. */
function nightNumbers(book: Book): readonly KeyNumber[] {
  if (!mayLand(book)) return []
  const { state } = book
  const paid = paidDebts(state)
  const suites = suitesOf(book)
  const ended = suites.flatMap(({ base, end }) => end ?? base ?? [])
  const good = ended.filter(({ fact }) => proves(fact, 'passed')).length
  const before = suites.filter(({ base }) => base !== null && proves(base.fact, 'passed')).length
  const grave = paid.filter(({ recorded: { debt } }) => debt.severity === 'P0' || debt.severity === 'P1').length
  return [
    plainNumber('Landed', state.landed.size, `${state.refusedLandings.length} sent back`),
    plainNumber('Debts paid', paid.length, `${grave} of them P0 or P1`),
    {
      name: 'Checks passed',
      value: ended.length === 0 ? 'unknown' : `${good} of ${ended.length}`,
      note: `${before} at the base`,
      tone: 'plain',
    },
    plainNumber('Put off', stillDeferred(state).length, `${openEscalations(state).length} handed upwards`),
  ]
}

function plainNumber(name: string, value: number, note: string): KeyNumber {
  return { name, value: written(value, 'count'), note, tone: 'plain' }
}

function money(book: Book): KeyNumber {
  if (isUnpriced(book)) return { name: 'Model cost', value: 'none', note: 'no model was called', tone: 'plain' }
  const tokens = written(folded(book, 'tokens', '') ?? 0, 'count')
  return { name: 'Model cost', value: shown(folded(book, 'cost', ''), 'usd'), note: `${tokens} tokens`, tone: 'plain' }
}

function shown(value: number | null, unit: 'decimal' | 'share' | 'usd'): string {
  return value === null ? 'unknown' : written(value, unit)
}

function lives(boots: number): string {
  return boots > 1 ? `${boots} process lives` : 'in one process'
}
