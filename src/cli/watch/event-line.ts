import { atCommit } from '../../domain/commit-name.ts'
import { complaintIn } from '../../domain/complaint.ts'
import type { Fact, FactOf } from '../../domain/event.ts'
import type { RunState } from '../../domain/state.ts'
import { roughly } from '../draw/duration.ts'

/** What happened, in one sentence for people who read a log. Null: too small to be a line of its own. */
export function eventLine(fact: Fact, state: RunState): string | null {
  switch (fact.type) {
    case 'run.started':
      return started(fact)
    case 'run.resumed':
      return `resumed in boot ${fact.boot}; ${counted(fact.interrupted.length, 'interrupted attempt')}`
    case 'run.stopping':
      return `stopping ${fact.how === 'now' ? 'at once' : 'gracefully'}, asked by ${fact.by}`
    case 'run.finished':
      return `${fact.outcome}: ${fact.reason}`
    case 'phase.started':
      return `phase ${fact.phase} begins`
    case 'phase.held':
      return `phase ${fact.phase} held: ${fact.reason}`
    case 'phase.finished':
      return `phase ${fact.phase} ends: ${fact.done} of ${counted(fact.ended, 'task')} done`
    case 'order.given':
      return `${fact.from} gives ${fact.to} its order`
    case 'order.failed':
      return `${fact.to} could not carry out its order: ${fact.reason}`
    case 'agent.spawned':
      return spawned(fact, state)
    case 'spawn.refused':
      return `refused: ${fact.detail}`
    case 'attempt.ended':
      return fact.ok
        ? null
        : `${fact.actor}: attempt ${fact.attempt} ended as ${fact.failure ?? 'failed'}: ${fact.detail}`
    case 'task.ended':
      return ended(fact, state)
    case 'action.denied':
      return `denied: ${fact.actor} wanted ${fact.what} ${fact.target}: ${fact.reason}`
    case 'claim.rejected':
      return `rejected: ${fact.actor} claimed "${fact.claim}": ${fact.reason}`
    case 'takeover.happened':
      return `${fact.by} takes over ${fact.task}: ${fact.reason}`
    case 'criterion.checked':
      return fact.measured === null
        ? `${fact.criterion}: could not be measured, so it does not hold`
        : `${fact.criterion}: ${fact.holds ? 'holds' : 'does not hold'} (measured ${fact.measured})`
    case 'work.direct':
      return `${fact.actor} works directly on ${fact.target}`
    case 'task.landed':
      return `landed ${fact.task}: ${fact.subject ?? counted(fact.paths.length, 'file')}`
    case 'check.ended':
      return checked(fact)
    case 'landing.refused':
      return `not landed ${fact.task} (${fact.why}): ${fact.reason}`
    case 'hunk.rejected':
      return `left out of ${fact.task}: ${fact.path} ${fact.hunk}: ${withoutGlobs(fact.reason)}`
    case 'conflict.predicted':
      return `${fact.task} will conflict with ${fact.other} in ${fact.paths.join(', ')}`
    case 'lane.tested':
      return laneTested(fact, state)
    case 'branch.published':
      return fact.reason === '' ? null : `${fact.branch} is not shown in your repository: ${fact.reason}`
    case 'task.escalated':
      return `escalated ${fact.task} (${fact.reason}): ${fact.detail}`
    case 'work.deferred':
      return `left for later ${fact.subject}: ${fact.reason}`
    case 'expansion.started':
      return `expands into ${fact.what}: ${fact.order}`
    case 'expansion.ended':
      return `expansion ends with ${counted(fact.landed, 'landed change')}: ${fact.reason}`
    case 'quirk.recorded':
      return fact.change === 'kept' ? null : `quirk ${fact.quirk.id} ${fact.change}: ${fact.quirk.lesson}`
    case 'run.concluded':
    case 'agent.ended':
    case 'task.queued':
    case 'turn.ended':
    case 'report.consumed':
    case 'review.ended':
    case 'human.answered':
    case 'checks.detected':
    case 'workspace.opened':
    case 'change.committed':
    case 'scope.granted':
    case 'gate.judged':
    case 'quirk.applied':
    case 'note.added':
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
    // The phase that is held says the same in the next line.
    case 'expansion.declined':
      return null
  }
}

/** Characters of what a program printed. */
const longest = 200

type CheckEnded = Extract<Fact, { type: 'check.ended' }>

function checked(fact: CheckEnded): string {
  const { suite, at, outcome, flaky, excerpt } = fact
  const line = outcome === 'unavailable' ? complaintIn(excerpt ?? '') : null
  const why = line === null ? '' : `: ${line.slice(0, longest)}`
  return `check ${suite} ${outcomeOf(outcome)} at ${at}${countsOf(fact)}${flaky === true ? ', flaky' : ''}${why}`
}

/** Tests pass one by one; linters and compilers only know what is wrong. */
function countsOf({ kind, passed, failed, errors }: CheckEnded): string {
  if (passed === null) return ''
  const broken = errors === null || errors === 0 ? '' : `, ${counted(errors, 'error')}`
  if (kind === undefined || kind === 'test') return `, ${passed} passed, ${failed ?? 0} failed${broken}`
  return failed === null || failed === 0 ? broken : `, ${counted(failed, 'problem')}${broken}`
}

/** What the lane proves is that nothing became worse: a check that was red may be as red, and one that cannot run says nothing. */
function laneTested({ green, tasks, reason, commit }: FactOf<'lane.tested'>, { checks }: RunState): string {
  const ran = [...checks.values()].some((runs) =>
    Object.values(runs).some((run) => run.commit === commit && run.outcome !== 'unavailable'),
  )
  const blind = green && !ran ? '; no check could run' : ''
  return `lane: ${green ? 'no worse' : 'worse'} with ${counted(tasks.length, 'change')}${reason === '' ? '' : `: ${reason}`}${blind}`
}

function outcomeOf(outcome: CheckEnded['outcome']): string {
  switch (outcome) {
    case 'passed':
    case 'failed':
      return outcome
    case 'timeout':
      return 'did not end within its limit'
    case 'unavailable':
      return 'could not run'
    case undefined:
      return 'ended'
  }
}

/** A scope is the same in every line of a task, and longer than all the rest of it; the ledger has it. */
function withoutGlobs(reason: string): string {
  return reason.startsWith("outside the task's scope") ? "outside the task's scope" : reason
}

function started({ mission, repository, run }: Extract<Fact, { type: 'run.started' }>): string {
  const { name, commit, dirty } = repository
  const aside = dirty ? '; changes that are in no commit are left out' : ''
  return `${mission} on ${name}${atCommit(commit)}, run ${run}${aside}`
}

function spawned({ actor, task, attempt }: Extract<Fact, { type: 'agent.spawned' }>, state: RunState): string | null {
  if (actor.role !== 'specialist' || task === null) return null
  const again = attempt > 1 ? ` (attempt ${attempt})` : ''
  return `${actor.parent ?? ''} sends ${actor.name}${again}: ${titleOf(state, task)}`
}

function ended({ task, state: end, reason }: Extract<Fact, { type: 'task.ended' }>, state: RunState): string {
  const record = state.tasks.get(task)
  const took = record?.attempts.reduce((sum, { fact }) => sum + fact.milliseconds, 0) ?? 0
  const who = record?.queued.fact.specialist ?? task
  const title = titleOf(state, task)
  return end === 'done' ? `${who} done in ${roughly(took)}: ${title}` : `${who} ${end}: ${title}: ${reason}`
}

function titleOf(state: RunState, task: string): string {
  return state.tasks.get(task)?.queued.fact.title ?? task
}

function counted(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}
