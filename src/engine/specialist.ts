import type { Fact } from '../domain/event.ts'
import type { Refusal } from '../domain/hierarchy.ts'
import { type ResolvedLimits, tighten } from '../domain/limits.ts'
import type { Report } from '../domain/report.ts'
import { isReadOnly, type Specialist } from '../domain/specialist.ts'
import type { AgentBackend, Outcome } from '../ports/agent-backend.ts'
import type { AgentCtx, AgentUnit, Ended } from '../ports/runtime.ts'
import type { Conduct } from './conduct.ts'
import type { Use, Wish } from './door.ts'
import { judgeAttempt } from './judge-attempt.ts'
import { backendFor, performJob, type Working } from './perform.ts'
import { memoryOf, placeUnder } from './place.ts'
import { Attempt } from './post.ts'
import type { Running } from './running.ts'
import type { AttemptAnswer } from './attempt.ts'
import { windDown } from './wind-down.ts'

/** One attempt of one task by one specialist: through the door, to work, and its report before the judge. */
export function specialistUnit(running: Running): AgentUnit {
  return async (ctx, input) => {
    const attempt = Attempt.parse(input)
    const specialist = running.site.library.specialists.get(nameIn(attempt))
    const over = attempt.ground?.duty === 'work' ? windDown(running, attempt.task.phase) : null
    if (over !== null) return { value: { kind: 'blocked', reason: over }, facts: [] }
    const wish = wishFor(running, ctx, attempt, specialist)
    const answer = running.door.enter(wish)
    if (!answer.ok) return refused(wish, attempt, answer.refusal)
    const settled = { usd: 0 as number | null, tokens: 0 }
    try {
      const backend = backendFor(running, attempt, specialist)
      if (specialist === undefined)
        return refused(wish, attempt, {
          code: 'roster',
          detail: `"${wish.actor.name}" has no definition here`,
        })
      await ctx.emit(...spawned(wish, attempt, { caps: answer.caps, backend, model: specialist.model }))
      const ended = await work(running, ctx, { attempt, specialist, actor: wish.actor, backend })
      settled.usd = ended.spent.usd
      settled.tokens = ended.spent.tokens
      return withSettlement(ended.ended, wish, backend, ended.spent)
    } finally {
      running.door.leave(wish.actor.id, settled)
    }
  }
}

interface Spent {
  readonly usd: number | null
  readonly tokens: number
}

async function work(running: Running, ctx: AgentCtx, working: Working): Promise<{ ended: Ended; spent: Spent }> {
  const { clock } = running.site
  const started = clock.mono()
  const performed = await performJob(running, ctx, working)
  const { conduct, outcome } = performed
  const judged = judgeAttempt(running, working, performed)
  const ended = attemptEnded(working, conduct, { outcome, answer: judged.answer, milliseconds: clock.mono() - started })
  return {
    ended: { value: judged.answer, facts: [...judged.facts, ended] },
    spent: { usd: outcome.cost.usd, tokens: outcome.usage.inputTokens + outcome.usage.outputTokens },
  }
}

function attemptEnded(
  { attempt, actor }: Working,
  { turns }: Conduct,
  { outcome, answer, milliseconds }: { outcome: Outcome<Report>; answer: AttemptAnswer; milliseconds: number },
): Fact {
  const detail = answer.kind === 'done' ? (outcome.ok ? outcome.value.summary : '') : answer.reason
  return {
    type: 'attempt.ended',
    actor: actor.id,
    task: attempt.task.id,
    attempt: attempt.attempt,
    ok: answer.kind === 'done',
    failure: answer.kind === 'failed' ? answer.failure : null,
    detail: detail.slice(0, 2_000),
    usage: outcome.usage,
    cost: outcome.cost,
    turns,
    milliseconds: Math.round(milliseconds * 1_000) / 1_000,
  }
}

function wishFor(running: Running, ctx: AgentCtx, given: Attempt, specialist: Specialist | undefined): Wish {
  const { task, attempt, owner, ground } = given
  const place = placeUnder(running, task.phase, owner)
  const id = `${task.id}#${attempt}${ground?.duty === 'review' ? '.review' : ''}`
  // An earlier life of the process had spawned it and died under it: this is another agent with the same work.
  const again = running.state.agents.has(id) ? `~${ctx.boot}` : ''
  const backend = backendFor(running, given, specialist)
  return {
    parent: owner,
    actor: { id: `${id}${again}`, role: 'specialist', name: nameIn(given), parent: owner.id },
    phase: task.phase,
    roster: place.roster,
    explorerIsReadOnly: specialist !== undefined && isReadOnly(specialist),
    memoryMb: memoryOf(specialist),
    caps: place.caps,
    money: moneyOf(backend, specialist, place.limits),
  }
}

function moneyOf(backend: AgentBackend, specialist: Specialist | undefined, limits: ResolvedLimits): Wish['money'] {
  if (specialist === undefined || !backend.capabilities.model) return { usd: 0, tokens: 0 }
  return backend.estimate({ model: specialist.model, limits: tighten(limits, specialist.limits) })
}

/** Who comes: the task's own specialist, its reviewer, or whoever takes over. */
function nameIn({ task, ground }: Attempt): string {
  return ground?.by ?? task.specialist
}

function refused({ parent, actor, phase }: Wish, { task }: Attempt, { code, detail }: Refusal): Ended {
  const fact: Fact = {
    type: 'spawn.refused',
    parent: parent.id,
    role: actor.role,
    name: actor.name,
    phase,
    task: task.id,
    code,
    detail,
  }
  return { value: { kind: 'refused', reason: `${code}: ${detail}` }, facts: [fact] }
}

function spawned(
  { actor, phase, memoryMb, money }: Wish,
  { task, attempt, ground }: Attempt,
  { caps, backend, model }: { caps: { run: Use; phase: Use; coordinator: Use }; backend: AgentBackend; model: string },
): readonly Fact[] {
  const fact: Fact = {
    type: 'agent.spawned',
    actor,
    phase,
    task: task.id,
    attempt,
    backend: backend.id,
    model: backend.capabilities.model ? model : null,
    caps,
    memoryMb,
    ...(ground?.duty === 'review' ? { duty: 'review' } : {}),
  }
  if (!backend.capabilities.model || money === null) return [fact]
  return [fact, { type: 'budget.reserved', actor: actor.id, ...money }]
}

function withSettlement(ended: Ended, { actor }: Wish, backend: AgentBackend, spent: Spent): Ended {
  if (!backend.capabilities.model) return ended
  return { ...ended, facts: [...ended.facts, { type: 'budget.settled', actor: actor.id, ...spent }] }
}
