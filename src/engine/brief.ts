import { type Assignment, assignmentIn, type Material } from '../domain/assignment.ts'
import { emptyRegister } from '../domain/debt.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { Json } from '../domain/json.ts'
import type { ResolvedLimits } from '../domain/limits.ts'
import { Report } from '../domain/report.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { RunState } from '../domain/state.ts'
import type { Job } from '../ports/agent-backend.ts'
import { placeUnder } from './place.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

/** Makes the job of one attempt: the definition's instructions, the order's words, and the material the task refers to. */
export async function brief(
  running: Running,
  { task, attempt, owner }: Attempt,
  {
    specialist,
    actor,
    limits,
  }: { readonly specialist: Specialist; readonly actor: Actor; readonly limits: ResolvedLimits },
): Promise<Job<Report>> {
  const { phase } = placeUnder(running, task.phase, owner)
  return {
    actor,
    task: task.id,
    attempt,
    title: task.title,
    instructions: specialist.instructions,
    prompt: promptOf(running, phase.intent, task.instructions),
    input: await materialFor(running, task.input),
    layer: specialist.layer,
    tools: specialist.tools,
    model: specialist.model,
    cwd: running.site.repository.root,
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
async function materialFor(running: Running, input: Json): Promise<Json> {
  const assignment = assignmentIn(input)
  return assignment === null ? input : expand(running, assignment)
}

async function expand({ site, state }: Running, assignment: Assignment): Promise<Material> {
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
  }
}

/** Findings whose evidence an independent check confirmed, with the lines it corrected. */
function confirmedFindings(state: RunState): Extract<Material, { work: 'consolidate' }>['findings'] {
  return [...state.findings.values()].flatMap(({ finding }) => {
    const verdict = state.verdicts.get(finding.fingerprint)?.verdict
    if (verdict?.verdict !== 'confirmed') return []
    return [verdict.relocated === undefined ? finding : { ...finding, evidence: verdict.relocated }]
  })
}
