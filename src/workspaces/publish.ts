import { EchelonError } from '../domain/errors.ts'
import { hasCommit } from '../git/commits.ts'
import { moveRef, readRef } from '../git/refs.ts'
import type { GitPlace } from '../git/run-git.ts'
import { transfer } from '../git/transfer.ts'
import type { Store } from './store.ts'

type Shown = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/**
 * Puts the branch into the user's repository: objects and that one ref, nothing else. A branch that is checked out there, or
 * that somebody else made or moved, stays as it is.
 */
export async function publish(
  store: Store,
  { branch, tip }: { readonly branch: string; readonly tip: string },
  signal: AbortSignal,
): Promise<Shown> {
  const { git, registry, source, base } = store
  const place: GitPlace = { gitDir: source, durable: true }
  const ref = `refs/heads/${branch}`
  const { done, intent } = registry.published(source, branch)
  const now = await readRef(git, place, ref, signal)
  if (now === tip) return done === tip || intent === tip ? agreed(store, branch, tip) : { ok: true }
  if (now !== null && now !== done && now !== intent)
    return refuse(
      `${branch} in your repository is at ${now.slice(0, 12)}, where somebody else put it; rename it to get ours`,
    )
  if (now === null && done !== '')
    return refuse(`${branch} was removed from your repository; make it again at any commit of ours to get the rest`)
  const where = await checkedOut(store, ref, signal)
  if (where !== null)
    return refuse(`${branch} is checked out in ${where}; switch to another branch there to get the rest`)
  if (!(await hasCommit(git, place, base, signal)))
    return refuse(`your repository no longer has ${base.slice(0, 12)}, the commit that the mission began from`)
  try {
    await transfer(git, { from: store.mirror, to: place, commit: tip, without: base }, signal)
    // On disc before it happens: after a crash the ref is known to be ours.
    registry.setPublished(source, branch, { done, intent: tip })
    if (!(await moveRef(git, place, { ref, from: now, to: tip }, signal)))
      return refuse(`${branch} in your repository moved at this very moment; nothing was changed`)
  } catch (cause) {
    if (signal.aborted || !(cause instanceof EchelonError)) throw cause
    return refuse(`your repository does not take ${branch}: ${cause.message}`)
  }
  return agreed(store, branch, tip)
}

function agreed({ registry, source }: Store, branch: string, tip: string): Shown {
  registry.setPublished(source, branch, { done: tip, intent: tip })
  return { ok: true }
}

function refuse(reason: string): Shown {
  return { ok: false, reason }
}

/** The checkout of the user's that has this branch. */
async function checkedOut({ git, source }: Store, ref: string, signal: AbortSignal): Promise<string | null> {
  const args = ['worktree', 'list', '--porcelain', '-z']
  const { stdout } = await git({ place: { gitDir: source }, args, signal })
  for (const block of stdout.toString('utf8').split('\0\0')) {
    const lines = block.split('\0')
    if (lines.includes(`branch ${ref}`)) return lines[0]?.replace(/^worktree /, '') ?? 'a checkout'
  }
  return null
}
