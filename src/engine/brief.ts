import type { Check } from '../domain/check.ts'
import { EchelonError } from '../domain/errors.ts'
import { type Assignment, assignmentIn, type Material } from '../domain/assignment.ts'
import { emptyRegister } from '../domain/debt.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { Json } from '../domain/json.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import { Report } from '../domain/report.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { RunState } from '../domain/state.ts'
import type { Job } from '../ports/agent-backend.ts'
import type { Workspace } from '../ports/workspaces.ts'
import { placeUnder } from './place.ts'
import type { Attempt } from './post.ts'
import { reviewOf } from './review-of.ts'
import type { Running } from './running.ts'

interface Briefing {
  readonly specialist: Specialist
  readonly actor: Actor
  readonly limits: ResolvedLimits
  /** Null: it works on nothing that may change. */
  readonly workspace: Workspace | null
  readonly signal: AbortSignal
}

/** Makes the job of one attempt: the definition's instructions, the order's words, and the material the task refers to. */
export async function brief(
  running: Running,
  given: Attempt,
  { specialist, actor, limits, workspace, signal }: Briefing,
): Promise<Job<Report>> {
  const { task, attempt, owner, ground } = given
  const { phase } = placeUnder(running, task.phase, owner)
  const read = workspace === null ? '' : `Read ${workspace.brief} first: it is your order.`
  return {
    actor,
    task: task.id,
    attempt,
    title: task.title,
    instructions: specialist.instructions,
    prompt: promptOf(running, phase.intent, [read, task.instructions].filter((part) => part !== '').join('\n\n')),
    input:
      ground?.duty === 'review' ? await reviewOf(running, given, signal) : await materialFor(running, given, signal),
    layer: specialist.layer,
    tools: specialist.tools,
    model: specialist.model,
    cwd: workspace?.path ?? running.site.repository.root,
    answer: Report,
    limits,
  }
}

function promptOf({ goal, mission }: Running, intent: string, instructions: string): string {
  const parts = [
    `Mission: ${mission.name}. ${mission.description}`,
    goal === '' ? '' : `Goal: ${goal}`,
    intent,
    instructions,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** References become what they refer to; input that is no assignment of ours is handed on as it is. */
async function materialFor(running: Running, attempt: Attempt, signal: AbortSignal): Promise<Json> {
  const assignment = assignmentIn(attempt.task.input)
  return assignment === null ? attempt.task.input : expand(running, assignment, attempt, signal)
}

async function expand(
  running: Running,
  assignment: Assignment,
  { ground, task }: Attempt,
  signal: AbortSignal,
): Promise<Material> {
  const { site, state } = running
  switch (assignment.work) {
    case 'survey':
    case 'inspect':
      return assignment
    case 'verify':
      return {
        work: 'verify',
        findings: assignment.fingerprints.flatMap((id) => state.findings.get(id)?.finding ?? []),
      }
    case 'consolidate':
      return {
        work: 'consolidate',
        findings: confirmedFindings(state),
        register: (await site.archive.readRegister()) ?? emptyRegister,
        rulesThatRan: [...state.inspections.values()]
          .filter(({ status }) => status === 'ran')
          .map((one) => one.inspector),
        inspections: [...state.inspections.values()].map(({ inspector, layer, status, population, bad }) => ({
          inspector,
          layer,
          status,
          population,
          bad,
        })),
        commit: site.repository.commit,
        today: new Date(site.clock.wall()).toISOString().slice(0, 10),
      }
    case 'check':
      return { work: 'check', check: checkNamed(running, assignment.check), commit: site.repository.commit }
    case 'repair':
      return { work: 'repair', check: checkNamed(running, assignment.check) }
    case 'fix': {
      const base = ground?.base ?? site.repository.commit
      // As it stands where the attempt begins: lines have moved since the audit.
      const now = (await running.landing?.gate.finding(base, assignment.fingerprint, signal)) ?? null
      const first = state.findings.get(assignment.fingerprint)?.finding ?? null
      // What an agent found, no inspector finds again.
      const finding = now ?? (first?.source.kind === 'inspector' ? null : first)
      const { debt } = assignment
      const mechanical = assignment.mechanical && ground?.byRote === true
      return { work: 'fix', debt, finding, mechanical, refusals: [...(ground?.refusals ?? [])], title: task.title }
    }
  }
}

function checkNamed({ landing }: Running, name: string): Check {
  const check = landing?.checking.list.find((one) => one.name === name)
  if (check === undefined) throw new EchelonError('input', `The repository has no check "${name}"`)
  return check
}

/** Findings whose evidence an independent check confirmed, with the lines it corrected. */
function confirmedFindings(state: RunState): Extract<Material, { work: 'consolidate' }>['findings'] {
  return [...state.findings.values()].flatMap(({ finding }) => {
    const verdict = state.verdicts.get(finding.fingerprint)?.verdict
    if (verdict?.verdict !== 'confirmed') return []
    return [verdict.relocated === undefined ? finding : { ...finding, evidence: verdict.relocated }]
  })
}
