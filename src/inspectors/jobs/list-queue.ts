import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { moduleFile, rootOf } from '../facts/python-paths.ts'
import type { FactStore } from '../facts/store.ts'
import { type WorkerFact, workerCollector } from '../facts/workers.ts'
import type { View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'
import type { CeleryQueue } from './celery-queues.ts'
import { type Deployment, deploymentsOf } from './deployments.ts'

/** Lines that one worker's command may go on for. */
const longestCommand = 40

/** Puts the queue on the -Q list of the one worker that can be meant in each of these deployments. */
export function listQueue(view: View, queue: CeleryQueue, idle: readonly Deployment[]): ReturnType<typeof repair> {
  // A queue that nothing feeds may as well be given up.
  if (!queue.isFed || !/^[\w.:-]+$/.test(queue.name)) return {}
  return repair(
    view.snapshot,
    idle.map((deployment) => {
      const worker = likelyWorker(view, deployment, queue)
      return worker === null ? null : listed(view, worker, queue.name)
    }),
  )
}

/**
 * The only worker of the deployment that runs this code; where the queue is taken elsewhere, one that is like a worker
 * which takes it there. A queue with workers of its own elsewhere wants one here too.
 */
function likelyWorker(view: View, deployment: Deployment, queue: CeleryQueue): WorkerFact | null {
  const all = deploymentsOf(view.facts).flatMap(workersOf)
  const takers = all.filter(({ queues }) => queues.split(',').includes(queue.name))
  const workers = workersOf(deployment).filter((worker) => runsCodeOf(view.facts, worker, queue))
  const [only, ...others] = takers.length === 0 ? workers : workers.filter((worker) => takers.some(isLike(worker)))
  if (only === undefined || others.length > 0 || only.launcher === 'python') return null
  // Without -Q it takes the default queue, whatever that is called at run time.
  return only.queues === '' || only.isDynamic ? null : only
}

function isLike(worker: WorkerFact): (other: WorkerFact) => boolean {
  const own = worker.queues.split(',')
  return (other) => other.service === worker.service || other.queues.split(',').some((name) => own.includes(name))
}

/** Whether the worker's app stands below the same root as a place that names the queue. */
export function runsCodeOf(facts: FactStore, { app }: WorkerFact, { places }: CeleryQueue): boolean {
  const file = moduleFile(facts, app)
  const root = file === null ? '' : rootOf(file, app)
  return places.some((place) => place.file.startsWith(root))
}

function workersOf({ workers }: Deployment): readonly WorkerFact[] {
  return workers.filter(({ role }) => role === 'worker')
}

/** Unquoted first; inside `[…]` a comma needs quotes. The file is read again to see which of the two is right. */
function listed(view: View, worker: WorkerFact, queue: string): Edit | null {
  const lines = linesOf(view.snapshot, worker.file)
  for (let line = worker.line; line < worker.line + longestCommand && line <= lines.length; line++) {
    for (const quote of ['', '"', "'"]) {
      const edit = replaceLine(view.snapshot, worker.file, line, (text) =>
        withQueue(text, lines[line - 2] ?? '', { from: worker.queues, to: `${worker.queues},${queue}`, quote }),
      )
      if (edit !== null && isMeant(view, edit, worker, queue)) return edit
    }
  }
  return null
}

interface Change {
  readonly from: string
  readonly to: string
  readonly quote: string
}

function withQueue(text: string, above: string, { from, to, quote }: Change): string | null {
  for (let at = text.indexOf(from); at !== -1; at = text.indexOf(from, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + from.length)]
    if (isValue(before, above) && /^(?:$|[\s"'\],\\;])/.test(after)) return `${before}${quote}${to}${quote}${after}`
  }
  return null
}

/** Whether what follows is the value of -Q: on the same line, or as the next item of a list. */
function isValue(before: string, above: string): boolean {
  if (/(?:^|[\s"'[,])(?:-Q|--queues)(?:["']?\s*,\s*["']?|=["']?|\s+["']?|)$/.test(before)) return true
  return /^\s*-\s+["']?$/.test(before) && /^\s*-\s+["']?(?:-Q|--queues)["']?\s*$/.test(above)
}

function isMeant(view: View, edit: Edit, worker: WorkerFact, queue: string): boolean {
  return comesOut(view, [edit], {
    collector: workerCollector,
    fact: 'worker',
    change: (before) => before.map((fact) => (fact === worker ? { ...fact, queues: `${fact.queues},${queue}` } : fact)),
  })
}
