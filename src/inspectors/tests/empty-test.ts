import { cite } from '../cite.ts'
import type { TestCaseFact } from '../facts/tests.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { byPackage, placeName } from './grouping.ts'

export const emptyTest: Inspector = {
  id: 'tests/empty-test',
  version: 1,
  layer: 'ci-tests',
  title: 'Tests pass whatever the code does: they have no body, no assertion or only a constant one',
  inspect(view): Inspection {
    const tests = view.facts.all('testCase').filter((test) => test.kind === 'test' && test.state === 'runs')
    const hollow = tests.filter((test) => test.content !== 'asserts')
    return {
      population: tests.length,
      bad: hollow.length,
      unit: 'tests that run',
      drafts: [...byPackage(view, hollow)].map(([folder, group]) => draftOf(view, folder, group)),
    }
  },
}

function draftOf(view: View, folder: string, group: readonly TestCaseFact[]): Unfiled {
  const why = (content: TestCaseFact['content']): number => group.filter((test) => test.content === content).length
  const parts = [
    [why('empty'), 'without a body'],
    [why('vacuous'), 'asserting a constant'],
    [why('silent'), 'without an assertion'],
  ] as const
  const counts = parts.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`)
  return {
    title: `${counted(group.length, 'test')} in ${placeName(folder)} cannot fail: ${counts.join(', ')}`.slice(0, 140),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: why('silent') > 0 ? 'high' : 'proven',
    anchor: `hollow:${folder || '.'}`,
    evidence: group.slice(0, 10).map((test) => cite(view.snapshot, test.file, test.line)),
    instances: group.slice(0, 500).map((test) => ({ file: test.file, line: test.line })),
    fix: {
      advice:
        'Assert what the title promises, or delete the test: a green line that checks nothing is worse than none.',
      effort: 'M',
      doneWhen: `every test that runs in ${placeName(folder)} can fail`,
    },
  }
}
