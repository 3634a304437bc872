import type { Fact } from '../../domain/event.ts'
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
      return `${fact.criterion}: ${fact.holds ? 'holds' : 'does not hold'} (measured ${fact.measured ?? 'unknown'})`
    case 'work.direct':
      return `${fact.actor} works directly on ${fact.target}`
    case 'task.landed':
      return `${fact.task} landed ${counted(fact.paths.length, 'file')}`
    case 'run.concluded':
    case 'agent.ended':
    case 'task.queued':
    case 'turn.ended':
    case 'report.consumed':
    case 'review.ended':
    case 'human.answered':
    case 'check.ended':
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
      return null
  }
}

function started({ mission, repository, run }: Extract<Fact, { type: 'run.started' }>): string {
  const { name, commit, dirty } = repository
  const aside = dirty ? '; changes that are in no commit are left out' : ''
  return `${mission} on ${name} at ${commit.slice(0, 12)}, run ${run}${aside}`
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
