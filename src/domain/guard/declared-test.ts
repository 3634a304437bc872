import type { FileChange } from './file-change.ts'
import type { Language } from './language.ts'
import { folded } from './purse.ts'
import type { SourceLine } from './source.ts'

/** A test as its runner would list it. */
export interface DeclaredTest {
  readonly name: string
  readonly line: number
}

const declares: Readonly<Record<Language, RegExp | null>> = {
  script: /(?<![\w.$])(?:x|f)?(?:it|test|specify)(?:\.(?!describe)[a-zA-Z]{1,20}(?:\([^()]{0,200}\))?){0,4}\s*[(`]/,
  python: /^\s{0,200}(?:async )?def (test\w{0,200})\s*\(/,
  go: /^func (Test\w{0,200})\s*\(|(?<![\w.])t\.Run\(/,
  rust: /^\s{0,200}#\[(?:\w{1,40}::)?test\b/,
  json: null,
  hash: null,
  prose: null,
  other: /(?<![\w.])(?:def |func |fun |void |function )?(test_?\w{0,200})\s*\(/i,
}

export function testsIn(lines: readonly SourceLine[], language: Language): readonly DeclaredTest[] {
  const pattern = declares[language]
  if (pattern === null) return []
  return lines.flatMap(({ code, text, line }, index) => {
    const found = pattern.exec(code)
    if (found === null) return []
    return [{ line, name: found[1] ?? titleAt(text.slice(found.index), lines[index + 1]?.text ?? '') }]
  })
}

/** Both sides of a file that a runner collects. */
export function testsOf(file: FileChange): {
  readonly before: readonly DeclaredTest[]
  readonly after: readonly DeclaredTest[]
} {
  if (!file.isTest) return { before: [], after: [] }
  return { before: testsIn(file.before, file.language), after: testsIn(file.after, file.language) }
}

function titleAt(text: string, next: string): string {
  const title = /(["'`])(.{0,300}?)\1/.exec(text) ?? /^\s{0,200}(["'`])(.{0,300}?)\1/.exec(next)
  return title?.[2] ?? folded(next)
}
