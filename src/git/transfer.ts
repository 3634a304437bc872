import { checkCommit } from './names.ts'
import type { Git, GitPlace } from './run-git.ts'

export interface Transfer {
  readonly from: GitPlace
  readonly to: GitPlace
  readonly commit: string
  /** A commit that both have: nothing that it reaches is carried. */
  readonly without: string
}

/**
 * Carries a commit and what it needs from one repository to another, each object checked on arrival. No remote, no hook and
 * no setting of either takes part.
 */
export async function transfer(git: Git, { from, to, commit, without }: Transfer, signal: AbortSignal): Promise<void> {
  const input = `${checkCommit(commit)}\n^${checkCommit(without)}\n`
  const pack = ['pack-objects', '--revs', '--thin', '--stdout', '-q', '--delta-base-offset']
  const { stdout } = await git({ place: from, args: pack, signal, input })
  await git({ place: to, args: ['unpack-objects', '-q', '--strict'], signal, input: stdout })
}

/** Fetches one commit with its history from a repository on this machine and keeps it under a ref. */
export async function fetchCommit(
  git: Git,
  {
    from,
    to,
    commit,
    ref,
  }: { readonly from: string; readonly to: GitPlace; readonly commit: string; readonly ref: string },
  signal: AbortSignal,
): Promise<void> {
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules']
  const spec = `+${checkCommit(commit)}:${ref}`
  await git({ place: to, args: ['fetch', ...quiet, '--update-shallow', '--end-of-options', from, spec], signal })
}
