import { type Assignment, assignmentIn } from '../domain/assignment.ts'
import type { Fact } from '../domain/event.ts'
import type { Failure } from '../domain/fact/words.ts'
import type { Finding, InspectorRun } from '../domain/finding.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { Consolidation, Report } from '../domain/report.ts'
import { worstOpen } from '../domain/score.ts'
import { rate } from '../domain/severity.ts'
import type { RunState } from '../domain/state.ts'
import { checkEnded } from './checking.ts'
import type { Attempt } from './post.ts'

export interface Judgement {
  /** What is true now: the report's facts without the claims that did not hold, and those claims as rejected. */
  readonly facts: readonly Fact[]
  /** Why the attempt does not count as done, if it does not. */
  readonly failure: { readonly failure: Failure; readonly detail: string } | null
}

interface Hearing {
  readonly attempt: Attempt
  readonly actor: Actor
  readonly state: RunState
  /** Paths whose change was granted while the agent worked. */
  readonly granted: ReadonlySet<string>
}

/** Hears a report as a claim: what the engine did not see or did not ask for is rejected, by name. */
export function judgeReport(hearing: Hearing, report: Report): Judgement {
  const rejected = [...falseChanges(hearing, report), ...foreignWork(hearing, report)]
  const facts = [...rejected, ...notes(hearing, report), ...auditFacts(hearing, report)]
  if (rejected.length > 0)
    return { facts, failure: { failure: 'malformed', detail: `${rejected.length} claims of its report do not hold` } }
  if (isEmpty(hearing, report))
    return { facts, failure: { failure: 'empty', detail: 'it says done and changed nothing' } }
  return { facts, failure: null }
}

/** "Done" without a change, on a task that is about changing something. With a workspace, git answers that and not this. */
function isEmpty({ attempt, granted }: Hearing, report: Report): boolean {
  if (attempt.ground !== undefined) return false
  const changes = attempt.task.kind === 'code' || attempt.task.kind === 'complex'
  return changes && report.outcome === 'done' && granted.size === 0
}

function falseChanges(hearing: Hearing, { changes }: Report): readonly Fact[] {
  return changes
    .filter(({ path }) => !hearing.granted.has(path))
    .map(({ path }) => reject(hearing, `changed ${path}`, 'no such change was asked for or granted'))
}

/** Results of a kind or for a part that the task did not ask for. */
function foreignWork(
  hearing: Hearing,
  { inspections, verdicts, consolidation, survey, check }: Report,
): readonly Fact[] {
  const asked = assignmentIn(hearing.attempt.task.input)
  const facts: Fact[] = []
  if (survey !== undefined && asked?.work !== 'survey') facts.push(reject(hearing, 'a survey', 'it was not asked for'))
  if (consolidation !== undefined && asked?.work !== 'consolidate')
    facts.push(reject(hearing, 'a register', 'it was not asked for'))
  if (check !== undefined && (asked?.work !== 'check' || asked.check !== check.check))
    facts.push(reject(hearing, `ran the check ${check.check}`, 'it was not asked for'))
  for (const { layer, inspector } of inspections ?? [])
    if (asked?.work !== 'inspect' || asked.layer !== layer)
      facts.push(reject(hearing, `ran ${inspector}`, `the layer ${layer} was not its task`))
  for (const { fingerprint } of verdicts ?? []) {
    const why = verdictProblem(hearing, asked, fingerprint)
    if (why !== null) facts.push(reject(hearing, `judged ${fingerprint.slice(0, 12)}`, why))
  }
  return facts
}

function verdictProblem({ state, actor }: Hearing, asked: Assignment | null, fingerprint: string): string | null {
  if (asked?.work !== 'verify' || !asked.fingerprints.includes(fingerprint)) return 'this finding was not its task'
  const found = state.findings.get(fingerprint)
  if (found === undefined) return 'there is no such finding'
  return found.by === actor.id ? 'nobody verifies their own finding' : null
}

function notes({ actor, attempt }: Hearing, report: Report): readonly Fact[] {
  return report.notes.map((text) => ({ type: 'note.added', by: actor.id, task: attempt.task.id, text }))
}

function auditFacts(hearing: Hearing, report: Report): readonly Fact[] {
  const assignment = assignmentIn(hearing.attempt.task.input)
  if (assignment === null) return []
  switch (assignment.work) {
    case 'survey':
      return report.survey === undefined ? [] : [{ type: 'survey.ended', survey: report.survey }]
    case 'inspect': {
      const { layer } = assignment
      return (report.inspections ?? []).filter((run) => run.layer === layer).flatMap((run) => inspected(hearing, run))
    }
    case 'verify':
      return (report.verdicts ?? [])
        .filter(({ fingerprint }) => verdictProblem(hearing, assignment, fingerprint) === null)
        .map((verdict) => ({
          type: 'finding.verified',
          task: hearing.attempt.task.id,
          by: hearing.actor.id,
          verdict,
        }))
    case 'consolidate':
      return report.consolidation === undefined ? [] : registered(report.consolidation)
    case 'check':
      return report.check === undefined ? [] : [checkEnded(report.check, { at: 'base' })]
    case 'repair':
    case 'fix':
      return []
  }
}

function inspected({ attempt, actor }: Hearing, run: InspectorRun): readonly Fact[] {
  const task = attempt.task.id
  const { inspector, version, layer } = run
  if (run.status === 'notRun')
    return [
      { ...blank, type: 'inspection.ended', task, inspector, version, layer, status: 'notRun', reason: run.reason },
    ]
  const { population, bad, unit, findings, milliseconds } = run
  return [
    {
      type: 'inspection.ended',
      task,
      inspector,
      version,
      layer,
      status: 'ran',
      reason: '',
      population,
      bad,
      unit,
      findings: findings.length,
      milliseconds,
    },
    ...findings.map<Fact>((finding) => ({ type: 'finding.drafted', task, by: actor.id, finding: rated(finding) })),
  ]
}

const blank = { population: 0, bad: 0, unit: '', findings: 0, milliseconds: 0 }

/** Whatever severity a report asserts, the table decides; and only an inspector may say how a file is to be changed. */
function rated(finding: Finding): Finding {
  const { severity, why, registered } = rate(finding)
  const { edits, ...fix } = finding.fix
  const byInspector = finding.source.kind === 'inspector' && edits !== undefined
  return { ...finding, fix: byInspector ? { ...fix, edits } : fix, severity, severityWhy: [...why], registered }
}

function registered({ debts, nextId, added, gone, reopened, suppressed, scores }: Consolidation): readonly Fact[] {
  const change = (id: string): 'added' | 'gone' | 'reopened' | 'kept' =>
    added.includes(id) ? 'added' : gone.includes(id) ? 'gone' : reopened.includes(id) ? 'reopened' : 'kept'
  return [
    ...debts.map<Fact>((debt) => ({ type: 'debt.recorded', debt, change: change(debt.id) })),
    { type: 'register.consolidated', nextId },
    ...suppressed.map<Fact>((one) => ({ type: 'finding.suppressed', ...one })),
    ...scores.map<Fact>((score) => ({
      type: 'layer.scored',
      score,
      worst: worstOpen(debts.filter(({ layer }) => layer === score.layer)),
    })),
  ]
}

function reject({ actor, attempt }: Hearing, claim: string, reason: string): Fact {
  return { type: 'claim.rejected', actor: actor.id, task: attempt.task.id, claim, reason }
}
