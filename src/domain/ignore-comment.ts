import type { Finding } from './finding.ts'

/** `echelon-ignore group/rule: reason` in a comment of the repository. */
export interface IgnoreComment {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly reason: string
}

/**
 * The comment that accepts a finding, or null. It stands on the finding's line or the line above, names its rule and
 * gives a reason. A grouped finding needs one at each of its places: a comment never speaks for another line.
 */
export function acceptedBy(finding: Finding, comments: readonly IgnoreComment[]): IgnoreComment | null {
  const obeyed = comments.filter((comment) => comment.rule === finding.rule && problemOf(comment) === null)
  if (obeyed.length === 0) return null
  const matches = finding.instances.map((place) =>
    obeyed.find(({ file, line }) => file === place.file && (line === place.line || line + 1 === place.line)),
  )
  return matches.every((match) => match !== undefined) ? (matches[0] ?? null) : null
}

/** What a person is told about each comment that nobody obeys. */
export function unobeyedNotes(comments: readonly IgnoreComment[]): string[] {
  return comments.flatMap((comment) => {
    const problem = problemOf(comment)
    return problem === null ? [] : [`${unobeyed} ${comment.file}:${comment.line} ${problem}`]
  })
}

/** How a note about such a comment begins; documents find it by this. */
export const unobeyed = 'echelon-ignore is not obeyed:'

function problemOf({ rule, reason }: IgnoreComment): string | null {
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)) return 'names no rule; write "echelon-ignore group/rule: reason"'
  return reason.trim() === '' ? `gives no reason for ${rule}` : null
}
