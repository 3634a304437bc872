import type { CheckCounts, CheckKind, CheckRun } from '../../domain/check.ts'
import { categoryOf } from './category.ts'
import { type Format, type Named, sum } from './format.ts'
import { javascriptFormats } from './javascript.ts'
import { languageFormats } from './languages.ts'
import { linterFormats } from './linters.ts'

const tests = [...javascriptFormats, ...languageFormats]
/** Characters of a line that are read: no runner's own lines are longer, and every pattern stays cheap. */
const lineLength = 1_000
const most = 100

/** Counts and named failures as runners print them. One output may hold several runners: each is read. */
export function readOutput(
  kind: CheckKind,
  output: string,
): { readonly counts: CheckCounts | null; readonly failures: CheckRun['failures'] } {
  const text = withShortLines(output)
  const all = kind === 'test' ? tests : [...linterFormats, ...tests]
  const read = all.flatMap((format) => {
    const counts = format.counts(text)
    return counts === null ? [] : [{ format, counts }]
  })
  const named = namesOf(
    text,
    read.map(({ format }) => format),
  )
  return { counts: sum(read.map(({ counts }) => counts)), failures: toFailures(kind, named) }
}

function withShortLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > lineLength ? line.slice(0, lineLength) : line))
    .join('\n')
}

/** Where no runner came as far as its counts, anybody's names will do: a build that breaks ends before the tests. */
function namesOf(text: string, formats: readonly Format[]): readonly Named[] {
  const named = formats.flatMap((format) => format.failures(text))
  return named.length > 0 ? named : [...linterFormats, ...languageFormats].flatMap((format) => format.failures(text))
}

/** One failure for each name, with everything that was said about it. */
function toFailures(kind: CheckKind, named: readonly Named[]): CheckRun['failures'] {
  const details = new Map<string, string>()
  for (const { name, detail } of named) {
    const key = name.trim().slice(0, 500).toWellFormed()
    if (key === '' || (!details.has(key) && details.size >= most)) continue
    details.set(key, `${details.get(key) ?? ''}${detail}\n`.slice(0, 4_000))
  }
  return [...details].map(([name, detail]) => ({ name, category: categoryOf(kind, detail) }))
}
