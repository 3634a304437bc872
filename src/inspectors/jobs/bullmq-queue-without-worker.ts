import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore, Placed } from '../facts/store.ts'
import { textBehind } from '../facts/text-constants.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

export const bullQueueWithoutWorker: Inspector = {
  id: 'jobs/bullmq-queue-without-worker',
  version: 1,
  layer: 'jobs',
  title: 'A BullMQ queue that no worker or processor consumes',
  inspect: (view) => {
    const { facts } = view
    const queues = Map.groupBy(namedQueues(facts), ({ name }) => name)
    const consumed = consumedNames(facts)
    const bad = consumed === null ? [] : [...queues].filter(([name]) => !consumed.has(name))
    return {
      population: queues.size,
      bad: bad.length,
      unit: 'queues',
      drafts: bad.map(([name, places]) => draftOf(view, name, places, consumed?.size === 0)),
    }
  },
}

interface Named extends Placed {
  readonly name: string
}

function namedQueues(facts: FactStore): readonly Named[] {
  return facts.all('bullQueue').flatMap(({ file, line, queue, reference }) => {
    const name = isApart(file) ? null : textBehind(facts, queue, reference)
    return name === null ? [] : [{ file, line, name }]
  })
}

function isApart(file: string): boolean {
  return ['test', 'docs', 'example', 'vendored'].includes(regionOf(file))
}

/** The names that are consumed; null when one worker's name is computed, for then it may be any. */
function consumedNames(facts: FactStore): ReadonlySet<string> | null {
  const names = facts
    .all('bullWorker')
    .filter(({ file }) => !isApart(file))
    .map(({ queue, reference }) => textBehind(facts, queue, reference))
  const known = names.filter((name) => name !== null)
  return known.length === names.length ? new Set(known) : null
}

function draftOf(view: View, name: string, places: readonly Named[], hasNoWorkers: boolean): Unfiled {
  return {
    title: `Queue "${name}" is filled but no worker or processor consumes it`.slice(0, 140),
    claim: 'absence',
    impact: 'service-dead',
    reach: 'reachable',
    reachWhy: 'the queue is made in source code outside tests',
    // Without any worker at all, another repository may hold them.
    confidence: hasNoWorkers ? 'medium' : 'high',
    anchor: `queue:${name}`,
    evidence: [
      ...places.slice(0, 5).map(({ file, line }) => cite(view.snapshot, file, line)),
      {
        kind: 'absence',
        query: { fact: 'bullWorker', where: { queue: name } },
        scope: ['**/*.{ts,js}'],
        expected: 0,
      },
    ],
    instances: places.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Start new Worker('${name}', …) (or a @Processor for it) in a process that is deployed, or remove the queue: its jobs pile up in Redis.`,
      effort: 'M',
      doneWhen: `a worker consumes "${name}"`,
    },
  }
}
