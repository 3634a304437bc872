import { assignmentIn } from '../domain/assignment.ts'
import type { Fact } from '../domain/event.ts'
import type { Report } from '../domain/report.ts'
import type { AttemptAnswer } from './attempt.ts'
import type { Imported } from './import-change.ts'
import { judgeReport } from './judge-report.ts'
import type { Performed, Working } from './perform.ts'
import type { Running } from './running.ts'

interface Judged {
  readonly facts: readonly Fact[]
  readonly answer: AttemptAnswer
}

/** What an attempt came to: its report as the engine believes it, with what git says in place of what it says of files. */
export function judgeAttempt(running: Running, working: Working, { conduct, outcome, imported }: Performed): Judged {
  const { attempt, actor } = working
  if (!outcome.ok) return { facts: [], answer: { kind: 'failed', failure: outcome.failure, reason: outcome.detail } }
  if (attempt.ground?.duty === 'review') return judgeReview(working, outcome.value)
  const granted = imported === null ? conduct.granted : new Set(imported.paths.map(({ path }) => path))
  const { facts, failure } = judgeReport({ attempt, actor, state: running.state, granted }, outcome.value)
  if (failure !== null) return { facts, answer: { kind: 'failed', failure: failure.failure, reason: failure.detail } }
  if (outcome.value.check !== undefined) running.landing?.checking.remember(outcome.value.check)
  if (outcome.value.outcome === 'blocked') return { facts, answer: { kind: 'blocked', reason: outcome.value.summary } }
  if (imported === null) return { facts, answer: { kind: 'done' } }
  return { facts, answer: answerWith(working, imported, outcome.value) }
}

/** With a workspace, what changed is what git says; what the report says of it is not asked. */
function answerWith(
  { attempt, specialist, actor }: Working,
  { commit, paths, rejected }: Imported,
  { nothingToDo }: Report,
): AttemptAnswer {
  const base = attempt.ground?.base
  const assignment = assignmentIn(attempt.task.input)
  if (commit === null || base === undefined) {
    if (nothingToDo === true && rejected === 0) return { kind: 'done' }
    // A repair works on the whole repository; what lies in another's domain is that coordinator's to land.
    if (assignment?.work === 'repair')
      return rejected === 0 ? { kind: 'done' } : { kind: 'done', reason: 'what it would change lies in other domains' }
    const reason = rejected === 0 ? 'it says done and changed nothing' : `all ${rejected} hunks lay outside its scope`
    return { kind: 'failed', failure: 'empty', reason }
  }
  const mechanical = attempt.ground?.byRote === true
  const change = { by: specialist.name, author: actor.id, base, commit, mechanical }
  return { kind: 'done', change: { ...change, paths: paths.map((one) => ({ ...one })) } }
}

/** A review without a verdict approves nothing. */
function judgeReview({ attempt, actor }: Working, { review, summary }: Report): Judged {
  const { approved, reasons } = review ?? { approved: false, reasons: [`the review gave no verdict: ${summary}`] }
  const reason = reasons.join('; ').slice(0, 4_000)
  const fact: Fact = { type: 'review.ended', task: attempt.task.id, by: actor.id, approved, reason }
  return { facts: [fact], answer: approved ? { kind: 'done' } : { kind: 'blocked', reason } }
}
