import type { Edit } from '../../domain/edit.ts'
import { cite, linesOf } from '../cite.ts'
import type { TestCaseFact } from '../facts/tests.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'

export const onlyLeft: Inspector = {
  id: 'tests/only-left',
  version: 1,
  layer: 'ci-tests',
  title: 'An .only was committed: the other tests of the file do not run',
  inspect(view): Inspection {
    const tests = view.facts.all('testCase').filter((test) => test.language === 'javascript')
    const left = [...Map.groupBy(tests, (test) => test.file)]
      .map(([file, group]) => ({ file, only: group.filter((test) => test.only), hidden: hiddenBy(group) }))
      .filter(({ only, hidden }) => only.length > 0 && hidden > 0)
    return {
      population: tests.length,
      bad: left.flatMap(({ only }) => only).length,
      unit: 'tests and suites',
      drafts: left.map(({ file, only }) => draftOf(view, file, only)),
    }
  },
}

/** How many tests of a file do not run. Where a suite is marked, what stands in it is not told apart. */
function hiddenBy(group: readonly TestCaseFact[]): number {
  const tests = group.filter((test) => test.kind === 'test')
  if (group.some((test) => test.only && test.kind !== 'test')) return Math.max(0, tests.length - 1)
  return tests.filter((test) => !test.only).length
}

function draftOf(view: View, file: string, group: readonly TestCaseFact[]): Unfiled {
  const all = view.facts.all('testCase').filter((test) => test.file === file && test.kind === 'test').length
  const titles = group.map((test) => `"${test.title.slice(0, 50)}"`)
  return {
    title:
      `Only ${titles[0]}${titles.length > 1 ? ` and ${titles.length - 1} more` : ''} of ${all} tests in ${file} run`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'proven',
    anchor: `only:${file}`,
    evidence: group.slice(0, 10).map((test) => cite(view.snapshot, test.file, test.line)),
    instances: group.slice(0, 500).map((test) => ({ file: test.file, line: test.line })),
    fix: {
      advice: 'Remove the .only and forbid it in CI (forbidOnly, or allowOnly: false).',
      effort: 'S',
      doneWhen: `${file} has no .only`,
      ...repair(view.snapshot, withoutOnly(view, file, group)),
    },
  }
}

const mark = /\.only\b|\bf(?:it|describe)\b/g

/** None where the file has the word anywhere else: it may be another `.only`, an import of `fit`, or a test's text. */
function withoutOnly({ snapshot }: View, file: string, group: readonly TestCaseFact[]): readonly (Edit | null)[] {
  const onLine = Map.groupBy(group, (test) => test.line)
  const isClear = linesOf(snapshot, file).every(
    (line, index) => [...line.matchAll(mark)].length === (onLine.get(index + 1)?.length ?? 0),
  )
  if (!isClear) return [null]
  return [...onLine.keys()].map((line) =>
    replaceLine(snapshot, file, line, (text) => text.replaceAll(mark, (word) => plain[word] ?? '')),
  )
}

const plain: Readonly<Record<string, string>> = { fit: 'it', fdescribe: 'describe' }
