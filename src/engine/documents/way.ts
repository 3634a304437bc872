import type { TaskRecord, Timed } from '../../domain/state.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { code, reason, said, stands, word } from './cite.ts'
import { mayLand } from './landed.ts'
import { clip } from './markdown.ts'
import { listed, type Text, text, words } from './text.ts'

/** What happened to tasks on their way to the branch, by task. */
export interface Ways {
  /** Whether there was a branch at all. */
  readonly landing: boolean
  readonly refusals: ReadonlyMap<string, readonly Timed<'landing.refused'>[]>
  readonly takeovers: ReadonlyMap<string, readonly Seen<'takeover.happened'>[]>
  readonly landed: ReadonlyMap<string, Timed<'task.landed'>>
}

export function waysOf(book: Book): Ways {
  return {
    landing: mayLand(book),
    refusals: Map.groupBy(book.state.refusedLandings, ({ fact }) => fact.task),
    takeovers: Map.groupBy(eventsOf(book, 'takeover.happened'), ({ fact }) => fact.task),
    landed: book.state.landed,
  }
}

/** One cell: why each attempt was sent back, who took over, and the commit it ended as. Empty: it had no such way. */
export function wayOf({ queued, attempts }: TaskRecord, { refusals, takeovers, landed }: Ways): Text {
  const { task } = queued.fact
  const failed = attempts.filter(({ fact }) => !fact.ok).map((one) => ({ seq: one.seq, text: failure(one) }))
  const back = (refusals.get(task) ?? []).map((one) => ({ seq: one.seq, text: sentBack(one) }))
  const over = (takeovers.get(task) ?? []).map((one) => ({ seq: one.seq, text: takenOver(one) }))
  const last = landed.get(task)
  const end = last === undefined ? [] : [{ seq: last.seq, text: landing(last) }]
  const steps = [...failed, ...back, ...over, ...end].toSorted((a, b) => a.seq - b.seq)
  return listed(
    steps.map((step) => step.text),
    '; ',
  )
}

const longest = 160

function failure({ seq, fact }: Timed<'attempt.ended'>): Text {
  const why = fact.detail === '' ? [] : text`: ${reason(clip(fact.detail, longest), seq)}`
  return text`attempt ${stands(fact.attempt, seq)} failed for ${words(fact.failure ?? 'no known reason')}${why}`
}

function sentBack({ seq, fact }: Timed<'landing.refused'>): Text {
  return text`attempt ${stands(fact.attempt, seq)} sent back for ${words(fact.why)}: ${reason(clip(fact.reason, longest), seq)}`
}

function takenOver({ seq, fact }: Seen<'takeover.happened'>): Text {
  return text`taken over by ${said(fact.by, seq)} for ${words(fact.reason)}`
}

function landing(one: Timed<'task.landed'>): Text {
  const { seq, fact } = one
  const commit = fact.commit === undefined ? [] : text` as ${code(fact.commit.slice(0, 8), seq)}`
  return text`${word('landed', [one])}${commit}`
}
