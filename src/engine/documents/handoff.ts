import { isOpen } from '../../domain/baseline.ts'
import { isCommit } from '../../domain/commit-name.ts'
import type { Timed } from '../../domain/state.ts'
import { type Book, eventsOf, lastOf, nameOf, type Seen } from './book.ts'
import { capped } from './capped.ts'
import { count, counted, date, denial, fold, id, many, reason, said, stands, word } from './cite.ts'
import { commandsOfTheMorning } from './commands.ts'
import { openDebts } from './debts.ts'
import { decisions } from './decisions.ts'
import { isUnpriced } from './folds.ts'
import { howChecked } from './how-checked.ts'
import { mayLand } from './landed.ts'
import { inspectedLayers, worstLayer } from './layer-scores.ts'
import { paidDebts } from './paid.ts'
import { shipped } from './shipped.ts'
import { bullets, type Document, documentOf, lines, listed, type Text, text, words } from './text.ts'
import { unfinished } from './unfinished.ts'
import { unverified } from './unverified.ts'
import { verdict } from './verdict.ts'

/** HANDOFF.md: what whoever comes in the morning needs to know and to do. */
export function handoff(book: Book): Document {
  return documentOf('HANDOFF.md', [
    ...opening(book),
    ...(mayLand(book) ? shipped(book) : []),
    text`## What was audited`,
    bullets(audited(book)),
    text`## How it was checked`,
    ...howChecked(book),
    text`## What ${denial('could not be verified')}`,
    orNothing(
      capped(unverified(book)),
      text`Every finding has a verdict, every inspector ran, every file was read and no claim was rejected.`,
    ),
    text`## What is ${denial('not done')}`,
    orNothing(capped(unfinished(book)), text`Nothing was left over.`),
    text`## Decisions needed`,
    orNothing(capped(decisions(book)), text`None.`),
    text`## Refusals`,
    orNothing(capped(refusals(book)), text`No spawn was refused and no action was denied.`),
    text`## First commands of the morning`,
    bullets(commandsOfTheMorning(book)),
  ])
}

function opening(book: Book): readonly Text[] {
  const { started } = book.state
  if (started === null) return [text`# Handoff`, text`The ledger has no start of a run.`]
  const { fact, seq, wall } = started
  return [
    text`# Handoff: ${said(fact.mission, seq)} on ${said(fact.repository.name, seq)}`,
    verdict(book),
    lines(
      text`- Run ${said(fact.run, seq)}, started ${date(wall, 'minute')} UTC, at work for ${fold(book, 'running-time', '', 'milliseconds')}${lives(book)}.`,
      where(started),
      fact.goal === '' ? [] : text`- Goal: ${said(fact.goal, seq)}`,
      fact.goal === '' ? [] : unreadGoal(book),
    ),
  ]
}

function where({ seq, fact: { repository } }: Timed<'run.started'>): Text {
  const { commit, branch, dirty } = repository
  if (!isCommit(commit)) return text`- No commit: the files as they lay there (${said(branch, seq)}).`
  const aside = dirty ? text`, with changes that were not committed` : []
  return text`- Commit ${said(commit.slice(0, 12), seq)} on branch ${said(branch, seq)}${aside}.`
}

/** An outcome speaks of the criteria of the mission; of the goal it says nothing when nobody could read it. */
function unreadGoal(book: Book): Text {
  return isUnpriced(book)
    ? text`- No model was called, so nobody read this goal: the phases did what they do for every repository.`
    : []
}

/** Said only of a run that was interrupted. */
function lives(book: Book): Text {
  return book.state.boots > 1 ? text` over ${fold(book, 'boots')} process lives` : []
}

function audited(book: Book): readonly Text[] {
  const { state } = book
  const surveyed = lastOf(book, 'survey.ended')
  const ran = eventsOf(book, 'inspection.ended').filter(({ fact }) => fact.status === 'ran')
  return [
    ...(surveyed === null ? [text`The repository was not surveyed.`] : [read(surveyed)]),
    text`${counted(ran, 'inspection')} ran and drafted ${counted([...state.findings.values()], 'finding')}.`,
    ...register(book),
    text`Layers: ${inspectedLayers(book)}.`,
    ...worstLayer(book),
  ]
}

function read({ seq, fact: { survey } }: Seen<'survey.ended'>): Text {
  const files = many(stands(survey.files, seq), 'file')
  if (survey.stacks.length === 0) return text`${files}; no stack that is known.`
  return text`${files}; stacks: ${listed(survey.stacks.map((stack) => text`${said(stack, seq)}`))}.`
}

function register(book: Book): readonly Text[] {
  const recorded = eventsOf(book, 'debt.recorded')
  const of = (change: 'added' | 'kept' | 'reopened' | 'gone') => recorded.filter(({ fact }) => fact.change === change)
  // The register remembers what was settled in earlier runs; that is not a debt that this one met again.
  const kept = of('kept').filter(({ fact }) => isOpen(fact.debt))
  const gone = of('gone')
  const goneText = gone.length === 0 ? text`none left it` : text`${count(gone)} ${word('gone', gone)}`
  const paid = paidDebts(book.state).map((one) => one.recorded)
  const paidText = paid.length === 0 ? [] : text`, and ${count(paid)} ${word('paid', paid)} since`
  const bySeverity = (['P0', 'P1', 'P2', 'P3'] as const).flatMap((severity) => {
    const open = openDebts(book.state, [severity])
    return open.length === 0 ? [] : [text`${count(open)} × ${id(severity)}`]
  })
  return [
    text`In the register: ${counted(openDebts(book.state), 'open debt')}${bySeverity.length === 0 ? [] : text` (${listed(bySeverity)})`}.`,
    text`Against the run before: ${count(of('added'))} added, ${count(kept)} kept, ${count(of('reopened'))} reopened, ${goneText}${paidText}.`,
  ]
}

/** Who asked for what and did not get it: `quality was refused the agent "intruder": reason`. */
function refusals(book: Book): readonly Text[] {
  const { state } = book
  return [
    ...state.refusals.map(
      ({ seq, fact }) =>
        text`${said(nameOf(state, fact.parent), seq)} was refused the agent "${said(fact.name, seq)}": ${reason(fact.detail, seq)}.`,
    ),
    ...state.denials.map(
      ({ seq, fact }) =>
        text`${said(nameOf(state, fact.actor), seq)} was denied ${words(fact.what)} "${said(fact.target, seq)}": ${reason(fact.reason, seq)}.`,
    ),
  ]
}

function orNothing(points: readonly Text[], nothing: Text): Text {
  return points.length === 0 ? nothing : bullets(points)
}
