import type { AgentState, PhaseState, RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import { type Line, type Span, words } from '../draw/line.ts'
import type { Caps } from './caps.ts'
import type { LaneWatch } from './lane.ts'
import { type Team, teamsOf } from './teams.ts'

export interface Look {
  readonly caps: Caps
  readonly lane: LaneWatch
  /** Running time of the run at this instant, milliseconds. */
  readonly elapsed: number
  /** Lines there are room for. */
  readonly rows: number
}

/**
 * Orchestrator, phases, coordinators and the specialists at work, in as many lines as there are. Who has finished is a
 * count; when it is too much, specialists make way first, then phases that have ended or wait.
 */
export function tree(state: RunState, look: Look): readonly Line[] {
  const refused = refusals(state, look.rows)
  const landing = laneLines(state, look)
  const rows = look.rows - refused.length - landing.length
  const teams = teamsOf(state)
  const phases = [...state.phases.values()]
  const branches = phases.map((phase) => ({ phase, teams: teamsAt(teams, phase) }))
  const scene = { ...look, rows, branches, state }
  const whole = wholeTree(scene)
  const [head, ...below] = whole.length <= rows ? whole : cut(shortTree(scene), rows)
  return [...(head === undefined ? [] : [head]), ...landing, ...below, ...refused]
}

/** Who is at work is worth more than what lands when there are three lines. */
function laneLines(state: RunState, { lane, rows }: Look): readonly Line[] {
  const line = rows < 4 ? null : lane.line(state)
  return line === null ? [] : [line]
}

interface Branch {
  readonly phase: PhaseState
  readonly teams: readonly Team[]
}

interface Scene extends Look {
  readonly state: RunState
  readonly branches: readonly Branch[]
}

function teamsAt(teams: readonly Team[], { name, state }: PhaseState): readonly Team[] {
  return state === 'running' ? teams.filter(({ phase }) => phase === name) : []
}

/** Every phase with a line of its own, and as many specialists of each team as fit. */
function wholeTree(scene: Scene): readonly Line[] {
  const per = specialistsThatFit(scene.branches, scene.rows - 1 - scene.branches.length)
  return [top(scene.state), ...scene.branches.flatMap((branch, at) => branchLines(scene, branch, { at, per }))]
}

/** Only the phases at work, the others as one count. */
function shortTree(scene: Scene): readonly Line[] {
  const running = scene.branches.filter(({ phase }) => phase.state === 'running')
  const others = scene.branches.length - running.length
  const rest: Line = [words(`└─ ${others} other ${others === 1 ? 'phase' : 'phases'}`, 'dim')]
  const per = specialistsThatFit(running, scene.rows - 2 - running.length)
  const lines = running.flatMap((branch) => branchLines(scene, branch, { at: -1, per }))
  return [top(scene.state), ...lines, ...(others > 0 ? [rest] : [])]
}

/** The same number for each team: nobody's specialists hide because another team is large. */
function specialistsThatFit(branches: readonly Branch[], rows: number): number {
  const sizes = branches.flatMap(({ teams }) => teams.map(({ working }) => working.length))
  let per = Math.max(0, ...sizes)
  const lines = (): number => sizes.reduce((sum, size) => sum + 1 + Math.min(size, per) + (size > per ? 1 : 0), 0)
  while (per > 0 && lines() > rows) per -= 1
  return per
}

function top({ agents, tasks }: RunState): Line {
  let [working, done] = [0, 0]
  for (const { actor, ended } of agents.values()) if (actor.role === 'specialist' && ended === null) working += 1
  for (const { end } of tasks.values()) if (end !== null) done += 1
  return [words('orchestrator', 'bold'), words(`  ${working} at work, ${done} of ${counted(tasks.size, 'task')} ended`)]
}

interface Spot {
  /** Place among the branches; −1 when more lines follow. */
  readonly at: number
  /** Specialists shown per team. */
  readonly per: number
}

function branchLines(scene: Scene, { phase, teams }: Branch, { at, per }: Spot): readonly Line[] {
  const isLast = at === scene.branches.length - 1
  const [own, below] = isLast ? ['└─ ', '   '] : ['├─ ', '│  ']
  const under = teams.flatMap((team, index) =>
    teamLines(scene, team, { per, rail: below, isLast: index === teams.length - 1 }),
  )
  return [[words(own, 'dim'), ...phaseWords(scene, phase)], ...under]
}

function phaseWords(
  { state, elapsed }: Scene,
  { name, state: now, started, ended, reason }: PhaseState,
): readonly Span[] {
  const took = started === null ? '' : clock((ended ?? elapsed) - started)
  switch (now) {
    case 'waiting':
      return [words(`○ ${name}`, 'dim'), words('  waits', 'dim')]
    case 'held':
      return [words(`■ ${name}`, 'warn'), words(`  held: ${reason}`, 'warn')]
    case 'running':
      return [words(`● ${name}`, 'work'), words(`  ${took}`, 'dim')]
    case 'finished':
      return [words(`✓ ${name}`, 'good'), words(`  ${ends(state, name)}, ${took}`, 'dim')]
  }
}

function ends({ tasks }: RunState, phase: string): string {
  let [done, not] = [0, 0]
  for (const { queued, state } of tasks.values()) {
    if (queued.fact.phase !== phase) continue
    if (state === 'done') done += 1
    else not += 1
  }
  return not === 0 ? `${done} done` : `${done} done, ${not} not`
}

interface Hang {
  readonly per: number
  readonly rail: string
  readonly isLast: boolean
}

function teamLines(scene: Scene, team: Team, { per, rail, isLast }: Hang): readonly Line[] {
  const below = `${rail}${isLast ? '   ' : '│  '}`
  const shown = team.working.slice(0, per)
  const hidden = team.working.length - shown.length
  const lines = shown.map((agent) => [words(`${below}· `, 'dim'), ...specialistWords(scene, agent)])
  const more: Line = [words(`${below}· ${hidden} more at work`, 'dim')]
  return [
    [words(`${rail}${isLast ? '└─ ' : '├─ '}`, 'dim'), ...teamWords(scene, team)],
    ...lines,
    ...(hidden > 0 ? [more] : []),
  ]
}

function teamWords({ caps }: Scene, { phase, superior, name, working, counts }: Team): readonly Span[] {
  const cap = caps.of(phase, superior)
  const atWork = cap === null ? `${working.length} at work` : `${working.length}/${cap} at work`
  const rest = [count(counts.done, 'done'), count(counts.queued, 'queued')].filter((one) => one !== '')
  const failed = counts.failed === 0 ? [] : [words(`, ${counts.failed} not done`, 'bad')]
  return [words(name, 'bold'), words(`  ${[atWork, ...rest].join(', ')}`), ...failed]
}

function specialistWords({ state, elapsed }: Scene, { actor, task, attempt, spawned }: AgentState): readonly Span[] {
  const title = task === null ? '' : (state.tasks.get(task)?.queued.fact.title ?? '')
  const again = attempt > 1 ? `, attempt ${attempt}` : ''
  return [words(actor.name, 'work'), words(`  ${clock(elapsed - spawned)}${again}  `, 'dim'), words(title)]
}

/** The latest refusals: they are rare, and a person should see them. */
function refusals({ refusals: all }: RunState, rows: number): readonly Line[] {
  if (rows < 6) return []
  const shown = all.slice(rows < 12 ? -1 : -3)
  const before = all.length - shown.length
  const latest = shown.map(({ fact }): Line => [words(`refused: ${fact.detail}`, 'bad')])
  return before === 0 ? latest : [[words(counted(before, 'earlier refusal'), 'bad')], ...latest]
}

function cut(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length <= rows) return lines
  const kept = lines.slice(0, Math.max(0, rows - 1))
  return [...kept, [words(`… ${lines.length - kept.length} more lines`, 'dim')]]
}

function count(value: number, noun: string): string {
  return value === 0 ? '' : `${value} ${noun}`
}

function counted(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}
