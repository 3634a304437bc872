import { ignoredBy } from '../facts/ignored.ts'
import type { ImportFact } from '../facts/import.ts'
import { moduleGraph } from '../facts/module-graph.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import { isKept, isProduct } from '../facts/source-kind.ts'
import { breakage, standingOfAny } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'
import { spellImports } from './spell-import.ts'

interface Missing {
  readonly fact: ImportFact
  readonly target: string
  readonly otherCase: string | null
}

/** Folders that a tool fills, and names that a tool writes. */
const generated =
  /(?:^|\/)(?:dist|build|out|output|lib|esm|cjs|generated|gen|__generated__|_generated|codegen|\.[\w-]+|\+types|pkg|artifacts|typechain(?:-types)?|target|paraglide|styled-system|types?|node_modules|public|static|wasm|compiled|bundles?|client\/runtime)(?:\/|$)|\.(?:gen|generated|pb|node|wasm)(?:\.|$)|_pb$|_grpc|(?:^|\/)(?:routeTree\.gen|next-env|worker-configuration|version|package|contentlayer|manifest|stats|schema|secrets?|credentials?|config\.local|local)(?:\.\w+)*$|\{|\$/i

/** An import whose file is not there: the build or the first run of the module fails. */
export const unresolvedImport: Inspector = {
  id: 'code/unresolved-import',
  version: 1,
  layer: 'frontend-architecture',
  title: 'A relative or aliased import names a file that does not exist',
  inspect(view) {
    const graph = moduleGraph(view)
    const missing = graph.missing.filter((one) => isCertain(view, one))
    return {
      population: graph.edges.length + missing.length,
      bad: missing.length,
      unit: 'imports of own files',
      drafts: [...gapsOf(missing, true), ...gapsOf(missing, false)].map((gap) => draft(view, gap)),
    }
  },
}

function gapsOf(missing: readonly Missing[], isGone: boolean): Gap[] {
  const some = missing.filter((one) => (one.otherCase === null) === isGone)
  return [...Map.groupBy(some, (one) => folderOf(one.target))].map(([folder, members]) => ({ folder, members }))
}

function isCertain(view: View, { fact, target, otherCase }: Missing): boolean {
  if (fact.guarded || fact.form === 'mock' || fact.file.endsWith('.d.ts')) return false
  if (!isKept(fact.file) || /fixtures?\/|testdata/.test(fact.file)) return false
  if (otherCase !== null) return true
  if (isMade(view, target) || target.startsWith('..')) return false
  if (ignoredBy(view.snapshot, `${target}.ts`) !== null || ignoredBy(view.snapshot, target) !== null) return false
  return (
    !isAmbient(view, fact.specifier) &&
    !isSubmodule(view, target) &&
    !isTemplate(view, fact.file) &&
    !isCopied(view, fact.file) &&
    !isPutThere(view, fact)
  )
}

/** A folder called `lib` is as often written as built: where tracked modules stand in it, people write it. */
function isMade(view: View, target: string): boolean {
  const folders = view.facts.derived(
    'code:module-folders',
    () => new Set(view.facts.all('module').map((fact) => folderOf(fact.file))),
  )
  return generated.test(folders.has(folderOf(target)) ? target.replace(/(?<=^|\/)lib\//g, '') : target)
}

function isAmbient(view: View, specifier: string): boolean {
  return view.facts.all('ambientModule').some(({ name }) => {
    if (!name.includes('*')) return name === specifier
    const [start = '', end = ''] = name.split('*')
    return specifier.startsWith(start) && specifier.endsWith(end)
  })
}

function isSubmodule(view: View, target: string): boolean {
  const text = view.snapshot.byPath.get('.gitmodules')?.text ?? ''
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].some((found) => target.startsWith(`${found[1]}`))
}

/** A command copies the file to where it runs: its neighbours are those of the other place. */
function isCopied(view: View, file: string): boolean {
  const copies = view.facts.derived('code:copied', () =>
    view.snapshot.files
      .filter(({ language }) => language === 'shell' || language === 'json' || language === 'dockerfile')
      .flatMap(({ text }) => [...text.matchAll(/\bcp (?:-\w+ )?(?:\.\/)?([\w./-]+\.[cm]?[jt]s)\b/g)])
      .map((match) => match[1] ?? ''),
  )
  return copies.some((copied) => `/${file}`.endsWith(`/${copied}`))
}

/** The importer writes the file itself before it asks for it. */
function isPutThere(view: View, { file, specifier }: ImportFact): boolean {
  const text = view.snapshot.byPath.get(file)?.text ?? ''
  const lines = text.split('\n').filter((line) => /\b(?:copyFile|writeFile|outputFile|rename)(?:Sync)?\s*\(/.test(line))
  return lines.some((line) => line.includes(specifier))
}

/** A file with holes for a generator is no module yet. */
function isTemplate(view: View, file: string): boolean {
  return /<%[=_-]?\s|\{\{\s*cookiecutter/.test(view.snapshot.byPath.get(file)?.text ?? '')
}

/** The folder whose modules are missed, with every import that asks for one of them. */
interface Gap {
  readonly folder: string
  readonly members: readonly Missing[]
}

function draft(view: View, { folder, members }: Gap): Unfiled {
  const first = members.find(({ fact }) => isProduct(fact.file)) ?? members[0]
  if (first === undefined) throw new RangeError(`no import asks for ${folder}`)
  const facts = [first.fact, ...members.map(({ fact }) => fact).filter((fact) => fact !== first.fact)]
  const targets = [...new Set(members.map(({ target }) => target))]
  const { instances, evidence } = placesOf(view, facts)
  const standing = standingOfAny(
    view,
    facts.map(({ file }) => file),
  )
  const isErased = facts.every((fact) => fact.typeOnly)
  const isGone = first.otherCase === null
  return {
    title: titled(
      isGone
        ? goneTitle(first, targets, facts)
        : `"${first.fact.specifier}" in ${nameOf(first.fact.file)} is called ${first.otherCase}: case differs`,
    ),
    claim: isGone ? 'absence' : 'mismatch',
    impact: isErased ? 'quality' : breakage(standing),
    ...standing,
    confidence: 'high',
    anchor: `${isGone ? 'modules' : 'case'}:${folder || '.'}`,
    evidence: [...evidence, ...targets.slice(0, 3).flatMap(absences)],
    instances,
    fix: {
      advice: isGone
        ? `Restore ${targets.slice(0, 3).join(', ')} or import what replaced it; remove the imports when nothing needs them.`
        : 'Write the imports as the files are called: they fail where file names are case-sensitive, as in containers and CI.',
      effort: 'S',
      doneWhen: `every import of ${folder || 'the root folder'} resolves`,
      ...(isGone ? {} : spellImports(view, members)),
    },
  }
}

function goneTitle(first: Missing, targets: readonly string[], facts: readonly ImportFact[]): string {
  const where = facts.length === 1 ? `in ${nameOf(first.fact.file)}` : `from ${counted(facts.length, 'place')}`
  if (targets.length === 1) return `"${first.fact.specifier}" is imported ${where} but does not exist`
  return `${targets.length} modules, such as "${first.fact.specifier}", are imported ${where} but do not exist`
}

function absences(target: string): Unfiled['evidence'] {
  const stem = target.replace(/\.[cm]?[jt]sx?$/, '')
  return [stem, `${stem}/index`].map((wanted) => ({
    kind: 'absence' as const,
    query: { fact: 'module', where: { stem: wanted } },
    scope: [`${stem}.*`],
    expected: 0 as const,
  }))
}
