import type { Part, Unit } from '../../domain/claim.ts'
import { type AntiPattern, type MetricName, metricBands } from '../../domain/metrics.ts'
import type { Book } from './book.ts'
import { type FoldName, folded } from './folds.ts'
import type { Text } from './text.ts'
import { metricOf, type PastView, pastOf } from './trend.ts'

/** How many events there are, each of them cited. */
export function count(events: readonly { readonly seq: number }[]): Part {
  return {
    kind: 'number',
    value: events.length,
    unit: 'count',
    from: { kind: 'count', seqs: events.map((e) => e.seq) },
  }
}

/** As `count`, with its noun: `1 finding`, `24 findings`. */
export function counted(events: readonly { readonly seq: number }[], noun: string): Text {
  return many(count(events), noun)
}

/** A number with its noun in the right form. */
export function many(number: Part, noun: string): Text {
  const isOne = number.kind === 'number' && number.value === 1
  return [number, { kind: 'prose', text: ` ${isOne ? noun : `${noun}s`}` }]
}

/** A number that stands in one event, or is the length of a list in it. */
export function stands(value: number, seq: number, unit: Unit = 'count'): Part {
  return { kind: 'number', value, unit, from: { kind: 'event', seq } }
}

/** A named fold over the book. Unknown stays the word `unknown`. */
export function fold(book: Book, name: FoldName, of = '', unit: Unit = 'count'): Part {
  return numberOr(folded(book, name, of), unit, { kind: 'fold', fold: name, of })
}

/** One field of a metric of this run. */
export function metric(book: Book, scope: string, name: string, unit: Unit, field: MetricField = 'value'): Part {
  return numberOr(metricOf(book.metrics, scope, name, field), unit, { kind: 'metric', scope, metric: name, field })
}

/** One figure of a metric over earlier runs. */
export function past(book: Book, name: string, of: PastView, unit: Unit): Part {
  return numberOr(pastOf(book, name, of), unit, { kind: 'history', metric: name, of })
}

/** The band that a metric's definition sets, in words. */
export function band(metric: MetricName): Part {
  return { kind: 'derived', text: metricBands[metric].band, from: 'band', of: metric }
}

/** The name of a metric for people. */
export function metricTitle(metric: MetricName): Part {
  return { kind: 'derived', text: metricBands[metric].title, from: 'title', of: metric }
}

/** One of the fixed headings that use a state word. */
export function headed(text: string): Part {
  return { kind: 'derived', text, from: 'heading', of: text }
}

/** What the query of an anti-pattern answered. */
export function answer({ name, detail }: AntiPattern): Part {
  return { kind: 'derived', text: detail, from: 'anti-pattern', of: name }
}

/** The number of an event, as `#12`. */
export function seqOf(seq: number): Part {
  return { kind: 'seq', seq }
}

/** A word that states success, with the events that prove it. */
export function word(text: string, proof: readonly { readonly seq: number }[]): Part {
  return { kind: 'word', text, seqs: proof.map(({ seq }) => seq) }
}

/** A state word under a negation, such as `not done`. */
export function denial(text: string): Part {
  return { kind: 'denial', text }
}

/** Text that stands in an event. */
export function said(text: string, seq: number): Part {
  return { kind: 'said', text, seq, form: 'inline' }
}

/** As `said`, for the end of a sentence: without the full stops that it may bring along. */
export function reason(text: string, seq: number): Part {
  let end = text.trimEnd().length
  while (end > 0 && text[end - 1] === '.') end -= 1
  return said(text.slice(0, end), seq)
}

/** A path, name or rule that stands in an event, in code type. */
export function code(text: string, seq: number): Part {
  return { kind: 'said', text, seq, form: 'code' }
}

/** An identifier: no blank in it and at least one letter. */
export function id(text: string): Part {
  return { kind: 'id', text }
}

export function command(text: string): Part {
  return { kind: 'command', text }
}

export function date(wall: number, form: 'day' | 'minute' | 'time'): Part {
  return { kind: 'date', wall, form }
}

type MetricField = 'value' | 'numerator' | 'denominator'

function numberOr(value: number | null, unit: Unit, from: Extract<Part, { kind: 'number' }>['from']): Part {
  return value === null || !Number.isFinite(value)
    ? { kind: 'prose', text: 'unknown' }
    : { kind: 'number', value, unit, from }
}
