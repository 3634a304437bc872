import { z } from 'zod'
import { changesOnlyComments } from '../domain/comment-only.ts'
import { guardDiff } from '../domain/diff-guard.ts'
import type { Fact } from '../domain/event.ts'
import { RefusalToLand } from '../domain/fact/landing.ts'
import type { AgentUnit } from '../ports/runtime.ts'
import type { Grounds } from '../ports/site.ts'
import type { Running } from './running.ts'
import { untilAborted } from './until-aborted.ts'

export const ExamineInput = z.object({
  task: z.string(),
  attempt: z.int(),
  base: z.string(),
  commit: z.string(),
  paths: z.array(z.string()),
  /** Whether it is to pay a debt. */
  owes: z.boolean(),
})
export type ExamineInput = z.infer<typeof ExamineInput>

/** Why a change goes back to its author. Null: the engine has nothing against it. */
export const Examined = z.object({ why: RefusalToLand, reason: z.string(), paths: z.array(z.string()) }).nullable()
export type Examined = z.infer<typeof Examined>

/** Other changes a new one is compared with: those that wait or work beside it. */
const comparedWith = 64

/** The engine's own look at a change before anybody reviews it: no check is worse, and nothing that guards has become weaker. */
export function examineUnit(running: Running): AgentUnit {
  const inFlight = new Map<string, string>()
  return async (ctx, input) => {
    const change = ExamineInput.parse(input)
    const { grounds } = running.site
    if (grounds === null) return { value: null, facts: [] }
    for (const task of running.state.landed.keys()) inFlight.delete(task)
    const conflicts = await predict(grounds, inFlight, change, ctx.signal)
    const value =
      (await guard(running, grounds, change, ctx.signal)) ?? (await untilAborted(check(running, change), ctx.signal))
    if (value !== null) inFlight.delete(change.task)
    return { value, facts: conflicts }
  }
}

async function guard(
  { site }: Running,
  { trunk }: Grounds,
  { base, commit, paths, owes }: ExamineInput,
  signal: AbortSignal,
): Promise<Examined> {
  const files = []
  for (const path of paths)
    files.push({
      path,
      before: await trunk.read(base, path, signal),
      after: await trunk.read(commit, path, signal),
    })
  if (owes && changesOnlyComments(files))
    return { why: 'gate', reason: 'the code is as it was: only comments have changed', paths: [...paths] }
  const objections = guardDiff(files, (line) => site.redactor.text(line) !== line)
  if (objections.length === 0) return null
  const told = objections.slice(0, 10).map(({ path, line, says }) => `${path}:${line}: ${says}`)
  return { why: 'gate', reason: told.join('; '), paths: [...new Set(objections.map(({ path }) => path))] }
}

async function check({ landing }: Running, { base, commit, task }: ExamineInput): Promise<Examined> {
  const worse = (await landing?.checking.worse(base, commit, { at: 'attempt', task })) ?? null
  return worse === null ? null : { why: 'checks', reason: worse, paths: [] }
}

/** Conflicts with changes beside it are said before either of them waits to land. */
async function predict(
  { trunk }: Grounds,
  inFlight: Map<string, string>,
  { task, commit }: ExamineInput,
  signal: AbortSignal,
): Promise<readonly Fact[]> {
  const facts: Fact[] = []
  for (const [other, head] of [...inFlight].slice(-comparedWith)) {
    if (other === task) continue
    const paths = [...(await trunk.conflicts(head, commit, signal))]
    if (paths.length > 0) facts.push({ type: 'conflict.predicted', task, other, paths })
  }
  inFlight.set(task, commit)
  return facts
}
