import { type Book, endOf } from './book.ts'
import { reason, word } from './cite.ts'
import { type Text, text } from './text.ts'

/** The first sentence of a report: how the run ended, and why not better. */
export function verdict(book: Book): Text {
  const end = endOf(book)
  if (end === null) return text`The run has not ended yet; this is how it stands.`
  const { outcome } = end.fact
  const why = end.fact.reason === '' ? text`.` : text`: ${reason(end.fact.reason, end.seq)}.`
  switch (outcome) {
    case 'accomplished':
      return text`The mission is ${word('accomplished', [end])}${why}`
    case 'partial':
      return text`The mission is partly through${why}`
    case 'aborted':
      return text`The run was aborted${why}`
    case 'failed':
      return text`The run failed${why}`
  }
}
