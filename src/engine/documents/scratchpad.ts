import type { LedgerEvent } from '../../domain/event.ts'
import type { Book } from './book.ts'
import { date, denial, id, said, seqOf, word } from './cite.ts'
import { type Document, documentOf, lines, type Text, text, words } from './text.ts'

/** SCRATCHPAD.md: what was said and decided, in the order of the ledger. Later renderings only add lines. */
export function scratchpad({ events }: Book): Document {
  const entries = events.flatMap((event) => {
    const what = entry(event)
    return what === null ? [] : [text`- ${seqOf(event.seq)} ${date(event.wall, 'time')} ${what}`]
  })
  const began = events[0]
  return documentOf('SCRATCHPAD.md', [
    text`# Scratchpad`,
    text`Append-only, written from the ledger${began === undefined ? [] : text` that begins on ${date(began.wall, 'day')}`}. Times are UTC.`,
    lines(...entries),
  ])
}

/** One entry, or null for what belongs to other documents. */
function entry({ seq, fact }: LedgerEvent): Text | null {
  switch (fact.type) {
    case 'run.started':
      return text`**run** ${said(fact.run, seq)} began${because(fact.goal, seq)}`
    case 'run.resumed':
      return text`**run** resumed after its process had ended`
    case 'run.stopping':
      return text`**run** asked to stop, ${words(fact.how)}, by ${said(fact.by, seq)}`
    case 'run.concluded':
      return text`**run** judged ${fact.outcome === 'accomplished' ? text`${word(fact.outcome, [{ seq }])}` : words(fact.outcome)}${because(fact.reason, seq)}`
    case 'run.finished':
      return text`**run** closed`
    case 'phase.started':
      return text`**phase** ${id(fact.phase)} began`
    case 'phase.held':
      return text`**phase** ${id(fact.phase)} held${because(fact.reason, seq)}`
    case 'phase.finished':
      return text`**phase** ${id(fact.phase)} ${word('finished', [{ seq }])}`
    case 'order.given':
      return text`**order** from ${said(fact.from, seq)} to ${said(fact.to, seq)}: ${said(fact.intent, seq)}`
    case 'order.failed':
      return text`**order** to ${said(fact.to, seq)} failed: ${said(fact.reason, seq)}`
    case 'note.added':
      return text`**note** by ${said(fact.by, seq)}: ${said(fact.text, seq)}`
    case 'spawn.refused':
      return text`**refused** ${said(fact.parent, seq)} wanted the agent "${said(fact.name, seq)}": ${said(fact.detail, seq)}`
    case 'action.denied':
      return text`**denied** ${said(fact.actor, seq)} wanted ${words(fact.what)} "${said(fact.target, seq)}": ${said(fact.reason, seq)}`
    case 'claim.rejected':
      return text`**rejected** ${said(fact.actor, seq)} claimed "${said(fact.claim, seq)}": ${said(fact.reason, seq)}`
    case 'takeover.happened':
      return text`**takeover** of ${said(fact.task, seq)} by ${said(fact.by, seq)}: ${said(fact.reason, seq)}`
    case 'human.answered':
      return text`**person** answered: ${said(fact.what, seq)}`
    case 'review.ended':
      return fact.approved
        ? null
        : text`**sent back** ${said(fact.task, seq)} by ${said(fact.by, seq)}: ${said(fact.reason, seq)}`
    case 'landing.refused':
      return text`**${denial('not landed')}** ${said(fact.task, seq)} for ${words(fact.why)}: ${said(fact.reason, seq)}`
    case 'hunk.rejected':
      return text`**left out** ${said(fact.path, seq)} ${said(fact.hunk, seq)} of ${said(fact.task, seq)}: ${said(fact.reason, seq)}`
    case 'conflict.predicted':
      return text`**conflict ahead** between ${said(fact.task, seq)} and ${said(fact.other, seq)}`
    case 'scope.granted':
      return text`**scope** widened by ${said(fact.by, seq)} for ${said(fact.task, seq)}: ${said(fact.reason, seq)}`
    case 'task.escalated':
      return text`**escalated** ${said(fact.task, seq)} for ${words(fact.reason)}: ${said(fact.detail, seq)}`
    case 'work.deferred':
      return text`**left** ${said(fact.subject, seq)}: ${said(fact.reason, seq)}`
    case 'expansion.started':
      return text`**expansion** ${id(fact.what)} by the standing order "${said(fact.order, seq)}"`
    case 'expansion.ended':
      return text`**expansion** ended: ${said(fact.reason, seq)}`
    case 'expansion.declined':
      return text`**expansion** not begun: ${said(fact.reason, seq)}`
    case 'quirk.recorded':
      return fact.change === 'kept'
        ? null
        : text`**quirk** ${said(fact.quirk.id, seq)} ${words(fact.change)}: ${said(fact.quirk.lesson, seq)}`
    case 'criterion.checked':
    case 'agent.spawned':
    case 'agent.ended':
    case 'task.queued':
    case 'turn.ended':
    case 'attempt.ended':
    case 'task.ended':
    case 'report.consumed':
    case 'work.direct':
    case 'task.landed':
    case 'checks.detected':
    case 'check.ended':
    case 'workspace.opened':
    case 'change.committed':
    case 'gate.judged':
    case 'lane.tested':
    case 'branch.published':
    case 'quirk.applied':
    case 'survey.ended':
    case 'inspection.ended':
    case 'finding.drafted':
    case 'finding.verified':
    case 'debt.recorded':
    case 'register.consolidated':
    case 'finding.suppressed':
    case 'layer.scored':
    case 'budget.reserved':
    case 'budget.settled':
    case 'effect.intended':
    case 'effect.done':
      return null
  }
}

function because(reason: string, seq: number): Text {
  return reason === '' ? [] : text`: ${said(reason, seq)}`
}
