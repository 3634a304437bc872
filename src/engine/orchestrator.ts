import { z } from 'zod'
import { parseCondition } from '../domain/condition.ts'
import type { Fact } from '../domain/event.ts'
import type { RunOutcome } from '../domain/fact/words.ts'
import { orchestrator } from '../domain/hierarchy.ts'
import type { Mission, Phase } from '../domain/mission.ts'
import type { RunState } from '../domain/state.ts'
import { holds } from '../domain/measure-condition.ts'
import type { Ctx, MissionUnit, Ref } from '../ports/runtime.ts'
import type { Site } from '../ports/site.ts'
import { endExpansion, expand } from './expansion.ts'
import { handOff } from './handoff.ts'
import { missing } from './needs.ts'
import { phaseOf } from './place.ts'
import { recallQuirks } from './quirks.ts'
import type { Running } from './running.ts'

/** The run as a whole: phases as they become ready, then the success criteria, then the handoff. */
export function orchestratorUnit(running: Running): MissionUnit {
  return async (ctx) => {
    await ctx.emit(started(running), appointed)
    await makeReady(ctx, running)
    await runPhases(ctx, running)
    // Nothing lands after this: what the morning is told of the branch is how it stays.
    if (running.landing !== null) await ctx.all([await ctx.start('close', 'close', null)])
    const outcome = await conclude(ctx, running)
    const closing = await handOff(ctx, running, outcome)
    await ctx.emit({ type: 'agent.ended', actor: orchestrator.id, phase: '' }, { type: 'run.finished', ...closing })
    return closing
  }
}

/** What a run that lands changes knows before its first order: the repository's checks, and the lessons of earlier nights. */
async function makeReady(ctx: Ctx, running: Running): Promise<void> {
  const { landing, site } = running
  if (landing === null) return
  const checks = landing.checking.list.map((check) => ({ ...check }))
  await ctx.emit({ type: 'checks.detected', commit: site.repository.commit, checks })
  await recallQuirks(ctx, running)
}

const appointed: Fact = {
  type: 'agent.spawned',
  actor: orchestrator,
  phase: '',
  task: null,
  attempt: 0,
  backend: null,
  model: null,
  caps: null,
  memoryMb: 0,
}

function started({ site, run, goal, mission, limits, definitions }: Running): Fact {
  const { name, commit, branch, dirty } = site.repository
  return {
    type: 'run.started',
    run,
    mission: mission.name,
    goal,
    repository: { name, commit, branch, dirty },
    limits: { ...limits },
    delegationTarget: mission.delegationTarget,
    engine: site.version,
    definitions: definitions.map((one) => ({ ...one })),
    phases: mission.phases.map((phase) => ({
      name: phase.name,
      coordinators: [...phase.coordinators],
      explorers: phase.explorers.length,
      explorerNames: [...phase.explorers],
      after: [...phase.after],
    })),
    teams: teamsOf(mission, site),
  }
}

function teamsOf({ phases }: Mission, { library }: Site): Extract<Fact, { type: 'run.started' }>['teams'] {
  const names = new Set(phases.flatMap(({ coordinators }) => coordinators))
  return [...names].flatMap((name) => {
    const coordinator = library.coordinators.get(name)
    if (coordinator === undefined) return []
    const { specialists, reviewer, domain } = coordinator
    const team = reviewer === null ? specialists : [...specialists, reviewer]
    return [{ coordinator: name, specialists: [...new Set(team)], domain: [...domain] }]
  })
}

/** Starts each phase when its `after` have finished and its go/no-go holds; holds it, with the reason, when they cannot. */
async function runPhases(ctx: Ctx, running: Running): Promise<void> {
  let waiting = [...running.mission.phases]
  const finished = new Set<string>()
  const held = new Set<string>()
  const refs = new Map<string, Ref>()
  const names = new Map<string, string>()
  for (;;) {
    const ready = waiting.filter(({ after }) => after.every((name) => finished.has(name) || held.has(name)))
    waiting = waiting.filter((phase) => !ready.includes(phase))
    for (const phase of ready) {
      const reason = await noGo(ctx, running, phase, held)
      if (reason !== null) {
        held.add(phase.name)
        await ctx.emit({ type: 'phase.held', phase: phase.name, reason })
        continue
      }
      const ref = await ctx.start('phase', phase.name, { phase: phase.name })
      refs.set(ref.id, ref)
      names.set(ref.id, phase.name)
    }
    if (ready.length > 0 && waiting.length > 0) continue
    if (refs.size === 0) return
    const { id } = await ctx.first(refs)
    refs.delete(id)
    const name = names.get(id) ?? ''
    const phase = phaseOf(running, name)
    if (phase.expansion !== null) await endExpansion(ctx, running, phase)
    finished.add(name)
  }
}

