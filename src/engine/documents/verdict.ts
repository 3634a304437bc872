import { type Book, endOf, lastOf } from './book.ts'
import { reason, word } from './cite.ts'
import { type Text, text } from './text.ts'

/** The first sentence of a report: how the run ended, and why not better. */
export function verdict(book: Book): Text {
  const end = endOf(book)
  if (end === null) return unended(book)
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

function unended(book: Book): Text {
  const stop = lastOf(book, 'run.stopping')
  const resumed = lastOf(book, 'run.resumed')
  return stop === null || (resumed !== null && resumed.seq > stop.seq)
    ? text`The run has not ended yet; this is how it stands.`
    : text`The run was stopped by ${reason(stop.fact.by, stop.seq)} before its end, and can be resumed; this is how it stands.`
}
