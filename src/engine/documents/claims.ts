import { headings, type Part, proves, stateWords } from '../../domain/claim.ts'
import type { Fact } from '../../domain/event.ts'
import { metricBands } from '../../domain/metrics.ts'
import type { Book } from './book.ts'
import { commandOfCheck } from './commands.ts'
import { folded, isFold } from './folds.ts'
import { type Document, render } from './text.ts'
import { isMetric, metricOf, pastOf } from './trend.ts'

/** A sentence that says more than the ledger does. */
export interface ClaimProblem {
  readonly document: string
  /** Line of the document, from 1. */
  readonly line: number
  readonly sentence: string
  readonly problem: string
}

/**
 * Checks a document against the book it was written from: prose may hold no digit, no number word and no state word,
 * and every claim is looked up again. The run is not closed while this answers anything.
 */
export function checkClaims(document: Document, book: Book): readonly ClaimProblem[] {
  const evidence: Evidence = { book, facts: new Map(book.events.map(({ seq, fact }) => [seq, fact])) }
  const problems: ClaimProblem[] = []
  for (const { part, at } of placed(document)) {
    for (const found of judge(part, evidence)) {
      problems.push({ document: document.name, ...place(document.text, at + found.at), problem: found.problem })
    }
  }
  return problems
}

interface Evidence {
  readonly book: Book
  readonly facts: ReadonlyMap<number, Fact>
}

/** What is wrong, and how far into the part. */
interface Fault {
  readonly at: number
  readonly problem: string
}

