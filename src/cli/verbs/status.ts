import { locate } from '../../compose/locate.ts'
import { lookAtRun, lookAtRuns, type RunLook, type Standing } from '../../compose/run-look.ts'
import { clock } from '../draw/duration.ts'
import { fitted, type Line, type Tone, words } from '../draw/line.ts'
import { columns } from '../draw/table.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'
import { Caps } from '../watch/caps.ts'
import { costWords } from '../watch/cost.ts'
import { LaneWatch } from '../watch/lane.ts'
import { type Look, tree } from '../watch/tree.ts'

/** Runs that `--all` lists. */
const latest = 100

/** How one run stands, or all of them. Only reads: a run at work does not notice. */
export async function statusVerb(shell: Shell, wanted: string | undefined, all: boolean): Promise<ExitCode> {
  const { folders } = await locate(shell, new AbortController().signal)
  if (all) return listRuns(shell, await lookAtRuns(folders, latest))
  const [caps, lane] = [new Caps(), new LaneWatch()]
  const look = await lookAtRun(folders, wanted, (event) => {
    caps.see(event)
    lane.see(event)
  })
  if (shell.terminal.json) shell.terminal.record(recordOf(look))
  else showRun(shell, look, { caps, lane })
  return 0
}

function listRuns({ terminal }: Shell, looks: readonly RunLook[]): ExitCode {
  if (terminal.json) for (const look of looks) terminal.record(recordOf(look))
  else if (looks.length === 0) terminal.say('There is no run yet. Start one with "echelon full-stack-audit".')
  else terminal.table(columns(looks.toReversed().map(row)))
  return 0
}

function row({ run, standing, state }: RunLook) {
  const outcome = standing === 'finished' ? (state.outcome ?? standing) : standing
  return [
    words(run),
    words(outcome, toneOf(outcome)),
    words(clock(state.now)),
    words(costWords(state)),
    words(state.reason),
  ]
}

function showRun({ terminal }: Shell, look: RunLook, seen: Pick<Look, 'caps' | 'lane'>): void {
  const { run, standing, state } = look
  const outcome = standing === 'finished' ? (state.outcome ?? standing) : standing
  const where = state.started === null ? '' : ` on ${state.started.fact.repository.name}`
  const head: Line = [
    words(run, 'bold'),
    words(`${where}  `),
    words(outcome, toneOf(outcome)),
    words(`  ${clock(elapsed(look))}  ${costWords(state)}`),
  ]
  const rows = terminal.isPerson ? Math.max(10, terminal.rows - 4) : 200
  const lines = state.started === null ? [] : tree(state, { ...seen, elapsed: elapsed(look), rows })
  terminal.table(
    [head, ...lines, ...remedy(look)].map((line) => (terminal.isPerson ? fitted(line, terminal.columns) : line)),
  )
}

/** What a person can do about it. */
function remedy({ run, standing, holder, state }: RunLook): readonly Line[] {
  switch (standing) {
    case 'running':
      return [[words(`At work in ${holder ?? 'another process'}. "echelon stop" ends it gracefully.`, 'dim')]]
    case 'finished':
      return [[words(`${state.reason}. "echelon handoff ${run}" prints what it left.`, 'dim')]]
    case 'stopped':
      return [[words(`Stopped. "echelon resume ${run}" goes on with it.`)]]
    case 'interrupted':
      return [
        [words(`Its process died. "echelon resume ${run}" goes on with it; finished attempts are not run again.`)],
      ]
    case 'empty':
      return [[words('It never began. Start a new one.')]]
  }
}

/** A run at work grows older between its events; another ended with its last one. */
function elapsed({ standing, state, lastWall }: RunLook): number {
  return standing === 'running' && lastWall !== null ? state.now + Math.max(0, Date.now() - lastWall) : state.now
}

function recordOf({ run, folder, standing, state, holder }: RunLook) {
  const tasks: Record<string, number> = {}
  for (const task of state.tasks.values()) tasks[task.state] = (tasks[task.state] ?? 0) + 1
  return {
    type: 'status',
    run,
    folder,
    standing,
    outcome: state.outcome,
    reason: state.reason,
    mission: state.started?.fact.mission ?? null,
    milliseconds: state.now,
    cost: costWords(state),
    holder,
    phases: [...state.phases.values()].map(({ name, state: now, reason }) => ({ name, state: now, reason })),
    tasks,
    refused: state.refusals.length,
    debts: state.debts.size,
    landed: state.landed.size,
    sentBack: state.refusedLandings.length,
  }
}

function toneOf(word: Standing | 'accomplished' | 'partial' | 'aborted' | 'failed'): Tone {
  switch (word) {
    case 'accomplished':
      return 'good'
    case 'running':
      return 'work'
    case 'partial':
    case 'stopped':
    case 'interrupted':
    case 'aborted':
      return 'warn'
    case 'failed':
      return 'bad'
    case 'finished':
    case 'empty':
      return 'plain'
  }
}
