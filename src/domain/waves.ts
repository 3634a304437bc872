import { overlap } from './scope.ts'
import type { TaskDraft } from './task.ts'

type Schedulable = Pick<TaskDraft, 'key' | 'after' | 'scope'>

/** What keeps a set of drafts from being scheduled. */
export function draftProblems(drafts: readonly Schedulable[]): readonly string[] {
  const keys = new Set<string>()
  const doubled: string[] = []
  for (const { key } of drafts) {
    if (keys.has(key)) doubled.push(`two tasks have the key "${key}"`)
    keys.add(key)
  }
  const dangling = drafts.flatMap((draft) =>
    draft.after
      .filter((key) => !keys.has(key))
      .map((key) => `task "${draft.key}" waits for "${key}", which is no task`),
  )
  if (doubled.length > 0 || dangling.length > 0) return [...doubled, ...dangling]
  const numbers = waves(drafts)
  const stuck = drafts.filter((_, index) => numbers[index] === 0).map(({ key }) => key)
  return stuck.length === 0 ? [] : [`tasks wait for each other in a circle: ${stuck.join(', ')}`]
}

/** The earliest wave of each draft by its dependencies, from 1; 0 for those that can never start. */
export function waves(drafts: readonly Schedulable[]): readonly number[] {
  const wave = new Map<string, number>()
  for (let found = true; found; ) {
    found = false
    for (const { key, after } of drafts) {
      if (wave.has(key) || after.some((other) => !wave.has(other))) continue
      wave.set(key, 1 + Math.max(0, ...after.map((other) => wave.get(other) ?? 0)))
      found = true
    }
  }
  return drafts.map(({ key }) => wave.get(key) ?? 0)
}

/** Whether two tasks may not work at the same time. */
export function collide(a: Schedulable, b: Schedulable): boolean {
  return a.scope.length > 0 && b.scope.length > 0 && overlap(a.scope, b.scope)
}
