import type { CeleryQueueFact, CeleryTaskFact } from '../facts/celery.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore } from '../facts/store.ts'
import { textBehind } from '../facts/text-constants.ts'
import { possibleNames } from './celery-names.ts'

/** A queue of the repository's Celery code with every place that names it. */
export interface CeleryQueue {
  readonly name: string
  readonly places: readonly CeleryQueueFact[]
  /** True when something really goes there: a task's own option, a send, a schedule, a route that fits a task. */
  readonly isFed: boolean
}

const feeding: readonly CeleryQueueFact['how'][] = ['routed', 'task', 'sent', 'scheduled']

/** Queues in the order in which they appear; names that cannot be resolved are left out. */
export function queuesOf(facts: FactStore): readonly CeleryQueue[] {
  const named = facts.all('celeryQueue').flatMap((place) => {
    const name = isOwn(place.file) ? textBehind(facts, place.queue, place.reference) : null
    return name === null || name === '' ? [] : [{ name, place }]
  })
  return [...Map.groupBy(named, ({ name }) => name)].map(([name, members]) => {
    const places = members
      .map(({ place }) => place)
      .sort((a, b) => Number(isFeeding(facts, b)) - Number(isFeeding(facts, a)))
    return { name, places, isFed: places.some((place) => isFeeding(facts, place)) }
  })
}

function isOwn(file: string): boolean {
  return !['test', 'vendored', 'docs', 'example'].includes(regionOf(file))
}

function isFeeding(facts: FactStore, place: CeleryQueueFact): boolean {
  if (!feeding.includes(place.how)) return false
  return place.how !== 'routed' || facts.all('celeryTask').some((task) => fits(facts, place.task, task))
}

function fits(facts: FactStore, pattern: string, task: CeleryTaskFact): boolean {
  if (pattern === '') return true
  return possibleNames(facts, task).some((name) => globFits(pattern, name))
}

/** `*` stands for any run of characters. Linear: the pieces between the stars are searched from left to right. */
function globFits(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return pattern === name
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let at = first.length
  for (const piece of rest) {
    const found = name.indexOf(piece, at)
    if (found === -1 || found + piece.length > name.length - last.length) return false
    at = found + piece.length
  }
  return true
}