/** Why a phase may not start. Null: go. */
async function noGo(ctx: Ctx, running: Running, phase: Phase, held: ReadonlySet<string>): Promise<string | null> {
  const needs = missing(phase, running.site)
  if (needs !== null) return needs
  const before = phase.after.find((name) => held.has(name))
  if (before !== undefined) return `the phase "${before}" was held`
  const no = await ctx.record(`go ${phase.name}`, () => {
    const failing = phase.go.map((text) => checkCondition(text, running.state)).find((checked) => !checked.holds)
    return failing === undefined ? null : `no go: ${failing.criterion} (measured ${failing.measured ?? 'unknown'})`
  })
  return no !== null || phase.expansion === null ? no : expand(ctx, running, phase)
}

const Checked = z.object({ criterion: z.string(), holds: z.boolean(), measured: z.number().nullable() })

function checkCondition(text: string, state: RunState): z.infer<typeof Checked> {
  const parsed = parseCondition(text)
  if (!parsed.ok) return { criterion: text, holds: false, measured: null }
  return { criterion: text, ...holds(parsed.condition, state) }
}

/** Measures the success criteria and says how the run came out. */
async function conclude(ctx: Ctx, running: Running): Promise<{ outcome: RunOutcome; reason: string }> {
  const checked = z
    .array(Checked)
    .parse(
      await ctx.record('criteria', () => running.mission.success.map((text) => checkCondition(text, running.state))),
    )
  await ctx.emit(...checked.map<Fact>((one) => ({ type: 'criterion.checked', ...one })))
  return ctx.record('outcome', () => outcomeOf(running, checked))
}

function outcomeOf(
  { state, mission }: Running,
  checked: readonly z.infer<typeof Checked>[],
): { outcome: RunOutcome; reason: string } {
  // Work beyond the mission was nobody's order: without it, the mission is no less accomplished.
  const extra = new Set(mission.phases.flatMap(({ name, expansion }) => (expansion === null ? [] : [name])))
  const failing = checked.filter((one) => !one.holds).map((one) => one.criterion)
  const held = [...state.phases.values()]
    .filter((phase) => phase.state === 'held' && !extra.has(phase.name))
    .map((phase) => phase.name)
  const undone = [...state.tasks.values()].filter((task) => task.state !== 'done')
  const cancelled = [...state.tasks.values()].some((task) => task.state === 'cancelled')
  if (cancelled) return { outcome: 'aborted', reason: 'the run was stopped before its tasks ended' }
  if (state.failedOrders.length > 0)
    return { outcome: 'partial', reason: `orders failed: ${state.failedOrders.map(({ fact }) => fact.to).join(', ')}` }
  if (failing.length > 0) return { outcome: 'partial', reason: `not met: ${failing.join(', ')}` }
  if (held.length > 0) return { outcome: 'partial', reason: `held: ${held.join(', ')}` }
  // Criteria say which share of the looking is enough. A change that was ordered and did not come is not done.
  const changing = new Set(mission.phases.flatMap(({ name, needs }) => (needs.length === 0 ? [] : [name])))
  const owed = undone.filter(
    ({ queued: { fact } }) => checked.length === 0 || (changing.has(fact.phase) && !extra.has(fact.phase)),
  )
  if (owed.length > 0)
    return { outcome: 'partial', reason: `${owed.length} ${owed.length === 1 ? 'task was' : 'tasks were'} not done` }
  return {
    outcome: 'accomplished',
    reason: checked.length > 0 ? 'every success criterion holds' : 'every task is done',
  }
}
