import { git } from '../git/read-git.ts'

/** Asked at most: each is two questions to git. */
const commitsAsked = 500

/** Of these commits, those that some branch holds and the given one does not have behind it. */
export async function unmergedOf(
  root: string,
  commits: readonly string[],
  commit: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const one of [...new Set(commits)].filter((name) => /^[0-9a-f]{40,64}$/.test(name)).slice(-commitsAsked)) {
    const merged = await git(root, ['merge-base', '--is-ancestor', one, commit], signal)
    if (merged.code === 0) continue
    const holders = await git(
      root,
      ['for-each-ref', '--count=1', `--contains=${one}`, 'refs/heads', 'refs/remotes'],
      signal,
    )
    if (holders.code === 0 && holders.stdout.length > 0) found.push(one)
  }
  return found
}
