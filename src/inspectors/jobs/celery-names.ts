import type { CeleryTaskFact } from '../facts/celery.ts'
import { resolveText } from '../facts/constants.ts'
import { hasTopLevel } from '../facts/python-paths.ts'
import type { FactStore } from '../facts/store.ts'

/**
 * Every name under which Celery may know a task: the explicit one, or module and function from any root folder. None
 * when the explicit name cannot be told.
 */
export function possibleNames(facts: FactStore, task: CeleryTaskFact): readonly string[] {
  const explicit = resolveText(facts, task.name, task.reference)
  if (explicit !== null) return [explicit]
  if (isUnnamed(facts, task)) return []
  const parts = `${task.module}.${task.symbol}`.split('.')
  return parts.slice(0, -1).map((_, index) => parts.slice(index).join('.'))
}

function isUnnamed(facts: FactStore, task: CeleryTaskFact): boolean {
  return task.isNameDynamic || (task.reference !== '' && resolveText(facts, '', task.reference) === null)
}

/** Whether a name that is scheduled or sent belongs to this repository and is no task of it. */
export function isMissing(facts: FactStore, task: string): boolean {
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

/** A task of the same function name elsewhere. */
export function nearest(facts: FactStore, task: string): CeleryTaskFact | null {
  const last = task.slice(task.lastIndexOf('.') + 1)
  return facts.all('celeryTask').find(({ symbol, name }) => symbol === last || name.endsWith(`.${last}`)) ?? null
}
