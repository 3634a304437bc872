import { z } from 'zod'
import { isOpen } from '../domain/baseline.ts'
import { parseCondition } from '../domain/condition.ts'
import type { Fact } from '../domain/event.ts'
import { tighten } from '../domain/limits.ts'
import type { Phase } from '../domain/mission.ts'
import { holds } from '../domain/measure-condition.ts'
import type { Ctx } from '../ports/runtime.ts'
import type { Running } from './running.ts'
import { needsNoJudgement } from './strategies/debts.ts'
import { windDown } from './wind-down.ts'

const Decision = z.object({
  reason: z.string().nullable(),
  budget: z.object({ spawns: z.int(), minutes: z.number(), usd: z.number() }),
})

/**
 * Decides on work that nobody ordered: only when every success criterion holds by now, with time and spawns left, and within
 * a budget of its own. Says why not, or null when it begins.
 */
export async function expand(ctx: Ctx, running: Running, phase: Phase): Promise<string | null> {
  // The criteria may ask for checks and commands: they are run before anybody answers.
  await ctx.all([await ctx.start('close', `close before ${phase.name}`, null)])
  const decided = Decision.parse(await ctx.record(`expand ${phase.name}`, () => decide(running, phase)))
  const { reason, budget } = decided
  const fact: Fact =
    reason === null
      ? { type: 'expansion.started', what: phase.name, order: phase.expansion ?? '', budget }
      : { type: 'expansion.declined', reason }
  await ctx.emit(fact)
  return reason
}

function decide(running: Running, phase: Phase): z.infer<typeof Decision> {
  const { limits, state, mission } = running
  const own = tighten(limits, phase.limits)
  const minutes = Math.max(0, Math.min(own.runMinutes, limits.runMinutes - state.now / 60_000))
  const spawned = [...state.agents.values()].filter(({ actor }) => actor.role === 'specialist').length
  const spawns = Math.max(0, Math.min(own.spawns, limits.spawns - spawned))
  const failing = mission.success.find((text) => !standsNow(text, running))
  const reason =
    failing !== undefined
      ? `the mission is not accomplished yet: ${failing}`
      : (windDown(running, phase.name) ?? (spawns < 2 ? 'no spawns are left' : nothingToDo(running, phase)))
  return { reason, budget: { spawns, minutes, usd: own.costUsd } }
}

/** A phase of debts has nothing to do when none is left that anybody here could pay. */
function nothingToDo({ state, site }: Running, { decompose, priorities, judgement }: Phase): string | null {
  if (decompose !== 'debts') return null
  const open = [...state.debts.values()].filter(({ debt }) => isOpen(debt) && priorities.includes(debt.severity))
  if (open.length === 0) return 'no debt is open'
  const mayThink = site.backends.get(site.defaultBackend)?.capabilities.edits === true
  const payable = open.some(
    ({ debt }) =>
      (mayThink && judgement.includes(debt.severity)) ||
      needsNoJudgement(state.findings.get(debt.fingerprint)?.finding ?? null),
  )
  return payable ? null : 'what is open needs judgement, and no model is here'
}

function standsNow(text: string, { state }: Running): boolean {
  const parsed = parseCondition(text)
  return parsed.ok && holds(parsed.condition, state).holds
}

/** What an expansion brought, told when its phase has ended. */
export async function endExpansion(ctx: Ctx, { state }: Running, phase: Phase): Promise<void> {
  const told = await ctx.record(`expansion ${phase.name}`, () => {
    const tasks = [...state.tasks.values()].filter(({ queued }) => queued.fact.phase === phase.name)
    const landed = tasks.filter(({ queued }) => state.landed.has(queued.fact.task)).length
    const reason = tasks.find(({ end }) => end?.fact.state === 'blocked')?.end?.fact.reason
    return { landed, reason: reason ?? 'every task of it has ended' }
  })
  await ctx.emit({ type: 'expansion.ended', ...told })
}
