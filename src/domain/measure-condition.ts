import type { CheckMeasure, Condition, Measure, Operator, Subject } from './condition.ts'
import type { Priority } from './finding.ts'
import { worsenedBy } from './standing.ts'
import type { RunState, TaskRecord } from './state.ts'

/** Whether a condition holds, and the number that decided. What nobody can know yet is null, and does not hold. */
export function holds(
  { subject, operator, number }: Condition,
  state: RunState,
): { readonly holds: boolean; readonly measured: number | null } {
  const measured = measure(subject, state)
  return { holds: measured !== null && compare(measured, operator, number), measured }
}

function compare(measured: number, operator: Operator, number: number): boolean {
  switch (operator) {
    case '>=':
      return measured >= number
    case '<=':
      return measured <= number
    case '==':
      return measured === number
    case '!=':
      return measured !== number
    case '>':
      return measured > number
    case '<':
      return measured < number
  }
}

function measure(subject: Subject, state: RunState): number | null {
  switch (subject.kind) {
    case 'phase':
      return measurePhase(subject.phase, subject.measure, state)
    case 'findings':
      return standingFindings(subject.severity, state)
    case 'debts':
      return openDebts(subject.severity, state)
    case 'checks':
      return countChecks(subject.measure, state)
    case 'landed':
      return state.started === null ? null : state.landed.size
    case 'escalations':
      return state.started === null ? null : state.escalations.length
    case 'command':
      return exitOf(subject.argv, state)
    case 'cost':
      return costUsd(state)
    case 'minutes':
      return state.started === null ? null : state.now / 60_000
  }
}

function measurePhase(name: string, what: Measure, state: RunState): number | null {
  const phase = state.phases.get(name)
  if (phase === undefined || phase.state === 'waiting' || phase.state === 'held') return null
  const tasks = [...state.tasks.values()].filter(({ queued }) => queued.fact.phase === name)
  switch (what) {
    case 'tasks':
      return tasks.length
    case 'failed':
    case 'refused':
      return tasks.filter((task) => task.state === what).length
    case 'done':
      return doneShare(tasks, phase.state === 'finished')
  }
}

/** A phase that finished with nothing to do is done. */
function doneShare(tasks: readonly TaskRecord[], finished: boolean): number | null {
  if (tasks.length === 0) return finished ? 1 : null
  const ended = tasks.filter(({ state }) => state !== 'queued' && state !== 'working')
  return ended.length === 0 ? null : ended.filter(({ state }) => state === 'done').length / ended.length
}

/** Zero findings is a number only once something was inspected. */
function standingFindings(severity: Priority, state: RunState): number | null {
  if (state.inspections.size === 0 && state.findings.size === 0) return null
  return [...state.findings.values()].filter(
    ({ finding }) =>
      finding.severity === severity &&
      finding.registered &&
      state.verdicts.get(finding.fingerprint)?.verdict.verdict !== 'rejected' &&
      !state.suppressed.has(finding.fingerprint),
  ).length
}

/** Unknown until a suite has run; a repository that declares none has none of any kind. Run at the base only, a suite has not changed. */
function countChecks(measure: CheckMeasure, { checks, detected, checksLookedFor }: RunState): number | null {
  // Commands of the success criteria are criteria themselves, and no checks of the repository.
  const suites = detected.flatMap(({ name }) => {
    const { base, merge, end } = checks.get(name) ?? {}
    const last = end ?? merge ?? base
    // What could not run is neither good nor bad nor worse: nobody knows.
    return last === undefined || last.outcome === 'unavailable' ? [] : [{ base, last }]
  })
  if (suites.length === 0) return checksLookedFor && detected.length === 0 ? 0 : null
  switch (measure) {
    case 'red':
      return suites.filter(({ last }) => last.outcome !== 'passed').length
    case 'green':
      return suites.filter(({ last }) => last.outcome === 'passed').length
    case 'worse':
      return suites.filter(({ base, last }) => worsenedBy(base, last) !== null).length
  }
}

/** How the command exited when it was last run; null: it was not, or could not. */
function exitOf(argv: readonly string[], { checks }: RunState): number | null {
  return checks.get(commandSuite(argv))?.end?.exitCode ?? null
}

/** The name under which a command of the success criteria stands among the checks. */
export function commandSuite(argv: readonly string[]): string {
  return `run: ${argv.join(' ')}`
}

const unpaid: ReadonlySet<string> = new Set(['open', 'fixing', 'reopened'])

/** Zero debts is a number only once a consolidation has spoken: it scores layers even when it registers nothing. */
function openDebts(severity: Priority, state: RunState): number | null {
  if (state.debts.size === 0 && state.scores.size === 0) return null
  return [...state.debts.values()].filter(({ debt }) => debt.severity === severity && unpaid.has(debt.state)).length
}

/** Money of the attempts that ended. One unknown price makes the sum unknown. */
function costUsd(state: RunState): number | null {
  if (state.started === null) return null
  let sum = 0
  for (const { attempts } of state.tasks.values())
    for (const { fact } of attempts) {
      if (fact.cost.usd === null) return null
      sum += fact.cost.usd
    }
  return sum
}
