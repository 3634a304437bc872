import { z } from 'zod'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import { RefusalToLand } from '../domain/fact/landing.ts'
import { engineName } from '../domain/metrics/edge/land.ts'
import type { AgentCtx, AgentUnit } from '../ports/runtime.ts'
import { Candidate } from './candidate.ts'
import type { LaneAnswer } from './lane.ts'
import type { Running } from './running.ts'
import { untilAborted } from './until-aborted.ts'

export const LandInput = z.object({ candidate: Candidate, reviewRounds: z.int() })
export type LandInput = z.infer<typeof LandInput>

export const LandAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('landed'), commit: z.string(), tree: z.string() }),
  z.object({ kind: z.literal('refused'), why: RefusalToLand, reason: z.string(), paths: z.array(z.string()) }),
])
export type LandAnswer = z.infer<typeof LandAnswer>

/** Brings one reviewed change through the merge lane. That it landed, and what it paid, become true in one transaction. */
export function landUnit(running: Running): AgentUnit {
  return async (ctx, input) => {
    const { candidate, reviewRounds } = LandInput.parse(input)
    if (running.landing === null) throw new EchelonError('internal', `${candidate.task} has nowhere to land`)
    const landing = await untilAborted(running.landing.lane.land(candidate), ctx.signal)
    const paid = landing.kind === 'landed' && (await asked(running, ctx, candidate))
    const value: LandAnswer = landing.kind === 'landed' ? landing : { ...landing, paths: [...landing.paths] }
    return { value, facts: factsOf(running, { candidate, paid, reviewRounds }, landing) }
  }
}

/** It has landed whatever the inspectors do now: when they cannot be asked, it owes its debt still, and that is said. */
async function asked(running: Running, ctx: AgentCtx, candidate: Candidate): Promise<boolean> {
  try {
    return await isPaid(running, candidate, ctx.signal)
  } catch (cause) {
    ctx.signal.throwIfAborted()
    const why = cause instanceof Error ? cause.message : String(cause)
    const text = `It landed, and whether its debt is paid could not be asked: ${why}`.slice(0, 2_000)
    await ctx.emit({ type: 'note.added', by: engineName, task: candidate.task, text })
    return false
  }
}

/** Asked on the branch as it is now: what landed beside it counts as well. */
async function isPaid({ landing, site }: Running, { owed }: Candidate, signal: AbortSignal): Promise<boolean> {
  if (landing === null || site.grounds === null || owed === null) return false
  return landing.gate.isPaid(owed, await site.grounds.trunk.tip(signal), signal)
}

interface Landed {
  readonly candidate: Candidate
  /** Whether the inspector of its debt says so. */
  readonly paid: boolean
  readonly reviewRounds: number
}

function factsOf({ site, state }: Running, { candidate, paid, reviewRounds }: Landed, landing: LaneAnswer): Fact[] {
  if (landing.kind === 'refused') return []
  const { task, attempt, author, paths, subject, owed } = candidate
  const debt = owed === null ? undefined : state.debts.get(owed.debt)?.debt
  const landed: Fact = {
    type: 'task.landed',
    task,
    by: engineName,
    author,
    paths,
    reviewRounds,
    attempt,
    commit: landing.commit,
    tree: landing.tree,
    subject,
    debts: owed === null ? [] : [owed.debt],
  }
  if (debt === undefined || !paid) return [landed]
  const fixedOn = site.grounds?.trunk.branch ?? ''
  return [
    landed,
    { type: 'debt.recorded', debt: { ...debt, state: 'fixed', fixedIn: landing.commit, fixedOn }, change: 'fixed' },
  ]
}
