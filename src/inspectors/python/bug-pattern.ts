import { cite, linesOf } from '../cite.ts'
import { folderOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import { type RuffFact, ruffFacts, ruffTool } from '../facts/ruff.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import type { Snapshot } from '../snapshot.ts'
import { applyRuff } from './apply-ruff.ts'
import { type BugPattern, bugPatterns } from './bug-patterns.ts'
import { mendPattern } from './mend-pattern.ts'
import { isMutatedDefault } from './mutated-default.ts'

/** In tests only what takes a test's teeth is worth a word. */
const toothless = new Set(['F631', 'PLW0129', 'B015', 'F632'])

export const bugPattern: Inspector = {
  id: 'python/bug-pattern',
  version: 1,
  layer: 'errors',
  title: 'Python code that does something else than it seems to do',
  tool: ruffTool,
  inspect: (view) => {
    const files = view.snapshot.files.filter(({ path, language }) => language === 'python' && isOwn(path))
    const found = ruffFacts(view.facts).filter((fact) => isBug(view, fact))
    const groups = Map.groupBy(found, ({ code, file }) => (regionOf(file) === 'test' ? `${code}@tests` : code))
    return {
      population: files.length,
      bad: new Set(found.map(({ file }) => file)).size,
      unit: 'Python files',
      drafts: [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

function isOwn(file: string): boolean {
  return !['vendored', 'docs', 'example'].includes(regionOf(file))
}

function isBug({ snapshot }: View, fact: RuffFact): boolean {
  if (!(fact.code in bugPatterns) || !isOwn(fact.file)) return false
  if (regionOf(fact.file) === 'test' && (!toothless.has(fact.code) || isExpectedToRaise(snapshot, fact))) return false
  if (fact.code === 'F822' && isProvided(snapshot, fact)) return false
  return fact.code !== 'B006' || isMutatedDefault(snapshot, fact)
}

/** A name in `__all__` may be a module of the package, or come from the module's own `__getattr__`. */
function isProvided(snapshot: Snapshot, { file, message }: RuffFact): boolean {
  if (linesOf(snapshot, file).some((line) => /^(?:async )?def __getattr__\(|\bglobals\(\)(?:\[|\.update)/.test(line)))
    return true
  const name = /`([^`]+)`/.exec(message)?.[1] ?? ''
  const folder = folderOf(file)
  const inside = `${folder === '' ? '' : `${folder}/`}${name}`
  if (!file.endsWith('__init__.py')) return false
  return snapshot.files.some(({ path }) => path.startsWith(`${inside}.`) || path.startsWith(`${inside}/`))
}

/** Inside `with raises(…)` a bare comparison is the test. */
function isExpectedToRaise(snapshot: Snapshot, { file, line }: RuffFact): boolean {
  return linesOf(snapshot, file)
    .slice(Math.max(0, line - 4), line - 1)
    .some((text) => /[rR]aises/.test(text))
}

function draftOf(view: View, anchor: string, members: readonly RuffFact[]): readonly Unfiled[] {
  const [first] = members
  const pattern = bugPatterns[first?.code ?? '']
  if (first === undefined || pattern === undefined) return []
  const isTest = anchor.endsWith('@tests')
  return [
    {
      title: titleOf(pattern, first, members.length).slice(0, 140),
      claim: 'presence',
      impact: pattern.impact,
      reach: isTest ? 'dev-or-test' : 'reachable',
      reachWhy: isTest ? 'the places are tests' : 'the places stand in source code',
      confidence: pattern.confidence,
      anchor,
      evidence: members.slice(0, 10).map(({ file, line }) => cite(view.snapshot, file, line)),
      instances: members.slice(0, 100).map(({ file, line }) => ({ file, line })),
      fix: {
        advice: `${pattern.fix} Ruff calls it ${first.code}: ${first.message}`.slice(0, 600),
        effort: 'S',
        doneWhen: `Ruff reports no ${first.code}`,
        ...applyRuff(view, members),
        ...mendPattern(view, members),
      },
    },
  ]
}

function titleOf(pattern: BugPattern, first: RuffFact, count: number): string {
  return count === 1 ? `${pattern.what} (${first.symbol})` : `${pattern.what} (${count} places)`
}
