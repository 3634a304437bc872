import type { LineHunk } from '../line-diff.ts'
import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import { folded } from './purse.ts'
import type { SourceLine } from './source.ts'

const mark = /\b(?:TODO|FIXME|XXX|HACK)\b/

/** Promises in comments that were moved, reworded or taken away while the code that they speak of stayed as it was. */
export function objectToTodos(files: readonly FileChange[]): readonly Objection[] {
  const arrived = new Set(files.flatMap(({ added }) => added.filter(isTodo).map(wordsOf)))
  return files.flatMap((file) => {
    if (file.language === 'prose' || file.isDeleted) return []
    const isSame = isSameCode(file)
    return file.hunks.flatMap((hunk) => {
      const removed = file.before.slice(hunk.before, hunk.before + hunk.removed.length)
      if (!isSame && !isSameAround(file, hunk)) return []
      const hasComment = file.after
        .slice(hunk.after, hunk.after + hunk.added.length)
        .some(({ comment }) => /\w/.test(comment))
      return removed
        .filter((line) => isTodo(line) && (isSame || hasComment || arrived.has(wordsOf(line))))
        .map((line) => told(file.path, line))
    })
  })
}

function isTodo({ comment }: SourceLine): boolean {
  return mark.test(comment)
}

function wordsOf({ comment }: SourceLine): string {
  return folded(comment.replace(/[^\p{L}\p{N}]+/gu, ' ')).toLowerCase()
}

/** Only comments and empty lines differ. */
function isSameCode({ added, removed }: FileChange): boolean {
  return codeOf(added) === codeOf(removed)
}

function codeOf(lines: readonly SourceLine[]): string {
  return lines
    .map(({ text }) => folded(text))
    .filter((text) => text !== '')
    .join('\n')
}

/** The hunk changes comments only. */
function isSameAround({ before, after }: FileChange, hunk: LineHunk): boolean {
  const removed = before.slice(hunk.before, hunk.before + hunk.removed.length)
  return codeOf(removed) === codeOf(after.slice(hunk.after, hunk.after + hunk.added.length))
}

function told(path: string, { line, raw }: SourceLine): Objection {
  const says = 'a TODO is moved, reworded or taken away while its code is unchanged'
  return { path, line, what: 'todo-untouched', text: raw.trim().slice(0, 200), says }
}
