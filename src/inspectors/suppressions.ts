import type { Suppression } from '../ports/auditor.ts'
import { splitComments } from './comments.ts'
import type { Snapshot, SourceFile } from './snapshot.ts'

const word = 'echelon-ignore'
/** More than this in one repository is not read: nobody gave so many reasons. */
const limit = 5_000

/**
 * Comments of the form `echelon-ignore group/rule: reason`, in file and line order. One without a rule or a reason is
 * listed with an empty one: it is reported, and nobody obeys it.
 */
export async function readSuppressions(snapshot: Snapshot, signal: AbortSignal): Promise<readonly Suppression[]> {
  const found: Suppression[] = []
  for (const file of snapshot.files) {
    if (!file.text.includes(word)) continue
    signal.throwIfAborted()
    await new Promise((resolve) => setImmediate(resolve))
    found.push(...inFile(file))
    if (found.length >= limit) break
  }
  return found.slice(0, limit)
}

function inFile(file: SourceFile): readonly Suppression[] {
  return splitComments(file).comments.flatMap((comment, index) => {
    const at = comment.indexOf(word)
    return at === -1 ? [] : [{ file: file.path, line: index + 1, ...wish(comment.slice(at + word.length)) }]
  })
}

function wish(text: string): { readonly rule: string; readonly reason: string } {
  const colon = text.indexOf(':')
  const rule = (colon === -1 ? text : text.slice(0, colon)).trim().split(/\s/)[0] ?? ''
  const reason = colon === -1 ? '' : text.slice(colon + 1)
  return { rule: withoutClose(rule).slice(0, 120), reason: withoutClose(reason).slice(0, 300) }
}

/** A block comment's end is no part of its text. */
function withoutClose(text: string): string {
  const end = ['*/', '-->', '}}'].map((close) => text.indexOf(close)).filter((at) => at !== -1)
  return (end.length === 0 ? text : text.slice(0, Math.min(...end))).trim()
}
