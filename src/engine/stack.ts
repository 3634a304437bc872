import type { RefusalToLand } from '../domain/fact/landing.ts'
import { revertedLines } from '../domain/reverted.ts'
import type { Merged, Trunk } from '../ports/trunk.ts'
import type { Candidate } from './candidate.ts'

/** A change on top of those before it, as it would land. */
export interface Stacked {
  readonly candidate: Candidate
  readonly commit: string
  readonly tree: string
}

/** Why a change does not fit where it would land. */
export interface Misfit {
  readonly why: RefusalToLand
  readonly reason: string
  readonly paths: readonly string[]
}

/** Changes on top of each other as far as they fit, and why the next one does not; null: all of them do. */
export interface Stack {
  readonly changes: readonly Stacked[]
  readonly misfit: Misfit | null
}

/** Stacks changes on the tip of the branch, in order, up to the first that does not fit. No checkout is made. */
export async function stackUp(
  trunk: Trunk,
  tip: string,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<Stack> {
  const changes: Stacked[] = []
  let onto = tip
  for (const candidate of candidates) {
    const merged = await trunk.merge(onto, candidate, signal)
    const misfit = await misfitOf({ trunk, onto, signal }, candidate, merged)
    if (!merged.ok || misfit !== null) return { changes, misfit }
    changes.push({ candidate, commit: merged.commit, tree: merged.tree })
    onto = merged.commit
  }
  return { changes, misfit: null }
}

interface Place {
  readonly trunk: Trunk
  readonly onto: string
  readonly signal: AbortSignal
}

async function misfitOf(place: Place, candidate: Candidate, merged: Merged): Promise<Misfit | null> {
  const { trunk, onto, signal } = place
  if (!merged.ok) {
    const reason = `it conflicts with what has landed since ${candidate.base.slice(0, 12)}`
    return { why: 'conflict', reason, paths: merged.conflicts }
  }
  if (merged.tree === (await trunk.tree(onto, signal)))
    return { why: 'empty', reason: 'what it changes is on the branch already', paths: [] }
  return revert(place, merged.commit, candidate)
}

/** Lines that landed tonight and that this merge would take back. */
async function revert({ trunk, onto, signal }: Place, merged: string, { paths }: Candidate): Promise<Misfit | null> {
  if (onto === trunk.base) return null
  for (const { path } of paths) {
    const start = await trunk.read(trunk.base, path, signal)
    const landed = await trunk.read(onto, path, signal)
    if (landed === start) continue
    const [first] = revertedLines({ path, start, landed, merged: await trunk.read(merged, path, signal) })
    if (first === undefined) continue
    const what = first.what === 'lost' ? 'takes away what has landed' : 'brings back what a landed change took away'
    return { why: 'revert', reason: `it ${what} at ${path}:${first.line}: ${first.text}`, paths: [path] }
  }
  return null
}
