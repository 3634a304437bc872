import { type Book, eventsOf, type Seen } from './book.ts'
import { code, count, counted, denial, fold, many, metric, stands, word } from './cite.ts'
import { isUnpriced } from './folds.ts'
import { landedChanges, noWorse } from './landed.ts'
import { suitesOf, suiteTable, whyRed } from './suites.ts'
import { bullets, type Text, text } from './text.ts'

/** How the run came to what it says: the suites at both ends, the lane, the gate, reviews, evidence, criteria. */
export function howChecked(book: Book): readonly Text[] {
  const table = suitesOf(book).length === 0 ? [] : [suiteTable(book)]
  return [...table, bullets([...whyRed(book), ...way(book), evidence(book), ...criteria(book), team(book), cost(book)])]
}

/** The way of a change: lane, gate, reviews, and whether what landed is what was tried. */
function way(book: Book): readonly Text[] {
  return [...lane(book), ...gate(book), ...reviews(book), ...trees(book)]
}

function lane(book: Book): readonly Text[] {
  const tests = eventsOf(book, 'lane.tested')
  if (tests.length === 0) return []
  const blind = tests.filter(({ fact }) => !ranOn(book, fact.commit))
  const blindText = blind.length === 0 ? [] : text`; on ${count(blind)} of them no check could run`
  return [
    text`The merge lane ran the checks on ${many(count(tests), 'stack')} as they would land: ${noWorse(tests)}${blindText}.`,
  ]
}

/** Whether a check gave an answer there, or no answer is recorded at all. */
function ranOn(book: Book, commit: string): boolean {
  const asked = eventsOf(book, 'check.ended').filter(({ fact }) => fact.commit === commit)
  return asked.length === 0 || asked.some(({ fact }) => fact.outcome !== 'unavailable')
}

function gate({ state: { gates } }: Book): readonly Text[] {
  const of = (verdict: 'fixed' | 'partial' | 'refused' | 'not-asked') =>
    count(gates.filter(({ fact }) => fact.verdict === verdict))
  if (gates.length === 0) return []
  return [
    text`The inspectors judged ${many(count(gates), 'change')} on the tree with it: in ${of('fixed')} the debt is ${denial('not found any more')}, in ${of('partial')} part of it is left, ${of('refused')} refused, ${of('not-asked')} owed no debt.`,
  ]
}

function reviews(book: Book): readonly Text[] {
  const all = eventsOf(book, 'review.ended')
  if (all.length === 0) return []
  const approved = all.filter(({ fact }) => fact.approved)
  const approvedText =
    approved.length === 0 ? text`none with approval` : text`${count(approved)} ${word('approved', approved)}`
  return [
    text`${counted(all, 'review')} by somebody other than the author: ${approvedText}, ${count(all.filter(({ fact }) => !fact.approved))} sent back.`,
  ]
}

/** The tree that landed against the tree that the lane tried. */
function trees(book: Book): readonly Text[] {
  const changes = landedChanges(book)
  if (changes.length === 0) return []
  const landed = changes.map((change) => change.landed)
  const of = (wanted: 'tested' | 'beneath' | 'untested') =>
    changes.filter(({ proof }) => proof === wanted).map((change) => change.landed)
  const beneath = of('beneath')
  const untested = of('untested')
  const below =
    beneath.length === 0 ? [] : text`; ${count(beneath)} beneath such a tree, in a stack that went in as a whole`
  const without = untested.length === 0 ? [] : text`; for ${count(untested)} no test of the tree is recorded`
  return [
    text`Of ${many(count(landed), 'change')}, ${count(of('tested'))} ${word('landed', landed)} with the very tree that the lane tried${below}${without}.`,
  ]
}

function evidence(book: Book): Text {
  const verdicts = eventsOf(book, 'finding.verified')
  if (verdicts.length === 0) return text`No finding came to the evidence check.`
  const confirmed = verdicts.filter(({ fact }) => fact.verdict.verdict === 'confirmed')
  const rejected = verdicts.filter(({ fact }) => fact.verdict.verdict === 'rejected')
  const proven =
    confirmed.length === 0 ? text`none of it stood` : text`${count(confirmed)} ${word('confirmed', confirmed)}`
  return text`Evidence held against the commit, without a model: ${proven}, ${count(rejected)} rejected.`
}

function criteria(book: Book): readonly Text[] {
  return eventsOf(book, 'criterion.checked').map(criterion)
}

function criterion({ seq, fact: { criterion, holds, measured } }: Seen<'criterion.checked'>): Text {
  const found = measured === null ? text`it could not be measured` : text`measured ${stands(measured, seq, 'decimal')}`
  const state = holds ? text`${word('holds', [{ seq }])}` : text`does not hold`
  return text`Criterion ${code(criterion, seq)} ${state}: ${found}.`
}

function team(book: Book): Text {
  return text`${many(fold(book, 'agents', 'specialist'), 'specialist')} worked under ${many(fold(book, 'coordinators'), 'coordinator')}, at most ${fold(book, 'peak')} at the same instant. Hierarchy compliance ${metric(book, 'mission', 'hierarchyCompliance', 'share')}, delegation ratio ${metric(book, 'mission', 'delegationRatio', 'share')}.`
}

function cost(book: Book): Text {
  if (isUnpriced(book)) return text`No model was called, so there is no model cost.`
  return text`Model cost: ${fold(book, 'cost', '', 'usd')} for ${fold(book, 'tokens')} tokens.`
}
