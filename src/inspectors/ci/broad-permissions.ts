import { cite } from '../cite.ts'
import type { WorkflowFact } from '../facts/workflows.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { narrowPermissions } from './narrow-permissions.ts'

/** Steps that may well write to the repository, by what they run, use or call themselves. */
const writes =
  /git (?:push|commit|tag)|\bgh (?:release|pr|api|workflow|repo)|release|changeset|semantic|create-pull-request|commit|git-auto|publish|deploy|gh-pages|github-script|bump|version|sync|merge|backport|stale|label|renovate|dependabot|coverage|badge|benchmark|contrib|pages|submit|update|^\.\//i

export const broadPermissions: Inspector = {
  id: 'ci/broad-permissions',
  version: 1,
  layer: 'ci-tests',
  title: 'Workflows give every job more rights on the repository than their steps use',
  inspect(view): Inspection {
    const workflows = view.facts.all('workflow')
    const broad = workflows.filter((workflow) => isBroad(view, workflow))
    return {
      population: workflows.length,
      bad: broad.length,
      unit: 'workflows',
      drafts: broad.length === 0 ? [] : [draftOf(view, broad)],
    }
  },
}

function isBroad(view: View, workflow: WorkflowFact): boolean {
  if (workflow.permissions === 'write-all') return true
  if (!/(?:^|,)contents:write/.test(workflow.permissions)) return false
  const steps = view.facts.all('workflowStep').filter((step) => step.file === workflow.file)
  const callsOther = view.facts.all('workflowJob').some((job) => job.file === workflow.file && job.uses !== null)
  return (
    !callsOther &&
    !steps.some((step) => writes.test(step.uses ?? '') || writes.test(step.run ?? '') || writes.test(step.title))
  )
}

function draftOf(view: View, broad: readonly WorkflowFact[]): Unfiled {
  const files = broad.map((workflow) => workflow.file.replace('.github/workflows/', ''))
  const some = files.slice(0, 3).join(', ') + (files.length > 3 ? ', …' : '')
  return {
    title:
      `${files.length} workflow${files.length === 1 ? ' gives' : 's give'} all jobs write access they do not use: ${some}`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the token of every job of these workflows has these rights',
    confidence: broad.some((workflow) => workflow.permissions === 'write-all') ? 'high' : 'medium',
    anchor: 'workflows:permissions',
    evidence: broad.slice(0, 10).map((workflow) => cite(view.snapshot, workflow.file, workflow.permissionsLine)),
    instances: broad.map((workflow) => ({ file: workflow.file, line: workflow.permissionsLine })),
    fix: {
      advice: 'Set permissions: contents: read at the top and give a job more only where a step needs it.',
      effort: 'S',
      doneWhen: 'no workflow grants write-all or an unused contents: write at its top level',
      ...narrowPermissions(view, broad),
    },
  }
}
