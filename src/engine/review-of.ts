import { assignmentIn, type Material } from '../domain/assignment.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Attempt } from './post.ts'
import type { Running } from './running.ts'

/** What a reviewer is handed: the change as git has it, and what it was to pay. The author's words come to it in no other way. */
export async function reviewOf(running: Running, { task, ground }: Attempt, signal: AbortSignal): Promise<Material> {
  const { grounds } = running.site
  if (grounds === null || ground === undefined || ground.commit === null)
    throw new EchelonError('internal', `There is no change of ${task.id} to review`)
  const { base, commit } = ground
  const { trunk } = grounds
  const assignment = assignmentIn(task.input)
  const files = []
  for (const { path, hunks } of await trunk.changes(base, commit, signal))
    files.push({
      path,
      before: await trunk.read(base, path, signal),
      after: await trunk.read(commit, path, signal),
      hunks,
    })
  return {
    work: 'review',
    title: task.title,
    finding:
      assignment?.work === 'fix'
        ? ((await running.landing?.gate.finding(base, assignment.fingerprint, signal)) ?? null)
        : null,
    files,
    mechanical: assignment?.work === 'fix' && ground.byRote,
    check: assignment?.work === 'repair' && ground.byRote ? assignment.check : null,
  }
}
