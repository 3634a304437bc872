import { cite } from '../cite.ts'
import type { WorkflowJobFact, WorkflowStepFact } from '../facts/workflows.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { commandsIn } from './command.ts'

const delivery = /(?:^|[\s_-])(?:deploy|deployment|rollback|roll back|release|publish|promote)(?:$|[\s_-])/i
const talk =
  /notif|summar|status|report|gate|check|verify|valid|complete|done|result|ready|skip|dry|preview|approv|wait|info|announce|comment|message|instruction|url|detect|decide|determin|should|guard|plan/i
/** Actions that prepare a job but deliver nothing. */
const preparing =
  /^(?:actions\/(?:checkout|setup-[\w-]+|cache|download-artifact)|docker\/(?:setup-[\w-]+|login-action|metadata-action)|azure\/setup-[\w-]+|pnpm\/action-setup|astral-sh\/setup-uv|hashicorp\/setup-terraform|aws-actions\/(?:configure-aws-credentials|amazon-ecr-login))@/

interface Delivery {
  readonly job: WorkflowJobFact
  readonly steps: readonly WorkflowStepFact[]
}

export const deployOnlyEchoes: Inspector = {
  id: 'ci/deploy-only-echoes',
  version: 1,
  layer: 'ci-tests',
  title: 'A deploy or rollback job only prints that it deploys',
  inspect(view): Inspection {
    const deliveries = deliveriesIn(view)
    const hollow = deliveries.filter(isHollow)
    const steps = deliveries.filter((delivery) => !hollow.includes(delivery)).flatMap(hollowSteps)
    return {
      population: deliveries.length,
      bad: hollow.length + new Set(steps.map(({ job }) => job)).size,
      unit: 'jobs that deliver',
      drafts: [
        ...hollow.map((delivery) => jobDraft(view, delivery)),
        ...steps.map(({ step }) => stepDraft(view, step)),
      ],
    }
  },
}

function deliveriesIn(view: View): Delivery[] {
  return view.facts.all('workflowJob').flatMap((job) => {
    const name = `${job.job} ${job.title}`
    if (job.uses !== null || !delivery.test(name) || talk.test(name)) return []
    const steps = view.facts.all('workflowStep').filter((step) => step.file === job.file && step.job === job.job)
    return steps.some((step) => step.run !== null) ? [{ job, steps }] : []
  })
}

/** Nothing but preparations and words; a job with outputs tells other jobs something. */
function isHollow({ job, steps }: Delivery): boolean {
  if (job.outputs) return false
  return steps.every((step) => (step.uses !== null ? preparing.test(step.uses) : onlyTalks(step.run ?? '')))
}

function onlyTalks(run: string): boolean {
  const commands = commandsIn(run)
  return (
    commands.length > 0 &&
    commands.every(
      ({ text }) =>
        /^(?:(?:echo|printf)\b[^|;&`>]*|sleep \d+|set -\w+( pipefail)?|true|:|exit 0)$/.test(text) &&
        !/\$\(/.test(text),
    )
  )
}

/** In a job that does real work: a step that says it deploys or rolls back, and only talks. */
function hollowSteps({ job, steps }: Delivery): { readonly job: WorkflowJobFact; readonly step: WorkflowStepFact }[] {
  const isClaim = (step: WorkflowStepFact): boolean =>
    /^(?:deploy|roll ?back|publish|promote|release)\b/i.test(step.title) && !talk.test(step.title)
  return steps
    .filter((step) => isClaim(step) && step.run !== null && onlyTalks(step.run))
    .map((step) => ({ job, step }))
}

function jobDraft(view: View, { job, steps }: Delivery): Unfiled {
  const talking = steps.filter((step) => step.run !== null)
  return {
    title: `Job "${job.job}" in ${job.file} delivers nothing: its steps only print messages`.slice(0, 140),
    claim: 'behaviour',
    impact: 'service-dead',
    reach: job.condition === 'false' ? 'unreachable' : 'reachable',
    reachWhy: job.condition === 'false' ? 'the job is switched off' : 'the workflow runs this job as its delivery',
    confidence: 'high',
    anchor: `job:${job.job}@${job.file}`,
    evidence: talking.slice(0, 5).map((step) => cite(view.snapshot, step.file, step.runLine)),
    instances: talking.slice(0, 500).map((step) => ({ file: step.file, line: step.runLine })),
    fix: {
      advice:
        'Call the real deployment in this job, or remove the job so that a green run does not look like a delivery.',
      effort: 'M',
      doneWhen: `job "${job.job}" runs a command that delivers something, or is gone`,
    },
  }
}

function stepDraft(view: View, step: WorkflowStepFact): Unfiled {
  return {
    title: `Step "${step.title}" of job "${step.job}" in ${step.file} only prints a message`.slice(0, 140),
    claim: 'behaviour',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: 'the step runs in a job that delivers',
    confidence: 'medium',
    anchor: `step:${step.title}@${step.job}@${step.file}`,
    evidence: [cite(view.snapshot, step.file, step.runLine)],
    instances: [{ file: step.file, line: step.runLine }],
    fix: {
      advice: 'Do what the name of the step says, or rename it to what it is.',
      effort: 'M',
      doneWhen: 'the step runs a command beside echo',
    },
  }
}
