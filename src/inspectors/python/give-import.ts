import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import { quotedName, type RuffFact, ruffCollector } from '../facts/ruff.ts'
import type { View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { changeImports, type WantedImport } from './change-imports.ts'
import { isStandard, standardImport } from './standard-library.ts'

/** Imports the names, each as Python's own library or the rest of the repository leaves no doubt about it. */
export function giveImports(view: View, places: readonly RuffFact[]): ReturnType<typeof repair> {
  const names = everywhere(view, places)
  const edits = [...Map.groupBy(names, ({ file }) => file)].flatMap(([file, own]) => imported(view, file, own))
  const isMeant = comesOut(view, edits, {
    collector: ruffCollector,
    fact: 'ruff',
    change: (before) => before.filter((fact) => !names.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** One import serves each place in the file that names the same. */
function everywhere({ facts }: View, places: readonly RuffFact[]): readonly RuffFact[] {
  const meant = new Set(places.map((fact) => `${fact.file} ${quotedName(fact)}`))
  return facts.all('ruff').filter((fact) => fact.code === 'F821' && meant.has(`${fact.file} ${quotedName(fact)}`))
}

function imported(view: View, file: string, facts: readonly RuffFact[]): readonly (Edit | null)[] {
  // Whoever asks for the error expects it.
  if (/\bNameError\b/.test(view.snapshot.byPath.get(file)?.text ?? '')) return [null]
  const add = [...Map.groupBy(facts, quotedName)].map(([name, own]) => importOf(view, { file, name }, own))
  const known = add.filter((one) => one !== null)
  return known.length === add.length ? (changeImports(view, file, { add: known, drop: [] }) ?? [null]) : [null]
}

interface Missing {
  readonly file: string
  readonly name: string
}

function importOf(view: View, missing: Missing, facts: readonly RuffFact[]): WantedImport | null {
  const lines = linesOf(view.snapshot, missing.file)
  const uses = facts.flatMap(({ line }) => usesIn(lines[line - 1] ?? '', missing.name))
  const others = importsOf(view, missing)
  const standard = uses.length === 0 ? null : standardImport(missing.name, uses)
  if (standard === null) return isDefined(view, missing.name) ? null : agreed(view, missing, others)
  if (standard.name !== null && isDefined(view, missing.name)) return null
  // What Python's other modules call by the name of this one answers to other names behind the dot.
  const rivals = standard.name === null ? others.filter(({ module }) => !isStandard(module)) : others
  return rivals.every(({ module }) => rootOf(module) === rootOf(standard.module)) ? standard : null
}

/** What stands behind the dot at each use of a name in a line; null for a use without one. Names of arguments are no uses. */
function usesIn(text: string, name: string): readonly (string | null)[] {
  const uses = new RegExp(`(?<![\\w.])${name}\\b(?!\\s*=(?!=))(?:\\.(\\w+))?`, 'g')
  return [...text.matchAll(uses)].map((match) => match[1] ?? null)
}

/** How the other files of the repository come by the name. */
function importsOf({ facts }: View, { file, name }: Missing): readonly Import[] {
  const byAlias = facts.derived('python:imports-by-alias', () =>
    Map.groupBy(
      facts.all('pythonImport').filter((fact) => regionOf(fact.file) !== 'vendored'),
      ({ alias }) => alias,
    ),
  )
  return (byAlias.get(name) ?? []).filter((fact) => fact.file !== file)
}

interface Import {
  readonly file: string
  readonly line: number
  readonly module: string
  readonly name: string
  readonly relative: boolean
}

const witnesses = 2

/** All others import it in one way, at the top of their files, from a package that this file needs anyway. */
function agreed(view: View, { file, name }: Missing, others: readonly Import[]): WantedImport | null {
  const [first] = others
  if (first === undefined || first.relative || isOwn(view, first.module) || isStandard(first.module)) return null
  const isOne = others.every((one) => one.module === first.module && one.name === first.name && !one.relative)
  const atTop = new Set(others.filter((one) => isAtTop(view, one)).map((one) => one.file))
  if (!isOne || atTop.size < witnesses || !(first.name === name || (first.name === '' && first.module === name)))
    return null
  const isNeeded = view.facts
    .all('pythonImport')
    .some((fact) => fact.file === file && rootOf(fact.module) === rootOf(first.module) && isAtTop(view, fact))
  const isTest = first.module === 'pytest' && regionOf(file) === 'test'
  return isNeeded || isTest ? { module: first.module, name: first.name === '' ? null : name } : null
}

function isAtTop({ snapshot }: View, { file, line }: Pick<Import, 'file' | 'line'>): boolean {
  return /^(?:from|import)\s/.test(linesOf(snapshot, file)[line - 1] ?? '')
}

function isOwn({ facts }: View, module: string): boolean {
  return facts.count({ fact: 'pythonPath', where: { path: rootOf(module) } }) > 0
}

/** Some module of the repository gives the name a meaning of its own. */
function isDefined({ facts, snapshot }: View, name: string): boolean {
  const definitions = facts.derived('python:definitions', () => {
    const found = new Set<string>()
    for (const { language, path, text } of snapshot.files) {
      if (language !== 'python' || regionOf(path) === 'vendored') continue
      for (const match of text.matchAll(/^(?:class |def |async def )?(\w+)(?=[(:]| = |: \w[^\n]{0,200} = )/gm))
        found.add(match[1] ?? '')
    }
    return found
  })
  return definitions.has(name)
}

function rootOf(module: string): string {
  return module.split('.')[0] ?? ''
}
