import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import { folded, Purse } from './purse.ts'
import type { SourceLine } from './source.ts'

/** Code that still stands there and does nothing: as a comment, or behind a condition that never holds. */
export function objectToCommentedOut(file: FileChange): readonly Objection[] {
  if (file.language === 'prose') return []
  const gone = new Purse(file.removed.map(({ text }) => folded(text)).filter(isCode))
  const asComment = file.added.filter(
    (line) => line.code.trim() === '' && gone.spend(folded(uncommented(line.comment))),
  )
  const found = [...asComment, ...nowSilent(file)].map((line) => told(file, line, 'code is merely commented out'))
  const dead = deadBranches(file).map((line) => told(file, line, 'code is put behind a condition that never holds'))
  return [...found.slice(0, 20), ...dead]
}

function isCode(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text.length > 3
}

function uncommented(comment: string): string {
  return comment
    .trim()
    .replace(/^(?:\/\/+|#+|--+|\/\*+|\*(?!\/))\s?/, '')
    .replace(/\*\/$/, '')
}

/** Lines that did not change and say nothing any more, because a comment or a string begins above them. */
function nowSilent({ hunks, before, after }: FileChange): readonly SourceLine[] {
  const changed = new Set(hunks.flatMap((hunk) => hunk.added.map((_, index) => hunk.after + index)))
  let [shift, next] = [0, 0]
  return after.filter((line, index) => {
    for (let hunk = hunks[next]; hunk !== undefined && hunk.after + hunk.added.length <= index; hunk = hunks[next]) {
      shift += hunk.removed.length - hunk.added.length
      next += 1
    }
    const old = changed.has(index) ? undefined : before[index + shift]
    return old !== undefined && says(old.code) && !says(line.code)
  })
}

function says(code: string): boolean {
  return /[\p{L}\p{N}]/u.test(code)
}

function deadBranches({ added, removed }: FileChange): readonly SourceLine[] {
  const never = /^\s{0,200}(?:\}? ?else )?if\s*\(?\s*(?:false|False|0)\s*\)?\s*(?:\{|:|&&|and\b)|^#if 0\b/
  const old = new Purse(removed.filter(({ code }) => never.test(code)).map(({ code }) => folded(code)))
  return added.filter(({ code }) => never.test(code) && !old.spend(folded(code)))
}

function told({ path }: FileChange, { line, raw }: SourceLine, says: string): Objection {
  return { path, line, what: 'commented-out', text: raw.trim().slice(0, 200), says }
}
