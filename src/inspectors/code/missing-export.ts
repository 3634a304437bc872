import type { View, Inspector } from '../inspector.ts'
import { cite } from '../cite.ts'
import type { ImportFact } from '../facts/import.ts'
import { type Edge, groupBy, moduleGraph } from '../facts/module-graph.ts'
import type { PythonLinkFact } from '../facts/python-link.ts'
import { folderOf, regionOf } from '../facts/region.ts'
import { counted, placesOf, titled, type Unfiled } from './grouping.ts'
import { pythonMap, pythonTarget } from './python-modules.ts'
import { standingOf } from './standing.ts'

interface Request {
  readonly from: ImportFact | PythonLinkFact
  readonly to: string
  readonly name: string
  readonly isErased: boolean
}

/** A name imported from a module of this repository that does not offer it. */
export const missingExport: Inspector = {
  id: 'code/missing-export',
  version: 1,
  layer: 'frontend-architecture',
  title: 'A name is imported from a module that does not export it',
  inspect(view) {
    const requests = [...scriptRequests(view), ...pythonRequests(view)]
    const bad = requests.filter(({ request, offers }) => !offers(request.name)).map(({ request }) => request)
    return {
      population: requests.length,
      bad: bad.length,
      unit: 'imported names',
      drafts: [...groupBy(bad, (one) => `${one.to}#${one.name}`)].map(([anchor, group]) => draft(view, anchor, group)),
    }
  },
}

interface Asked {
  readonly request: Request
  readonly offers: (name: string) => boolean
}

function scriptRequests(view: View): Asked[] {
  const graph = moduleGraph(view)
  const names = groupBy(view.facts.all('export'), (fact) => fact.file)
  const broken = new Set(view.facts.all('unparsable').map((fact) => fact.file))
  const open = new Map<string, boolean>()
  const modules = new Set(view.facts.all('module').map((fact) => fact.file))
  const offered = (file: string, name: string, seen: ReadonlySet<string>): boolean => {
    if (seen.has(file) || seen.size > 20) return false
    if (!modules.has(file) || broken.has(file) || names.get(file)?.some((fact) => fact.name === name || fact.name === '=')) return true
    if (name === 'default' && /\.(?:json|vue|svelte|css|d\.ts)$/.test(file)) return true
    const stars = starsOf(view, graph.outgoing.get(file) ?? [], file, open)
    if (stars === null) return true
    return stars.some((edge) => offered(edge.to, name, new Set([...seen, file])))
  }
  return graph.edges
    .filter((edge) => (edge.fact.form === 'static' || edge.fact.form === 'reexport') && isJudged(edge))
    .flatMap((edge) =>
      edge.fact.names
        .split(',')
        .filter((name) => name !== '' && !name.startsWith('*') && name !== 'default')
        .map((name) => ({
          request: { from: edge.fact, to: edge.to, name, isErased: edge.fact.typeOnly },
          offers: (wanted) => offered(edge.to, wanted, new Set()),
        })),
    )
}

function isJudged(edge: Edge): boolean {
  const region = regionOf(edge.from)
  return region !== 'vendored' && region !== 'example' && region !== 'docs' && !edge.from.endsWith('.d.ts') && !edge.to.endsWith('.d.ts')
}

/** `export * from` edges; null when one of them leads out of the repository, so that the list of names is open. */
function starsOf(view: View, edges: readonly Edge[], file: string, open: Map<string, boolean>): readonly Edge[] | null {
  const stars = edges.filter((edge) => edge.fact.form === 'reexport' && edge.fact.names === '*')
  if (!open.has(file)) {
    const all = view.facts.derived('star-counts', () => starCounts(view))
    open.set(file, (all.get(file) ?? 0) > stars.length)
  }
  return open.get(file) === true ? null : stars
}

function starCounts(view: View): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const fact of view.facts.all('import')) {
    if (fact.form === 'reexport' && fact.names === '*') counts.set(fact.file, (counts.get(fact.file) ?? 0) + 1)
  }
  return counts
}

function pythonRequests(view: View): Asked[] {
  const names = groupBy(view.facts.all('pythonName'), (fact) => fact.file)
  const broken = new Set(view.facts.all('unparsable').map((fact) => fact.file))
  const map = pythonMap(view)
  return view.facts.all('pythonLink').flatMap((link) => {
    const target = pythonTarget(view, link)
    const region = regionOf(link.file)
    if (target.kind !== 'module' || link.guarded || broken.has(target.file) || region === 'vendored' || region === 'example') return []
    const own = names.get(target.file) ?? []
    const isOpen = own.some((fact) => fact.kind === 'open') || !view.snapshot.byPath.has(target.file) || target.file === link.file
    const folder = folderOf(target.file)
    const isPackage = target.file.endsWith('/__init__.py')
    const offers = (name: string): boolean => {
      if (isOpen || name === '*' || /^__\w+__$/.test(name) || own.some((fact) => fact.name === name)) return true
      return isPackage && (map.files.has(`${folder}/${name}.py`) || map.files.has(`${folder}/${name}.pyi`) || map.folders.has(`${folder}/${name}`) || [...view.snapshot.paths].some((path) => path.startsWith(`${folder}/${name}.`)))
    }
    return link.names
      .split(',')
      .filter((name) => name !== '')
      .map((name) => ({ request: { from: link, to: target.file, name, isErased: false }, offers }))
  })
}

function draft(view: View, anchor: string, group: readonly Request[]): Unfiled {
  const first = group.find(({ from }) => regionOf(from.file) === 'source') ?? group[0]
  if (first === undefined) throw new RangeError(`no import asks for ${anchor}`)
  const sources = [first.from, ...group.map(({ from }) => from).filter((from) => from !== first.from)]
  const { instances, evidence } = placesOf(view, sources)
  const isPython = first.to.endsWith('.py')
  return {
    title: titled(`"${first.name}" is imported from ${first.to} (${counted(sources.length, 'place')}) but is not ${isPython ? 'defined' : 'exported'} there`),
    claim: 'absence',
    impact: group.every((one) => one.isErased) ? 'quality' : 'feature-broken',
    ...standingOf(view, first.from.file),
    confidence: 'high',
    anchor,
    evidence: [
      ...evidence,
      cite(view.snapshot, first.to, 1, { role: 'related' }),
      {
        kind: 'absence',
        query: { fact: isPython ? 'pythonName' : 'export', where: { file: first.to, name: first.name } },
        scope: [first.to],
        expected: 0,
      },
    ],
    instances,
    fix: {
      advice: `Define and export "${first.name}" in ${first.to}, or import what replaced it.`,
      effort: 'S',
      doneWhen: `${first.to} offers "${first.name}" or nothing imports it`,
    },
  }
}
