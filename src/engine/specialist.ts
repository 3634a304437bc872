import type { Fact } from '../domain/event.ts'
import type { Actor, Refusal } from '../domain/hierarchy.ts'
import { type ResolvedLimits, tighten } from '../domain/limits.ts'
import type { Report } from '../domain/report.ts'
import { isReadOnly, type Specialist } from '../domain/specialist.ts'
import type { AgentBackend, Outcome } from '../ports/agent-backend.ts'
import type { AgentCtx, AgentUnit, Ended } from '../ports/runtime.ts'
import { bounded } from './bounded.ts'
import { brief } from './brief.ts'
import { Conduct } from './conduct.ts'
import type { Use, Wish } from './door.ts'
import { judgeReport } from './judge-report.ts'
import { memoryOf, placeUnder } from './place.ts'
import { Attempt } from './post.ts'
import type { Running } from './running.ts'
import type { AttemptAnswer } from './task.ts'

/** One attempt of one task by one specialist: through the door, to work, and its report before the judge. */
export function specialistUnit(running: Running): AgentUnit {
  return async (ctx, input) => {
    const attempt = Attempt.parse(input)
    const specialist = running.site.library.specialists.get(attempt.task.specialist)
    const wish = wishFor(running, ctx, attempt, specialist)
    const answer = running.door.enter(wish)
    if (!answer.ok) return refused(wish, attempt, answer.refusal)
    const settled = { usd: 0 as number | null, tokens: 0 }
    try {
      const backend = backendOf(running, specialist)
      if (specialist === undefined || backend === undefined)
        return refused(wish, attempt, {
          code: 'roster',
          detail: `"${wish.actor.name}" has no definition or backend here`,
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

interface Working {
  readonly attempt: Attempt
  readonly specialist: Specialist
  readonly actor: Actor
  readonly backend: AgentBackend
}

interface Spent {
  readonly usd: number | null
  readonly tokens: number
}

async function work(running: Running, ctx: AgentCtx, working: Working): Promise<{ ended: Ended; spent: Spent }> {
  const { clock } = running.site
  const started = clock.mono()
  const { conduct, result } = await perform(running, ctx, working)
  const outcome = outcomeOf(result, conduct)
  const judged = judge(running, working, conduct, outcome)
  const ended = attemptEnded(working, conduct, { outcome, answer: judged.answer, milliseconds: clock.mono() - started })
  return {
    ended: { value: judged.answer, facts: [...judged.facts, ended] },
    spent: { usd: outcome.cost.usd, tokens: outcome.usage.inputTokens + outcome.usage.outputTokens },
  }
}

/** Has the backend do the job, within the limits of the attempt and under watch. */
async function perform(
  running: Running,
  ctx: AgentCtx,
  working: Working,
): Promise<{ readonly conduct: Conduct; readonly result: Result }> {
  const { attempt, specialist, backend } = working
  const limits = tighten(placeUnder(running, attempt.task.phase, attempt.owner).limits, specialist.limits)
  const milliseconds = limits.attemptMinutes * 60_000
  let overLimit = (_reason: string): void => {}
  const conduct = new Conduct(running, { ctx, attempt }, { ...working, limits }, (reason) => overLimit(reason))
  const result = await bounded(
    { clock: running.site.clock, milliseconds, signal: ctx.signal, abort: ctx.abort },
    async (stop) => {
      overLimit = (detail) => stop({ failure: 'limit', detail })
      return backend.run(await brief(running, attempt, { ...working, limits }), conduct.on, ctx.signal)
    },
  ).catch(crash)
  return { conduct, result }
}

type Result = Awaited<ReturnType<typeof bounded<Outcome<Report>>>> | { readonly crashed: string }

/** A backend throws for our own bugs only; the attempt says so and the run goes on. */
function crash(cause: unknown): { readonly crashed: string } {
  return { crashed: cause instanceof Error ? cause.message : String(cause) }
}

function outcomeOf(result: Result, { usage, cost }: Conduct): Outcome<Report> {
  if ('crashed' in result) return { ok: false, failure: 'crashed', detail: result.crashed, usage, cost }
  if (!result.ended) return { ok: false, ...result.stop, usage, cost }
  if (result.stop === null) return result.value
  // It was told to stop and did: whatever it answered, the reason for stopping is the outcome.
  return { ok: false, ...result.stop, usage: result.value.usage, cost: result.value.cost }
}

function judge(
  running: Running,
  { attempt, actor }: Working,
  { granted }: Conduct,
  outcome: Outcome<Report>,
): { readonly facts: readonly Fact[]; readonly answer: AttemptAnswer } {
  if (!outcome.ok) return { facts: [], answer: { kind: 'failed', failure: outcome.failure, reason: outcome.detail } }
  const { facts, failure } = judgeReport({ attempt, actor, state: running.state, granted }, outcome.value)
  if (failure !== null) return { facts, answer: { kind: 'failed', failure: failure.failure, reason: failure.detail } }
  if (outcome.value.outcome === 'blocked') return { facts, answer: { kind: 'blocked', reason: outcome.value.summary } }
  return { facts, answer: { kind: 'done' } }
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

function wishFor(
  running: Running,
  ctx: AgentCtx,
  { task, attempt, owner }: Attempt,
  specialist: Specialist | undefined,
): Wish {
  const place = placeUnder(running, task.phase, owner)
  const id = `${task.id}#${attempt}`
  // An earlier life of the process had spawned it and died under it: this is another agent with the same work.
  const again = running.state.agents.has(id) ? `~${ctx.boot}` : ''
  const backend = backendOf(running, specialist)
  return {
    parent: owner,
    actor: { id: `${id}${again}`, role: 'specialist', name: task.specialist, parent: owner.id },
    phase: task.phase,
    roster: place.roster,
    explorerIsReadOnly: specialist !== undefined && isReadOnly(specialist),
    memoryMb: memoryOf(specialist),
    caps: place.caps,
    money: moneyOf(backend, specialist, place.limits),
  }
}

function moneyOf(
  backend: AgentBackend | undefined,
  specialist: Specialist | undefined,
  limits: ResolvedLimits,
): Wish['money'] {
  if (backend === undefined || specialist === undefined || !backend.capabilities.model) return { usd: 0, tokens: 0 }
  return backend.estimate({ model: specialist.model, limits: tighten(limits, specialist.limits) })
}

function backendOf({ site }: Running, specialist: Specialist | undefined): AgentBackend | undefined {
  return site.backends.get(specialist?.backend ?? site.defaultBackend)
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
  { task, attempt }: Attempt,
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
  }
  if (!backend.capabilities.model || money === null) return [fact]
  return [fact, { type: 'budget.reserved', actor: actor.id, ...money }]
}

function withSettlement(ended: Ended, { actor }: Wish, backend: AgentBackend, spent: Spent): Ended {
  if (!backend.capabilities.model) return ended
  return { ...ended, facts: [...ended.facts, { type: 'budget.settled', actor: actor.id, ...spent }] }
}
