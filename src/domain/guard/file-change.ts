import { diffLines, type LineHunk, linesOf } from '../line-diff.ts'
import { collected, type Language, languageOf } from './language.ts'
import type { ChangedText } from './objection.ts'
import { readSource, type SourceLine } from './source.ts'

/** One file of a change, both sides taken apart, and what differs. */
export interface FileChange {
  readonly path: string
  readonly language: Language
  readonly isTest: boolean
  readonly isDeleted: boolean
  readonly isNew: boolean
  readonly before: readonly SourceLine[]
  readonly after: readonly SourceLine[]
  readonly hunks: readonly LineHunk[]
  readonly removed: readonly SourceLine[]
  readonly added: readonly SourceLine[]
}

export function fileChange({ path, before, after }: ChangedText): FileChange {
  const language = languageOf(path)
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const hunks = diffLines(old, fresh)
  const [oldSource, freshSource] = [readSource(old, language), readSource(fresh, language)]
  return {
    path,
    language,
    isTest: language !== 'prose' && (collected(path) !== 'no' || hasInlineTests(language, [before, after])),
    isDeleted: after === null,
    isNew: before === null,
    before: oldSource,
    after: freshSource,
    hunks,
    removed: hunks.flatMap((hunk) => oldSource.slice(hunk.before, hunk.before + hunk.removed.length)),
    added: hunks.flatMap((hunk) => freshSource.slice(hunk.after, hunk.after + hunk.added.length)),
  }
}

/** Rust keeps tests beside the code. */
function hasInlineTests(language: Language, texts: readonly (string | null)[]): boolean {
  return (
    language === 'rust' &&
    texts.some((text) => text?.includes('#[cfg(test)]') === true || text?.includes('#[test]') === true)
  )
}
