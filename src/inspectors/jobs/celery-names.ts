import { type CodeEvidence, cite } from '../cite.ts'
import type { CeleryTaskFact } from '../facts/celery.ts'
import { hasTopLevel } from '../facts/python-paths.ts'
import type { FactStore } from '../facts/store.ts'
import { textBehind } from '../facts/text-constants.ts'
import type { View } from '../inspector.ts'

/**
 * Every name under which Celery may know a task: the explicit one, or module and function from any root folder. None
 * when the explicit name cannot be told.
 */
export function possibleNames(facts: FactStore, task: CeleryTaskFact): readonly string[] {
  const explicit = textBehind(facts, task.name, task.reference)
  if (explicit !== null) return [explicit]
  if (isUnnamed(facts, task)) return []
  const parts = `${task.module}.${task.symbol}`.split('.')
  return parts.slice(0, -1).map((_, index) => parts.slice(index).join('.'))
}

function isUnnamed(facts: FactStore, task: CeleryTaskFact): boolean {
  return task.isNameDynamic || (task.reference !== '' && textBehind(facts, '', task.reference) === null)
}

/** A place that names a task: by its text, or by a constant that holds it. */
interface NamesTask {
  readonly task: string
  readonly reference: string
}

/** The places that name a task of this repository which does not exist, by that name. */
export function byMissingTask<T extends NamesTask>(facts: FactStore, places: readonly T[]): ReadonlyMap<string, T[]> {
  const missing = new Map<string, T[]>()
  for (const place of places) {
    const task = textBehind(facts, place.task, place.reference)
    if (task === null || !isMissing(facts, task)) continue
    missing.set(task, [...(missing.get(task) ?? []), place])
  }
  return missing
}

function isMissing(facts: FactStore, task: string): boolean {
  return !knownNames(facts).has(task) && isOurs(facts, task)
}

function knownNames(facts: FactStore): ReadonlySet<string> {
  return facts.derived(
    'celery-task-names',
    () => new Set(facts.all('celeryTask').flatMap((task) => possibleNames(facts, task))),
  )
}

/**
 * Celery's own tasks and those of installed packages are none of ours, and where some tasks have computed names or are
 * classes nobody can say that one is missing.
 */
function isOurs(facts: FactStore, task: string): boolean {
  const [first = ''] = task.split('.')
  const known = facts.all('celeryTask')
  if (known.length === 0 || known.some((candidate) => isUnnamed(facts, candidate))) return false
  if (facts.all('celeryUnknown').some(({ setting }) => setting === 'task-class')) return false
  return task.includes('.') && first !== 'celery' && hasTopLevel(facts, first)
}

/** What a missing task may be meant to be: the place of a task of the same function name, and words for the advice. */
export function likelyTask({ facts, snapshot }: View, task: string): { related: CodeEvidence[]; hint: string } {
  const last = task.slice(task.lastIndexOf('.') + 1)
  const near = facts.all('celeryTask').find(({ symbol, name }) => symbol === last || name.endsWith(`.${last}`))
  if (near === undefined) return { related: [], hint: '' }
  return {
    related: [cite(snapshot, near.file, near.line, { role: 'related' })],
    hint: `, probably "${possibleNames(facts, near).at(-1)}"`,
  }
}
