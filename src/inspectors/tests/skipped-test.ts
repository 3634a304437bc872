import { cite } from '../cite.ts'
import type { TestCaseFact } from '../facts/tests.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { byPackage, placeName } from './grouping.ts'

export const skippedTest: Inspector = {
  id: 'tests/skipped-test',
  version: 1,
  layer: 'ci-tests',
  title: 'Tests are switched off without a condition',
  inspect(view): Inspection {
    const tests = view.facts.all('testCase')
    const skipped = tests.filter((test) => test.state === 'skipped')
    return {
      population: tests.length,
      bad: skipped.length,
      unit: 'tests and suites',
      drafts: [...byPackage(view, skipped)].map(([folder, group]) => draftOf(view, folder, group)),
    }
  },
}

function draftOf(view: View, folder: string, group: readonly TestCaseFact[]): Unfiled {
  const suites = group.filter((test) => test.kind === 'suite').length
  const tests = group.length - suites
  const counts = [tests > 0 ? counted(tests, 'test') : '', suites > 0 ? counted(suites, 'suite') : '']
  return {
    title:
      `${counts.filter((text) => text !== '').join(' and ')} in ${placeName(folder)} ${group.length === 1 ? 'is' : 'are'} always skipped`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'quality',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'proven',
    anchor: `skipped:${folder || '.'}`,
    evidence: group.slice(0, 10).map((test) => cite(view.snapshot, test.file, test.line)),
    instances: group.slice(0, 500).map((test) => ({ file: test.file, line: test.line })),
    fix: {
      advice:
        'Repair and enable each test, or delete it and say why in the commit. A skip that must stay gets a condition.',
      effort: 'M',
      doneWhen: `no test in ${placeName(folder)} is skipped without a condition`,
    },
  }
}
