import type { Fact } from './event.ts'

/** How a number is written, so that the written form can be derived again from the value. */
export type Unit = 'count' | 'decimal' | 'share' | 'milliseconds' | 'usd' | 'bytes'

/** Where a number in a document comes from. The check looks it up again. */
type Origin =
  /** So many events are cited, each one of them. */
  | { readonly kind: 'count'; readonly seqs: readonly number[] }
  /** The number stands in this event. */
  | { readonly kind: 'event'; readonly seq: number }
  /** A named fold over the whole book, for one subject where it has one. */
  | { readonly kind: 'fold'; readonly fold: string; readonly of: string }
  /** A metric of this run. `scope` is `mission`, `phases/NAME` or `coordinators/NAME`. */
  | {
      readonly kind: 'metric'
      readonly scope: string
      readonly metric: string
      readonly field: 'value' | 'numerator' | 'denominator'
    }
  /** A metric over earlier runs of the repository. */
  | { readonly kind: 'history'; readonly metric: string; readonly of: 'last' | 'mean' | 'record' }

/** How quoted text is set. A cell stands in a table; a block is fenced. */
type SaidForm = 'inline' | 'code' | 'cell' | 'code-cell' | 'block'

/**
 * A piece of a document. Only `prose` is the author's own, and it may hold neither a digit nor a word that states
 * success; everything else says where it comes from.
 */
export type Part =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit; readonly from: Origin }
  /** A word that states success, with the events that prove it. */
  | { readonly kind: 'word'; readonly text: string; readonly seqs: readonly number[] }
  /** A state word under a negation: it claims nothing. */
  | { readonly kind: 'denial'; readonly text: string }
  /** Text that stands in an event: titles, reasons, paths, names. A mark of omission at its end is allowed. */
  | { readonly kind: 'said'; readonly text: string; readonly seq: number; readonly form: SaidForm }
  /** Words of a definition or a query: a fixed heading, a metric's title or band, what an anti-pattern's query answered. */
  | {
      readonly kind: 'derived'
      readonly text: string
      readonly from: 'heading' | 'title' | 'band' | 'anti-pattern'
      readonly of: string
    }
  /** The number of an event, written `#12`. */
  | { readonly kind: 'seq'; readonly seq: number }
  /** An identifier: no blank in it and at least one letter. */
  | { readonly kind: 'id'; readonly text: string }
  | { readonly kind: 'command'; readonly text: string }
  /** A moment, milliseconds since 1970; `time` writes only the time of day. Both are UTC. */
  | { readonly kind: 'date'; readonly wall: number; readonly form: 'day' | 'minute' | 'time' }

/** Headings that use a state word for what is asked, not for what is so. */
export const headings: ReadonlySet<string> = new Set([
  'Success criteria',
  'Passed / failed / errors',
  'Landed',
  'Paid since',
  'Paid',
])

type Proof = (fact: Fact) => boolean

const taskDone: Proof = (fact) => fact.type === 'task.ended' && fact.state === 'done'
const ended: Proof = (fact) => fact.type === 'run.finished' || fact.type === 'phase.finished' || taskDone(fact)
const confirmed: Proof = (fact) => fact.type === 'finding.verified' && fact.verdict.verdict === 'confirmed'
const fixed: Proof = (fact) => fact.type === 'debt.recorded' && fact.debt.state === 'fixed'
const paid: Proof = (fact) => fixed(fact) && fact.type === 'debt.recorded' && fact.debt.fixedIn !== undefined
const landed: Proof = (fact) => fact.type === 'task.landed'
const published: Proof = (fact) => fact.type === 'branch.published' && fact.reason === ''
const reviewed: Proof = (fact) => fact.type === 'review.ended'
const held: Proof = (fact) => fact.type === 'criterion.checked' && fact.holds
/** A check that counts nothing is believed by its outcome; without an outcome, only a count of no failures is proof. */
const checked: Proof = (fact) =>
  fact.type === 'check.ended' &&
  fact.exitCode === 0 &&
  (fact.outcome === undefined ? fact.failed === 0 : fact.outcome === 'passed' && (fact.failed ?? 0) === 0) &&
  (fact.errors ?? 0) === 0
const laneGreen: Proof = (fact) => fact.type === 'lane.tested' && fact.green
const tested: Proof = (fact) => fact.type === 'lane.tested' || fact.type === 'check.ended'
const accomplished: Proof = (fact) =>
  (fact.type === 'run.finished' || fact.type === 'run.concluded') && fact.outcome === 'accomplished'
const unprovable: Proof = () => false

/** Words that state success, each with the facts that alone can prove it. */
export const stateWords: ReadonlyMap<string, Proof> = new Map<string, Proof>([
  ['done', taskDone],
  ['finished', ended],
  ['completed', ended],
  ['accomplished', accomplished],
  ['verified', confirmed],
  ['confirmed', confirmed],
  ['fixed', fixed],
  ['resolved', fixed],
  ['solved', fixed],
  ['repaired', fixed],
  ['paid', paid],
  ['gone', (fact) => fact.type === 'debt.recorded' && fact.change === 'gone'],
  ['landed', landed],
  ['merged', landed],
  ['shipped', landed],
  ['delivered', landed],
  ['published', published],
  ['reviewed', reviewed],
  ['tested', tested],
  ['approved', (fact) => fact.type === 'review.ended' && fact.approved],
  ['passed', (fact) => checked(fact) || held(fact)],
  ['passing', checked],
  ['green', (fact) => checked(fact) || laneGreen(fact)],
  ['met', held],
  ['holds', held],
  ['succeeded', taskDone],
  ['success', unprovable],
  ['successful', unprovable],
  ['successfully', unprovable],
  ['flawless', unprovable],
  ['perfect', unprovable],
  ['perfectly', unprovable],
  ['secure', unprovable],
  ['bug-free', unprovable],
  ['production-ready', unprovable],
])

/** Whether the fact proves the word. False for a word that is not a state word. */
export function proves(fact: Fact, word: string): boolean {
  return stateWords.get(word.toLowerCase())?.(fact) ?? false
}

/** The written form of a number. Shares are written in per cent, money in US dollars, durations in the unit that fits. */
export function written(value: number, unit: Unit): string {
  switch (unit) {
    case 'count':
      return grouped(Math.round(value))
    case 'decimal':
      return trimmed(value, 2)
    case 'share':
      return `${trimmed(value * 100, 1)} %`
    case 'usd':
      return `$${value.toFixed(value !== 0 && value < 1 ? 4 : 2)}`
    case 'bytes':
      return value < 1_000_000 ? `${grouped(Math.ceil(value / 1_000))} kB` : `${trimmed(value / 1_000_000, 1)} MB`
    case 'milliseconds':
      return duration(value)
  }
}

/** `412 ms`, `3.4 s`, `2 min 05 s`, `1 h 07 min`. */
function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${trimmed(ms / 1_000, 1)} s`
  const seconds = Math.round(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return digits === 0 ? text : text.replace(/\.?0+$/, '')
}

/** Thousands are set apart from 10,000 on. */
function grouped(value: number): string {
  const digits = String(Math.abs(value))
  if (digits.length < 5) return String(value)
  const groups: string[] = []
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end))
  return `${value < 0 ? '-' : ''}${groups.join(',')}`
}

/** A moment in UTC: `2026-01-31`, `2026-01-31 04:05` or `04:05:06`. */
export function moment(wall: number, form: 'day' | 'minute' | 'time'): string {
  const iso = new Date(wall).toISOString()
  if (form === 'day') return iso.slice(0, 10)
  return form === 'minute' ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 19)
}
