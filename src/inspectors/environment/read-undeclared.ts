import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { EnvReadFact } from '../facts/env-reads.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { declare, exampleFor } from './declare.ts'
import { mentionsOf } from './mentions.ts'
import { isSupplied } from './supplied.ts'
import { wrongReads } from './wrong-prefix.ts'

export const readUndeclared: Inspector = {
  id: 'environment/read-undeclared',
  version: 1,
  layer: 'environment',
  title: 'Variables are read without a default, and nothing tells an operator to set them',
  inspect(view): Inspection {
    const applies = view.facts.all('envDeclaration').some((fact) => regionOf(fact.file) !== 'vendored')
    const byName = applies ? requiredReads(view) : new Map<string, readonly EnvReadFact[]>()
    const unlisted = [...byName].filter(([name]) => isUndeclared(view, name)).sort(([a], [b]) => (a < b ? -1 : 1))
    const given = givenInCode(
      view,
      unlisted.map(([name]) => name),
    )
    const missing = unlisted.filter(([name]) => !given.has(name))
    return {
      population: byName.size,
      bad: missing.length,
      unit: 'variables read without a default',
      drafts: missing.length === 0 ? [] : [draftOf(view, missing)],
    }
  },
}

/** Variables of which every read in source code goes without a fallback. */
function requiredReads(view: View): ReadonlyMap<string, readonly EnvReadFact[]> {
  const reads = view.facts
    .all('envRead')
    .filter((read) => regionOf(read.file) === 'source' && /^[A-Z][A-Z0-9_]{2,}$/.test(read.name))
    .filter((read) => !isSupplied(read.name) && isFilledFromEnvironment(view, read))
  const groups = Map.groupBy(reads, (read) => read.name)
  return new Map([...groups].filter(([, group]) => group.every((read) => !read.hasFallback)))
}

/** A settings class that is only built with arguments is a record, not a reader of the environment. */
function isFilledFromEnvironment(view: View, read: EnvReadFact): boolean {
  if (read.via !== 'settings') return true
  const field = view.facts.all('settingsField').find((one) => one.file === read.file && one.line === read.line)
  return field !== undefined && bareClasses(view).has(field.owner)
}

/** Names that are called without arguments somewhere in Python. */
function bareClasses(view: View): ReadonlySet<string> {
  return view.facts.derived('environment:bare-classes', () => {
    const found = new Set<string>()
    for (const file of view.snapshot.files) {
      if (file.language !== 'python') continue
      for (const match of file.text.matchAll(/\b([A-Z]\w*)\(\s*\)/g)) found.add(match[1] ?? '')
    }
    return found
  })
}

function isUndeclared(view: View, name: string): boolean {
  if (view.facts.count({ fact: 'envDeclaration', where: { name } }) > 0) return false
  const mentions = mentionsOf(view)
  return (['deploy', 'notes', 'lists'] as const).every((kind) => mentions.count(name, kind) === 0)
}

/** Names that code itself gives a value or a type: a build's `define`, a script that sets them, a schema. */
function givenInCode(view: View, names: readonly string[]): ReadonlySet<string> {
  const given = new Set<string>()
  if (names.length === 0) return given
  const written = new RegExp(`\\b(${names.join('|')})\\b["']?\\??\\s*[:=](?!=)(.*)`, 'g')
  for (const file of view.snapshot.files) {
    if (!/^(?:typescript|python|shell)$/.test(file.language) || /^(?:test|vendored)$/.test(regionOf(file.path)))
      continue
    for (const [, name = '', rest = ''] of file.text.matchAll(written)) if (!rest.includes(name)) given.add(name)
  }
  return given
}

function draftOf(view: View, missing: readonly (readonly [string, readonly EnvReadFact[]])[]): Unfiled {
  const names = missing.map(([name]) => name)
  const firsts = missing.flatMap(([, reads]) => reads.slice(0, 1))
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return {
    title:
      `${names.length} variable${names.length === 1 ? ' is' : 's are'} read without a default but declared nowhere: ${some}`.slice(
        0,
        140,
      ),
    claim: 'absence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'read by source code outside tests and examples',
    confidence: 'high',
    anchor: 'env:undeclared',
    evidence: [
      ...firsts.slice(0, 8).map((read) => citeWithoutValues(view.snapshot, read.file, read.line)),
      ...names.slice(0, 8).map((name) => ({
        kind: 'absence' as const,
        query: { fact: 'envDeclaration', where: { name } },
        scope: ['**/.env*', '**/*compose*.y*ml', '**/Dockerfile*', '.github/workflows/*'],
        expected: 0 as const,
      })),
    ],
    instances: firsts.slice(0, 500).map((read) => ({ file: read.file, line: read.line })),
    fix: {
      advice: 'Add each name to the example environment file with a word on what it is for, or give it a safe default.',
      effort: 'S',
      doneWhen: 'every variable that is read without a default is declared in an environment or deployment file',
      ...repair(view.snapshot, declarations(view, missing)),
    },
  }
}

/** Each name in the example file of whoever reads it. A name that the reader itself gets wrong is not for operators to set. */
function declarations(
  view: View,
  missing: readonly (readonly [string, readonly EnvReadFact[]])[],
): readonly (Edit | null)[] {
  const wrong = new Set(wrongReads(view).map(({ read }) => read.name))
  if (missing.some(([name, reads]) => wrong.has(name) || reads.some((read) => isOnItsWayOut(view, read)))) return [null]
  const wanted = missing.flatMap(([name, reads]) =>
    reads.map((read) => ({ name, read, example: exampleFor(view, read.file) })),
  )
  return [...Map.groupBy(wanted, ({ example }) => example)].map(([example, group]) => {
    const byName = [...Map.groupBy(group, ({ name }) => name)]
    const variables = byName.map(([name, same]) => ({
      name,
      readers: same.map(({ read }) => read.file),
      isRequired: same.some(({ read }) => isRequired(view, read)),
    }))
    return example === null ? null : declare(view, example, variables)
  })
}

/** An operator should not be told of a name that is read for the sake of old installations only. */
function isOnItsWayOut({ snapshot }: View, { file, line, name }: EnvReadFact): boolean {
  const around = linesOf(snapshot, file).slice(Math.max(0, line - 3), line + 2)
  return [name, ...around].some((text) => /deprecat|legacy|obsolete|compatib/i.test(text))
}

/** The reader fails without the variable, and does not ask first whether it is there. */
function isRequired({ snapshot }: View, { file, line, name, via }: EnvReadFact): boolean {
  if (via === 'settings') return true
  const text = linesOf(snapshot, file)[line - 1] ?? ''
  if (via !== 'os.environ') return text.includes(`env.${name}!`)
  const asks = /\bKeyError\b|["'] (?:not )?in (?:os\.)?environ\b/.test(snapshot.byPath.get(file)?.text ?? '')
  return !asks && (text.includes(`environ["${name}"]`) || text.includes(`environ['${name}']`))
}
