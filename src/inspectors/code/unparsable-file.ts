import { parseSync } from 'oxc-parser'
import { cite } from '../cite.ts'
import { pythonError } from '../facts/python-compiler.ts'
import type { UnparsableFact } from '../facts/tables.ts'
import { nameOf, regionOf } from '../facts/region.ts'
import type { Inspector, View } from '../inspector.ts'
import type { SourceFile } from '../snapshot.ts'
import { titled, type Unfiled } from './grouping.ts'
import { standingOf } from './standing.ts'

const template = /\{\{|\{%|<%|\$\{\{|cookiecutter|__[A-Z_]+__/
const invalidOnPurpose =
  /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test[-_]?cases?|snapshots?|invalid|broken|errors?|bad|malformed|syntax|parser|stubs|snippets|cassettes|data)\//i
const maxCertain = 40

/** A source file that its language's parser refuses. */
export const unparsableFile: Inspector = {
  id: 'code/unparsable-file',
  version: 1,
  layer: 'errors',
  title: 'A source file does not parse',
  inspect(view) {
    const languages = new Set(['typescript', 'python'])
    const suspects = view.facts
      .all('unparsable')
      .filter((fact) => languages.has(fact.language) && !isExpected(view, fact))
    const bad = suspects.flatMap((fact) => {
      const line = confirmed(view.snapshot.byPath.get(fact.file), fact)
      return line === null ? [] : [{ ...fact, ...line }]
    })
    return {
      population: view.snapshot.files.filter((file) => languages.has(file.language)).length,
      bad: bad.length,
      unit: 'source files',
      drafts: bad.slice(0, maxCertain).map((fact) => draft(view, fact)),
    }
  },
}

function isExpected(view: View, fact: UnparsableFact): boolean {
  const region = regionOf(fact.file)
  if (region === 'vendored' || region === 'example' || region === 'docs' || invalidOnPurpose.test(fact.file))
    return true
  const text = view.snapshot.byPath.get(fact.file)?.text ?? ''
  return /@flow\b/.test(text.slice(0, 500)) || /<%[=_-]?\s|\{%\s/.test(text)
}

/** The error again under every dialect the file may be written in; only what none of them reads is certain. */
function confirmed(file: SourceFile | undefined, fact: UnparsableFact): { message: string; line: number } | null {
  if (file === undefined) return null
  if (fact.language === 'python') return pythonConfirmed(file)
  const dialects = /\.[cm]?jsx?$/.test(file.path) ? (['jsx', 'tsx', 'ts'] as const) : (['ts', 'tsx'] as const)
  for (const lang of dialects) {
    for (const sourceType of ['module', 'script', 'commonjs'] as const) {
      const result = parseSync(file.path, file.text, { lang, sourceType })
      if (result.program.body.length > 0 || !result.errors.some((error) => error.severity === 'Error')) return null
    }
  }
  return { message: fact.message, line: fact.line }
}

/** The parser behind the fact may not know the newest syntax, so a second one has the last word. */
function pythonConfirmed(file: SourceFile): { message: string; line: number } | null {
  const error = pythonError(file.text)
  if (error === null) return null
  const lines = file.text.split('\n').slice(Math.max(0, error.line - 2), error.line + 1)
  if (lines.some((line) => template.test(line) || /^\s*print\s+[\w"'%]/.test(line))) return null
  return error
}

function draft(view: View, fact: UnparsableFact): Unfiled {
  const standing = standingOf(view, fact.file)
  return {
    title: titled(`${nameOf(fact.file)} does not parse: ${fact.message.replace(/\s+/g, ' ')}`),
    claim: 'presence',
    impact: standing.reach === 'reachable' || standing.reach === 'production' ? 'service-dead' : 'feature-broken',
    ...standing,
    confidence: 'proven',
    anchor: `file:${fact.file}`,
    evidence: [cite(view.snapshot, fact.file, fact.line)],
    instances: [{ file: fact.file, line: fact.line }],
    fix: {
      advice: 'Repair the syntax at the quoted line, or delete the file when nothing needs it.',
      effort: 'S',
      doneWhen: `the parser reads ${fact.file}`,
    },
  }
}