function judge(part: Part, evidence: Evidence): readonly Fault[] {
  switch (part.kind) {
    case 'prose':
      return faultsOfProse(part.text)
    case 'number':
      return because(numberFault(part, evidence))
    case 'word':
      return because(wordFault(part, evidence))
    case 'denial':
      return because(
        /^(?:not|no|never|nothing|nobody|none|without|could not|cannot)\b/i.test(part.text)
          ? null
          : `"${part.text}" denies nothing`,
      )
    case 'said':
      return because(saidFault(part, evidence))
    case 'id':
      return because(/^(?=.*[A-Za-z])[\w.:/@#+~-]+$/.test(part.text) ? null : `"${part.text}" is no identifier`)
    case 'command':
      return because(isCommand(part.text, evidence) ? null : `"${part.text}" is no command`)
    case 'derived':
      return because(derivedFault(part, evidence))
    case 'seq':
      return because(evidence.facts.has(part.seq) ? null : `there is no event ${part.seq}`)
    case 'date':
      return []
  }
}

function because(problem: string | null): readonly Fault[] {
  return problem === null ? [] : [{ at: 0, problem }]
}

const numberWords =
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen half twice'
const suspicious = new RegExp(`\\d+|\\b(?:${[...stateWords.keys(), ...numberWords.split(' ')].join('|')})\\b`, 'giu')

function faultsOfProse(prose: string): readonly Fault[] {
  return [...prose.matchAll(suspicious)].map((hit) => ({
    at: hit.index,
    problem: `"${hit[0]}" is covered by no claim`,
  }))
}

function numberFault(part: Extract<Part, { kind: 'number' }>, evidence: Evidence): string | null {
  const { value, from } = part
  const says = (actual: number | null, where: string): string | null =>
    actual === value ? null : `${value} is claimed, and ${where} says ${actual ?? 'unknown'}`
  switch (from.kind) {
    case 'count': {
      const cited = new Set(from.seqs.filter((seq) => evidence.facts.has(seq)))
      return says(cited.size, 'the ledger, by the events cited,')
    }
    case 'event': {
      const fact = evidence.facts.get(from.seq)
      if (fact !== undefined && holdsNumber(fact, value)) return null
      return `${value} does not stand in event ${from.seq}`
    }
    case 'fold':
      return isFold(from.fold)
        ? says(folded(evidence.book, from.fold, from.of), `the fold "${from.fold}"`)
        : `there is no fold "${from.fold}"`
    case 'metric':
      return says(metricOf(evidence.book.metrics, from.scope, from.metric, from.field), `${from.scope} ${from.metric}`)
    case 'history':
      return says(pastOf(evidence.book, from.metric, from.of), `the history (${from.of})`)
  }
}

function wordFault({ text, seqs }: Extract<Part, { kind: 'word' }>, { facts }: Evidence): string | null {
  if (!stateWords.has(text.toLowerCase())) return faultsOfProse(text)[0]?.problem ?? null
  if (seqs.length === 0) return `"${text}" cites no event`
  const unproven = seqs.find((seq) => {
    const fact = facts.get(seq)
    return fact === undefined || !proves(fact, text)
  })
  return unproven === undefined ? null : `event ${unproven} does not prove "${text}"`
}

function saidFault({ text, seq }: Extract<Part, { kind: 'said' }>, { facts }: Evidence): string | null {
  const fact = facts.get(seq)
  const start = text.endsWith('…') ? text.slice(0, -1) : text
  return fact !== undefined && holdsText(fact, start) ? null : `event ${seq} does not say "${text}"`
}

/** Ours, or one of the repository's own checks exactly as it was read. */
function isCommand(line: string, { book }: Evidence): boolean {
  if (/^(?:echelon|git|less|npx echelon)(?: |$)/.test(line)) return true
  return book.state.detected.some((check) => commandOfCheck(check) === line)
}

function derivedFault({ text, from, of }: Extract<Part, { kind: 'derived' }>, { book }: Evidence): string | null {
  return derived(from, of, book) === text ? null : `"${text}" is not what the ${from} of ${of} says`
}

function derived(from: Extract<Part, { kind: 'derived' }>['from'], of: string, book: Book): string | undefined {
  switch (from) {
    case 'heading':
      return headings.has(of) ? of : undefined
    case 'title':
      return isMetric(of) ? metricBands[of].title : undefined
    case 'band':
      return isMetric(of) ? metricBands[of].band : undefined
    case 'anti-pattern':
      return book.metrics.antiPatterns.find(({ name }) => name === of)?.detail
  }
}

/** Whether the number is a value in the fact, or the length of a list in it. */
function holdsNumber(value: unknown, wanted: number): boolean {
  if (value === wanted) return true
  if (Array.isArray(value)) return value.length === wanted || value.some((item) => holdsNumber(item, wanted))
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((item) => holdsNumber(item, wanted))
}

function holdsText(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.includes(wanted)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, item]) => key === wanted || holdsText(item, wanted))
}

/** Parts with their places, neighbouring prose joined so that no word hides across a seam. */
function placed({ parts, medium }: Document): readonly { readonly part: Part; readonly at: number }[] {
  const result: { part: Part; at: number }[] = []
  let at = 0
  for (const part of parts) {
    const before = result.at(-1)
    if (part.kind === 'prose' && before?.part.kind === 'prose') {
      before.part = { kind: 'prose', text: before.part.text + part.text }
    } else {
      result.push({ part, at })
    }
    at += render([part], medium).length
  }
  return result
}

/** The line and the sentence around a place in the text. */
function place(whole: string, at: number): { readonly line: number; readonly sentence: string } {
  const line = whole.slice(0, at).split('\n').length
  const from = Math.max(...['\n', '. ', '! ', '? ', ': '].map((stop) => before(whole, stop, at)))
  const rest = /[.!?](?=\s)|\n/.exec(whole.slice(at))
  const to = rest === null ? whole.length : at + rest.index + (rest[0] === '\n' ? 0 : 1)
  return { line, sentence: whole.slice(from, to).trim().slice(0, 300) }
}

function before(whole: string, stop: string, at: number): number {
  const found = whole.lastIndexOf(stop, at - 1)
  return found === -1 ? 0 : found + stop.length
}
