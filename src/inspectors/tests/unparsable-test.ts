import { parseSync } from 'oxc-parser'
import { cite, linesOf } from '../cite.ts'
import { pythonError } from '../facts/python-compiler.ts'
import type { UnparsableFact } from '../facts/tables.ts'
import { isTestFile } from '../facts/tests.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import type { SourceFile } from '../snapshot.ts'

export const unparsableTest: Inspector = {
  id: 'tests/unparsable-test',
  version: 1,
  layer: 'ci-tests',
  title: 'A test file is not valid code, so none of its tests run',
  inspect(view): Inspection {
    const files = view.facts.all('testFile')
    const suspects = view.facts.all('unparsable').filter((fact) => isBrokenTest(view.snapshot.byPath.get(fact.file)))
    return {
      population: files.length,
      bad: suspects.length,
      unit: 'test files',
      drafts: suspects.map((fact) => draftOf(view, fact)),
    }
  },
}

/** A second reader has the last word: Ruff for Python, every dialect of the parser for JavaScript. */
function isBrokenTest(file: SourceFile | undefined): boolean {
  if (file === undefined || !isTestFile(file)) return false
  if (file.language === 'python') return pythonError(file.text) !== null
  if (/@flow\b/.test(file.text.slice(0, 500))) return false
  return (['jsx', 'tsx', 'ts'] as const).every((lang) =>
    parseSync(file.path, file.text, { lang }).errors.some((error) => error.severity === 'Error'),
  )
}

function draftOf(view: View, fact: UnparsableFact): Unfiled {
  const line = lastWritten(view, fact)
  return {
    title: `${fact.file} cannot be parsed: ${fact.message}`.slice(0, 140),
    claim: 'presence',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'proven',
    anchor: `file:${fact.file}`,
    evidence: [cite(view.snapshot, fact.file, line)],
    instances: [{ file: fact.file, line }],
    fix: {
      advice: 'Repair the syntax and see the tests of the file run again.',
      effort: 'S',
      doneWhen: `${fact.file} parses`,
    },
  }
}

/** An error at the end of a file stands on an empty line: the last line with text above it is what can be quoted. */
function lastWritten(view: View, fact: UnparsableFact): number {
  const lines = linesOf(view.snapshot, fact.file).slice(0, fact.line)
  return Math.max(1, lines.findLastIndex((line) => line.trim() !== '') + 1)
}
