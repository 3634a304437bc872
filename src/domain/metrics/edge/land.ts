import type { FactOf } from '../../event.ts'
import { covers } from '../../scope.ts'
import type { Chronicle } from '../chronicle.ts'

/** How the engine signs what it does itself: landing for an owner, documents it renders. */
export const engineName = 'echelon'

type Landed = FactOf<'task.landed'>

/** Why this actor should not have landed the task, or null. The owner lands, or the engine for it. */
export function judgeLanding(run: Chronicle, { by, task }: Landed): string | null {
  const owner = run.tasks.get(task)?.owner
  if (owner === undefined) return `${by} landed "${task}", which is no task of this run`
  if (by === engineName || by === owner) return null
  const role = run.actors.get(by)?.role ?? 'stranger'
  return `${by} is a ${role} and landed a task of ${owner}`
}

/** Why this landed path was not the task's to change, or null. */
export function judgePath(run: Chronicle, { task }: Landed, path: string): string | null {
  const queued = run.tasks.get(task)
  if (queued === undefined) return `${path} was landed for "${task}", which is no task of this run`
  if (!covers(queued.scope, path)) return `${path} lies outside the scope of ${task}`
  if (run.granted.get(task)?.includes(path) === true) return null
  const domain = domainOf(run, queued.owner)
  return domain === null || covers(domain, path) ? null : `${path} lies outside the domain of ${queued.owner}`
}

/** The path globs an owner answers for; null when it answers for all, or the run did not record it. */
export function domainOf(run: Chronicle, owner: string): readonly string[] | null {
  const name = run.actors.get(owner)?.name
  const domain = run.started?.teams?.find(({ coordinator }) => coordinator === name)?.domain
  return domain === undefined || domain.length === 0 ? null : domain
}
