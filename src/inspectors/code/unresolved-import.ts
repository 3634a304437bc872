import type { ImportFact } from '../facts/import.ts'
import { ignoredBy } from '../facts/ignored.ts'
import { groupBy, moduleGraph } from '../facts/module-graph.ts'
import { folderOf, nameOf, regionOf } from '../facts/region.ts'
import type { Inspector, View } from '../inspector.ts'
import { counted, placesOf, titled, type Unfiled } from './grouping.ts'
import { standingOf } from './standing.ts'

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
      drafts: [...groupBy(missing, (one) => one.target)].map(([target, group]) => draft(view, target, group)),
    }
  },
}

function isCertain(view: View, { fact, target, otherCase }: Missing): boolean {
  if (fact.guarded || fact.form === 'mock' || fact.file.endsWith('.d.ts')) return false
  const region = regionOf(fact.file)
  if (region === 'vendored' || region === 'example' || region === 'docs' || /fixtures?\/|__fixtures__|testdata/.test(fact.file)) return false
  if (otherCase !== null) return true
  if (generated.test(target) || target.startsWith('..')) return false
  if (ignoredBy(view.snapshot, `${target}.ts`) !== null || ignoredBy(view.snapshot, target) !== null) return false
  return !isAmbient(view, fact.specifier) && !isSubmodule(view, target) && !isTemplate(view, fact.file)
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

/** A file with holes for a generator is no module yet. */
function isTemplate(view: View, file: string): boolean {
  return /<%[=_-]?\s|\{\{\s*cookiecutter/.test(view.snapshot.byPath.get(file)?.text ?? '')
}

function draft(view: View, target: string, group: readonly Missing[]): Unfiled {
  const first = group.find(({ fact }) => regionOf(fact.file) === 'source') ?? group[0]
  if (first === undefined) throw new RangeError(`no import asks for ${target}`)
  const facts = [first.fact, ...group.map(({ fact }) => fact).filter((fact) => fact !== first.fact)]
  const { instances, evidence } = placesOf(view, facts)
  const isErased = facts.every((fact) => fact.typeOnly)
  const places = facts.length === 1 ? `in ${nameOf(first.fact.file)}` : `from ${counted(facts.length, 'place')}`
  return {
    title: titled(
      first.otherCase === null
        ? `"${first.fact.specifier}" is imported ${places} but does not exist`
        : `"${first.fact.specifier}" is imported ${places}, but the file is "${nameOf(first.otherCase)}": case differs`,
    ),
    claim: first.otherCase === null ? 'absence' : 'mismatch',
    impact: isErased || first.otherCase !== null ? 'quality' : 'feature-broken',
    ...standingOf(view, first.fact.file),
    confidence: 'high',
    anchor: `module:${target}`,
    evidence: first.otherCase === null ? [...evidence, ...absences(target)] : evidence,
    instances,
    fix: {
      advice:
        first.otherCase === null
          ? `Restore ${target} or import what replaced it; remove the import when nothing needs it.`
          : `Write the import as the file is called (${first.otherCase}): it fails where file names are case-sensitive.`,
      effort: 'S',
      doneWhen: `every import of ${folderOf(target) || 'the root'} resolves`,
    },
  }
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
