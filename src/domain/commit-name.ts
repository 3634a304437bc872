/** How the hash of a plain folder, or of a repository without a commit, begins: it names contents and no commit. */
export const unversioned = 'unversioned-'

/** What stands in place of a branch where a repository was begun and holds no commit. */
export const unborn = 'no commit yet'

/** Whether git knows it as a commit. */
export function isCommit(commit: string): boolean {
  return !commit.startsWith(unversioned)
}

/** A commit for people, cut to so many digits; the words `no commit` where there is none. */
export function commitName(commit: string, digits = 12): string {
  return isCommit(commit) ? commit.slice(0, digits) : 'no commit'
}

/** ` at 741ef9598d3d`, or `, no commit`: where a sentence says what was looked at. */
export function atCommit(commit: string): string {
  return isCommit(commit) ? ` at ${commitName(commit)}` : `, ${commitName(commit)}`
}
