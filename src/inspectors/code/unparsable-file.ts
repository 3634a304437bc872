import { parseSync } from 'oxc-parser'
import type { Impact, Reach } from '../../domain/finding.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import { pythonError } from '../facts/python-compiler.ts'
import { isKept } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { UnparsableFact } from '../facts/tables.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import type { SourceFile } from '../snapshot.ts'
import { titled } from '../wording.ts'

const template = /\{\{|\{%|<%|\$\{\{|cookiecutter|__[A-Z_]+__/
const invalidOnPurpose =
  /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test[-_]?cases?|snapshots?|invalid|broken|malformed|snippets|cassettes)\//i

/** What Python 2 reads and Python 3 does not: such a file is old, not broken. */
const olderPython =
  /^\s*(?:print|exec)\s+[\w"'%]|^\s*print\s*>>|^\s*except\s+[\w.()]+\s*,\s*\w+\s*:|^\s*raise\s+[\w.]+\s*,|`[^`\n]*`|\b(?:0[xX][\da-fA-F]+|\d+)[lL]\b|\b0[0-7]+\b|<>|\bur["']/

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
      drafts: [...Map.groupBy(bad, (fact) => folderOf(fact.file))].map(([folder, group]) => draft(view, folder, group)),
    }
  },
}

function isExpected(view: View, fact: UnparsableFact): boolean {
  if (!isKept(fact.file) || invalidOnPurpose.test(fact.file)) return true
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
  if (lines.some((line) => template.test(line) || olderPython.test(line))) return null
  return error
}

/** What a file does that cannot be loaded depends on who loads it. */
const impacts: Readonly<Record<Reach, Impact>> = {
  production: 'service-dead',
  reachable: 'service-dead',
  unknown: 'quality',
  unreachable: 'quality',
  'dev-or-test': 'feature-broken',
}

/** One finding per folder: files break together, by one tool or one edit. */
function draft(view: View, folder: string, group: readonly UnparsableFact[]): Unfiled {
  const placed = group.map((fact) => ({ fact, standing: standingOf(view, fact.file) }))
  const worst = placed.find(({ standing }) => standing.reach === 'reachable') ?? placed[0]
  if (worst === undefined) throw new RangeError('a group has a member')
  const { fact, standing } = worst
  const others = group.length > 1 ? ` (and ${group.length - 1} more in ${folder || 'the root'})` : ''
  return {
    title: titled(`${nameOf(fact.file)} does not parse: ${fact.message.replace(/\s+/g, ' ').slice(0, 60)}${others}`),
    claim: 'presence',
    impact: /\.d\.[cm]?ts$/.test(fact.file) ? 'quality' : impacts[standing.reach],
    ...standing,
    confidence: 'proven',
    anchor: `folder:${folder || '.'}`,
    ...placesOf(view, [fact, ...group.filter((one) => one !== fact)]),
    fix: {
      advice: 'Repair the syntax at the quoted line, or delete the file when nothing needs it.',
      effort: group.length > 5 ? 'M' : 'S',
      doneWhen: `the parser reads every file of ${folder || 'the root'}`,
    },
  }
}
