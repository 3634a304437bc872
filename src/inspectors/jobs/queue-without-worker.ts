import type { Evidence } from '../../domain/finding.ts'
import { cite } from '../cite.ts'
import type { CeleryQueueFact } from '../facts/celery.ts'
import type { FactStore } from '../facts/store.ts'
import type { WorkerFact } from '../facts/workers.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { type CeleryQueue, queuesOf } from './celery-queues.ts'
import { type Deployment, deploymentsOf } from './deployments.ts'
import { listQueue, runsCodeOf } from './list-queue.ts'

export const queueWithoutWorker: Inspector = {
  id: 'jobs/queue-without-worker',
  version: 1,
  layer: 'jobs',
  title: 'A Celery queue that no worker of a deployment consumes',
  inspect: (view) => {
    const queues = queuesOf(view.facts)
    const deployments = deploymentsOf(view.facts)
    const pairs = deployments.flatMap((deployment) =>
      queues
        .filter((queue) => concerns(view.facts, deployment, queue))
        .map((queue) => ({ deployment, queue, isBad: isIdle(view.facts, deployment, queue, queues) })),
    )
    const bad = pairs.filter((pair) => pair.isBad)
    return { population: pairs.length, bad: bad.length, unit: 'queues per deployment', drafts: draftsOf(view, bad) }
  },
}

/** A deployment is asked only about queues of the code that its workers run. */
function concerns(facts: FactStore, deployment: Deployment, queue: CeleryQueue): boolean {
  const workers = deployment.workers.filter((worker) => worker.role === 'worker')
  if (workers.some((worker) => worker.isDynamic)) return false
  return workers.some((worker) => runsCodeOf(facts, worker, queue))
}

/** No worker lists the queue, and none takes it by taking what is declared or the default. */
function isIdle(facts: FactStore, deployment: Deployment, queue: CeleryQueue, queues: readonly CeleryQueue[]): boolean {
  const isComputed = facts.all('celeryUnknown').some(({ setting }) => setting === 'queues')
  const hasDeclared = queues.some(({ places }) => places.some(({ how }) => how === 'declared'))
  return deployment.workers
    .filter((worker) => worker.role === 'worker')
    .every((worker) => {
      if (worker.queues !== '') return !worker.queues.split(',').includes(queue.name)
      if (isComputed) return false
      if (hasDeclared) return !queue.places.some(({ how }) => how === 'declared')
      return queue.name !== 'celery' && !queue.places.some(({ how }) => how === 'default')
    })
}

interface Idle {
  readonly deployment: Deployment
  readonly queue: CeleryQueue
}

function draftsOf(view: View, bad: readonly Idle[]): Inspection['drafts'] {
  const groups = Map.groupBy(bad, anchorOf)
  return [...groups].flatMap(([anchor, members]) => {
    const [first] = members
    return first === undefined ? [] : [draftOf(view, anchor, first, members)]
  })
}

/** Production files count one by one; all development files of a queue are one cause. */
function anchorOf({ deployment, queue }: Idle): string {
  return `queue:${queue.name}@${deployment.reach === 'production' ? deployment.key : 'development'}`
}

function draftOf(view: View, anchor: string, first: Idle, all: readonly Idle[]): Unfiled {
  const { queue, deployment } = first
  const [primary] = queue.places
  const workers = all.flatMap((idle) => idle.deployment.workers.filter((worker) => worker.role === 'worker'))
  const places = all.map((idle) => idle.deployment.key.replace(/^\w+:/, ''))
  return {
    title: `Queue "${queue.name}" is ${verbOf(primary)} but no worker of ${places[0]} consumes it`.slice(0, 140),
    claim: 'mismatch',
    impact: queue.isFed ? 'service-dead' : 'hygiene',
    reach: deployment.reach,
    reachWhy: deployment.reachWhy,
    confidence: 'high',
    anchor,
    evidence: [
      ...(primary === undefined ? [] : [cite(view.snapshot, primary.file, primary.line)]),
      ...workers.slice(0, 6).map(({ file, line }) => cite(view.snapshot, file, line, { role: 'related' })),
      ...absencesOf(view.facts, workers, queue.name),
    ],
    instances: [...(primary === undefined ? [] : [primary]), ...workers]
      .slice(0, 50)
      .map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Add "${queue.name}" to the -Q list of a worker in ${places.slice(0, 3).join(', ')}, or start a worker for it. Without one its tasks wait forever.`,
      effort: 'S',
      doneWhen: `every deployment starts a worker that consumes "${queue.name}"`,
      ...listQueue(
        view,
        queue,
        all.map((idle) => idle.deployment),
      ),
    },
  }
}

/** A file below an overlay may still list the queue for a worker that the overlay replaces: it proves nothing. */
function absencesOf(facts: FactStore, workers: readonly WorkerFact[], queue: string): readonly Evidence[] {
  return [...new Set(workers.map(({ file }) => file))]
    .map((file) => ({ file, query: { fact: 'workerQueue', where: { file, queue } } }))
    .filter(({ query }) => facts.count(query) === 0)
    .slice(0, 3)
    .map(({ file, query }) => ({ kind: 'absence', query, scope: [file], expected: 0 }))
}

function verbOf(place: CeleryQueueFact | undefined): string {
  switch (place?.how) {
    case 'routed':
      return 'routed to'
    case 'task':
      return "a task's queue"
    case 'sent':
      return 'sent to'
    case 'scheduled':
      return 'scheduled into'
    case 'default':
      return 'the default queue'
    case 'declared':
    case undefined:
      return 'declared'
  }
}
