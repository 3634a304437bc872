import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import type { RefusalToLand } from '../domain/fact/landing.ts'
import { Priority } from '../domain/finding.ts'
import { rank } from '../domain/severity-order.ts'
import type { Candidate } from './candidate.ts'
import type { GateVerdict } from './gate.ts'
import type { LaneWorld } from './lane-world.ts'
import type { Stacked } from './stack.ts'

/** What the tree of a stack came to. */
export type Tested =
  | { readonly kind: 'green' | 'red'; readonly why: RefusalToLand; readonly reason: string }
  /** One of them is to blame for certain. */
  | { readonly kind: 'blamed'; readonly task: string; readonly why: RefusalToLand; readonly reason: string }

export interface Trial {
  readonly tip: string
  readonly stack: readonly Stacked[]
  /** A single suspect's second chance. */
  readonly confirming: boolean
}

/** Asks the fix gate about each change, then the inspectors and the checks about all of them together, on the tree that would land. */
export async function testStack(world: LaneWorld, { tip, stack, confirming }: Trial): Promise<Tested> {
  const { trunk, gate, checking, clock, append, stopped } = world
  const started = clock.mono()
  const top = stack.at(-1)
  if (top === undefined) throw new EchelonError('internal', 'the lane tested an empty stack')
  const blamed = await judgeEach(world, { tip, stack, confirming }, top.commit)
  if (blamed !== null) return blamed
  const tasks = stack.map(({ candidate }) => candidate.task)
  const [only, ...others] = tasks
  const where = { at: 'merge', ...(only !== undefined && others.length === 0 ? { task: only } : {}) } as const
  const found = await gate.worse(strictest(stack), { from: tip, commit: top.commit }, stopped)
  const worse = found ?? (await checking.worse(tip, top.commit, where))
  await append({
    type: 'lane.tested',
    branch: trunk.branch,
    base: tip,
    commit: top.commit,
    tree: top.tree,
    tasks,
    green: worse === null,
    confirming,
    reason: worse ?? '',
    milliseconds: clock.mono() - started,
  })
  const why = found === null ? 'checks' : 'gate'
  return worse === null ? { kind: 'green', why, reason: '' } : { kind: 'red', why, reason: worse }
}

/** A change that does not pay its own debt needs no bisection to be found. */
async function judgeEach(
  { gate, append, stopped }: LaneWorld,
  { tip, stack }: Trial,
  commit: string,
): Promise<Tested | null> {
  let blamed: Tested | null = null
  for (const { candidate } of stack) {
    const verdict = await gate.judge(candidate.owed, { from: tip, commit }, stopped)
    await append(judged(candidate, commit, verdict))
    if (verdict.verdict === 'fixed' || verdict.verdict === 'not-asked') continue
    blamed ??= { kind: 'blamed', task: candidate.task, why: 'gate', reason: verdict.reasons.join('; ') }
  }
  return blamed
}

function judged({ task, attempt }: Candidate, commit: string, verdict: GateVerdict): Fact {
  return {
    type: 'gate.judged',
    task,
    attempt,
    commit,
    verdict: verdict.verdict,
    reasons: [...verdict.reasons],
    siblings: [...verdict.siblings],
  }
}

/** The severity that no new finding may reach. A change that pays nothing may bring nothing worse than hygiene. */
function strictest(stack: readonly Stacked[]): Priority {
  const owed = stack.map(({ candidate }) => candidate.owed?.severity ?? 'P2')
  return Priority.options[Math.max(...owed.map(rank))] ?? 'P3'
}
