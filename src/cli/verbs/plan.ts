import { planMission } from '../../compose/plan.ts'
import { atCommit } from '../../domain/commit-name.ts'
import type { Estimate, Plan, PlannedExpansion, PlannedOrder, PlannedPhase } from '../../engine/plan.ts'
import { roughly } from '../draw/duration.ts'
import { type Line, type Span, words } from '../draw/line.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** What a mission would do here. Spends nothing and writes nothing. */
export async function planVerb({ terminal, repo, state }: Shell, mission: string, goal: string): Promise<ExitCode> {
  const plan = await planMission({ repo, state, mission, goal })
  if (terminal.json) terminal.record({ type: 'plan', ...plan })
  else terminal.lines(planLines(plan))
  return 0
}

function planLines(plan: Plan): readonly Line[] {
  const { mission, description, repository, limits, success, estimate } = plan
  const { name, commit, files } = repository
  return [
    [words(mission, 'bold'), words(` on ${name}${atCommit(commit)}, ${files} ${files === 1 ? 'file' : 'files'}`)],
    [words(description)],
    [],
    [words('Phases', 'bold')],
    ...plan.phases.flatMap(phaseLines),
    [],
    label(
      'Limits',
      `${limits.agents} agents at once, ${limits.spawns} in all, ${limits.runMinutes} min, $${limits.costUsd}`,
    ),
    ...(plan.checks === null ? [] : [label('Checks', checks(plan.checks, plan.checksLeftOut))]),
    label('Success', success.join(', ') || 'every task done'),
    label('Time', time(estimate)),
    label('Cost', cost(estimate)),
    ...plan.warnings.map((warning) => [words(`Warning  ${warning}`, 'warn')]),
    [],
    [words('Nothing was spent or written.', 'dim')],
  ]
}

function phaseLines({ name, after, go, cap, orders, held, does, lands, expansion }: PlannedPhase): readonly Line[] {
  const when = [
    ...(after.length > 0 ? [`after ${after.join(', ')}`] : []),
    ...(go.length > 0 ? [`if ${go.join(', ')}`] : []),
  ]
  const head: Span[] = [
    words(`  ${name}`, 'bold'),
    words(`  at most ${cap} at work${when.map((one) => `, ${one}`).join('')}`),
  ]
  if (held !== null) return [head, [words(`    will be held: ${held}`, 'warn')]]
  const work = `${does.join('; ')}${lands ? ', and lands the changes' : ''}`
  return [
    head,
    [words(`    ${work}`)],
    ...(expansion === null ? [] : expansionLines(expansion)),
    ...orders.map(orderLine),
  ]
}

function expansionLines({ order, budget }: PlannedExpansion): readonly Line[] {
  const { agents, spawns, minutes, usd } = budget
  return [
    [words(`    only when every success criterion holds by then; standing order: ${order}`)],
    [words(`    at most ${agents} agents at once, ${spawns} in all, ${minutes} min, $${usd}`)],
  ]
}

function checks(list: NonNullable<Plan['checks']>, leftOut: Plan['checksLeftOut']): string {
  if (list.length === 0) return 'none: name them in .echelon/settings.yaml'
  const named = list.map(({ name, repair }) => (repair === null ? name : `${name} (can repair itself)`)).join(', ')
  if (leftOut.length === 0) return named
  return `${named}; there is no time for ${leftOut.map(({ name }) => name).join(', ')}: name those that you want in .echelon/settings.yaml`
}

function orderLine({ who, strategy, roster, cap }: PlannedOrder): Line {
  return [words(`    ${who}`, 'work'), words(` (cap ${cap}, by ${strategy}): ${roster.join(', ')}`)]
}

function label(name: string, text: string): Line {
  return [words(name.padEnd(9), 'bold'), words(text)]
}

function time({ minutes, minutesFrom }: Estimate): string {
  return minutes === null
    ? 'unknown'
    : `about ${roughly(minutes * 60_000)}, from the ${minutesFrom.replace(/^the /, '')}`
}

function cost({ usd, usdLimit }: Estimate): string {
  if (usd === 0) return 'none: no model is called'
  const known = usd === null ? 'unknown' : `about $${usd.toFixed(2)}`
  return `${known}, never more than $${usdLimit.toFixed(2)}`
}
