import type { Fact, FactOf, FactType, LedgerEvent } from './event.ts'
import { emptyState, type PhaseState, type RunState, type Timed } from './state.ts'
import type { TaskState } from './task.ts'

/** The state after these events. */
export function fold(events: Iterable<LedgerEvent>, state: RunState = emptyState()): RunState {
  for (const event of events) apply(state, event)
  return state
}

/** Adds one event to the state, in place: folding a long run must not copy it at each step. */
export function apply(state: RunState, event: LedgerEvent): void {
  if (event.boot > state.boots) {
    state.boots = event.boot
    state.bootOffset = state.now
  }
  state.now = Math.max(state.now, state.bootOffset + event.mono)
  state.events += 1
  applyFact(state, event.fact, event)
}

function applyFact(state: RunState, fact: Fact, event: LedgerEvent): void {
  const timed = <T extends FactType>(of: FactOf<T>): Timed<T> => ({
    seq: event.seq,
    at: state.now,
    wall: event.wall,
    fact: of,
  })
  switch (fact.type) {
    case 'run.started':
      state.started = timed<'run.started'>(fact)
      for (const { name } of fact.phases)
        state.phases.set(name, { name, state: 'waiting', started: null, ended: null, reason: '' })
      return
    case 'run.resumed':
      return interrupt(state, fact.interrupted)
    case 'run.concluded':
    case 'run.finished':
      state.outcome = fact.outcome
      state.reason = fact.reason
      return
    case 'phase.started':
      return setPhase(state, fact.phase, 'running', '')
    case 'phase.held':
      return setPhase(state, fact.phase, 'held', fact.reason)
    case 'phase.finished':
      return setPhase(state, fact.phase, 'finished', '')
    case 'order.given':
      state.orders.push(timed<'order.given'>(fact))
      return
    case 'order.failed':
      state.failedOrders.push(timed<'order.failed'>(fact))
      return
    case 'agent.spawned':
      state.agents.set(fact.actor.id, {
        actor: fact.actor,
        phase: fact.phase,
        task: fact.task,
        attempt: fact.attempt,
        backend: fact.backend,
        model: fact.model,
        duty: fact.duty ?? 'work',
        spawned: state.now,
        ended: null,
        interrupted: false,
      })
      if (fact.task !== null) setTask(state, fact.task, 'working')
      return
    case 'agent.ended':
      return endAgent(state, fact.actor)
    case 'spawn.refused':
      state.refusals.push(timed<'spawn.refused'>(fact))
      return
    case 'task.queued':
      state.tasks.set(fact.task, { queued: timed<'task.queued'>(fact), state: 'queued', attempts: [], end: null })
      return
    case 'attempt.ended':
      // A reviewer's end is no attempt at the task.
      if (state.agents.get(fact.actor)?.duty !== 'review')
        state.tasks.get(fact.task)?.attempts.push(timed<'attempt.ended'>(fact))
      return endAgent(state, fact.actor)
    case 'task.ended': {
      setTask(state, fact.task, fact.state)
      const task = state.tasks.get(fact.task)
      if (task !== undefined) task.end = timed<'task.ended'>(fact)
      return
    }
    case 'action.denied':
      state.denials.push(timed<'action.denied'>(fact))
      return
    case 'claim.rejected':
      state.rejectedClaims.push(timed<'claim.rejected'>(fact))
      return
    case 'note.added':
      state.notes.push(timed<'note.added'>(fact))
      return
    case 'survey.ended':
      state.survey = fact.survey
      return
    case 'inspection.ended':
      state.inspections.set(fact.inspector, fact)
      return
    case 'finding.drafted':
      state.findings.set(fact.finding.fingerprint, {
        finding: fact.finding,
        by: fact.by,
        task: fact.task,
        seq: event.seq,
      })
      return
    case 'finding.verified':
      state.verdicts.set(fact.verdict.fingerprint, { verdict: fact.verdict, by: fact.by, seq: event.seq })
      return
    case 'finding.suppressed':
      state.suppressed.set(fact.fingerprint, fact)
      return
    case 'debt.recorded':
      state.debts.set(fact.debt.id, { debt: fact.debt, change: fact.change, seq: event.seq })
      return
    case 'register.consolidated':
      state.nextDebt = fact.nextId
      return
    case 'layer.scored':
      state.scores.set(fact.score.layer, fact.score)
      return
    case 'criterion.checked':
      state.criteria.push(fact)
      return
    case 'checks.detected':
      state.detected = fact.checks
      state.checksLookedFor = true
      return
    case 'check.ended':
      state.checks.set(fact.suite, { ...state.checks.get(fact.suite), [fact.at]: fact })
      return
    case 'task.landed':
      state.landed.set(fact.task, timed<'task.landed'>(fact))
      return
    case 'landing.refused':
      state.refusedLandings.push(timed<'landing.refused'>(fact))
      return
    case 'gate.judged':
      state.gates.push(timed<'gate.judged'>(fact))
      return
    case 'task.escalated':
      state.escalations.push(timed<'task.escalated'>(fact))
      return
    case 'work.deferred':
      state.deferred.push(timed<'work.deferred'>(fact))
      return
    case 'expansion.started':
      state.expansion = timed<'expansion.started'>(fact)
      return
    case 'quirk.recorded':
      state.quirks.set(fact.quirk.id, fact.quirk)
      return
    case 'branch.published':
      state.published = timed<'branch.published'>(fact)
      return
    // Metrics read these from the events themselves; nothing resumes or renders from them.
    case 'run.stopping':
    case 'turn.ended':
    case 'report.consumed':
    case 'work.direct':
    case 'review.ended':
    case 'takeover.happened':
    case 'human.answered':
    case 'workspace.opened':
    case 'hunk.rejected':
    case 'change.committed':
    case 'scope.granted':
    case 'conflict.predicted':
    case 'lane.tested':
    case 'expansion.ended':
    case 'expansion.declined':
    case 'quirk.applied':
    case 'budget.reserved':
    case 'budget.settled':
    case 'effect.intended':
    case 'effect.done':
      return
  }
}

function setPhase(state: RunState, name: string, to: PhaseState['state'], reason: string): void {
  const phase = state.phases.get(name)
  if (phase === undefined) return
  phase.state = to
  phase.reason = reason
  if (to === 'running') phase.started = state.now
  else phase.ended = state.now
}

function setTask(state: RunState, id: string, to: TaskState): void {
  const task = state.tasks.get(id)
  if (task !== undefined) task.state = to
}

function endAgent(state: RunState, id: string): void {
  const agent = state.agents.get(id)
  if (agent !== undefined) agent.ended = state.now
}

/** The process died: whoever worked then is not working now. The lost time ends where the ledger ended. */
function interrupt(state: RunState, actors: readonly string[]): void {
  for (const id of actors) {
    const agent = state.agents.get(id)
    if (agent === undefined || agent.ended !== null) continue
    agent.ended = state.bootOffset
    agent.interrupted = true
    if (agent.task !== null) setTask(state, agent.task, 'queued')
  }
}
