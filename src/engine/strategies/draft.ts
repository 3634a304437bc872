import type { Assignment } from '../../domain/assignment.ts'
import { TaskDraft } from '../../domain/task.ts'

type Given = Omit<Partial<TaskDraft>, 'input'> &
  Pick<TaskDraft, 'key' | 'title' | 'specialist'> & { readonly input?: Assignment }

/** A draft with its defaults filled in. */
export function draft(given: Given): TaskDraft {
  return TaskDraft.parse({ ...given, title: given.title.slice(0, 200) })
}

/** The specialist, if the roster has it. */
export function pick(roster: readonly string[], name: string): readonly string[] {
  return roster.includes(name) ? [name] : []
}

/** The first of these names that the roster has. */
export function firstOf(roster: readonly string[], names: readonly string[]): string | null {
  return names.find((name) => roster.includes(name)) ?? null
}
