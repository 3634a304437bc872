import { assignmentIn } from '../domain/assignment.ts'
import { matching } from '../domain/quirk.ts'
import { contextOf } from './context.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

/** The brief of an attempt, and the lessons of earlier nights that it repeats. */
export async function contextFor(
  running: Running,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<{ readonly brief: string; readonly quirks: readonly string[] }> {
  const { task, ground } = attempt
  const assignment = assignmentIn(task.input)
  const finding =
    assignment?.work === 'fix' && ground !== undefined
      ? ((await running.landing?.gate.finding(ground.base, assignment.fingerprint, signal)) ?? null)
      : null
  const known = [...running.state.quirks.values()]
  const quirks = matching(known, {
    rule: finding?.rule ?? null,
    layer: finding?.layer ?? null,
    paths: finding?.instances.map(({ file }) => file) ?? task.scope,
  })
  return { brief: contextOf(running, { attempt, finding, quirks }), quirks: quirks.map(({ id }) => id) }
}
