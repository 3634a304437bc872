import { cite } from '../cite.ts'
import type { ImportFact } from '../facts/import.ts'
import { type Edge, moduleGraph } from '../facts/module-graph.ts'
import { folderOf } from '../facts/path.ts'
import type { PythonLinkFact } from '../facts/python-link.ts'
import { pythonMap, pythonTargets } from '../facts/python-targets.ts'
import { regionOf } from '../facts/region.ts'
import { isKept, isProduct } from '../facts/source-kind.ts'
import { breakage, standingOfAny } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

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
      drafts: [...Map.groupBy(bad, (one) => one.to)].map(([to, group]) => draft(view, to, group)),
    }
  },
}

interface Asked {
  readonly request: Request
  readonly offers: (name: string) => boolean
}

function scriptRequests(view: View): Asked[] {
  const graph = moduleGraph(view)
  const names = Map.groupBy(view.facts.all('export'), (fact) => fact.file)
  const broken = new Set(view.facts.all('unparsable').map((fact) => fact.file))
  const open = new Map<string, boolean>()
  const modules = new Set(view.facts.all('module').map((fact) => fact.file))
  const offered = (file: string, name: string, seen: ReadonlySet<string>): boolean => {
    if (seen.has(file) || seen.size > 20) return false
    if (
      !modules.has(file) ||
      broken.has(file) ||
      names.get(file)?.some((fact) => fact.name === name || fact.name === '=')
    )
      return true
    if (name === 'default' && /\.(?:json|vue|svelte|css|d\.ts)$/.test(file)) return true
    const stars = starsOf(view, graph.outgoing.get(file) ?? [], file, open)
    if (stars === null) return true
    return stars.some((edge) => offered(edge.to, name, new Set([...seen, file])))
  }
  return graph.edges
    .filter((edge) => (edge.fact.form === 'static' || edge.fact.form === 'reexport') && isJudged(view, edge))
    .flatMap((edge) =>
      edge.fact.names
        .split(',')
        .filter((name) => name !== '' && !name.startsWith('*') && name !== 'default')
        .map((name) => ({
          request: {
            from: edge.fact,
            to: edge.to,
            name,
            isErased: edge.fact.typeOnly || edge.fact.erasedNames.split(',').includes(name),
          },
          offers: (wanted) => offered(edge.to, wanted, new Set()),
        })),
    )
}

function isJudged(view: View, edge: Edge): boolean {
  if (edge.isGuess || !isKept(edge.from) || edge.from.endsWith('.d.ts') || edge.to.endsWith('.d.ts')) return false
  // Types that a declaration file adds beside a script are exported there.
  return !/\.[cm]?jsx?$/.test(edge.to) || !view.snapshot.paths.has(edge.to.replace(/\.[cm]?jsx?$/, '.d.ts'))
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
  const names = Map.groupBy(view.facts.all('pythonName'), (fact) => fact.file)
  const broken = new Set(view.facts.all('unparsable').map((fact) => fact.file))
  const offersFrom = (file: string, name: string): boolean => {
    const own = names.get(file) ?? []
    const isOpen =
      regionOf(file) === 'vendored' ||
      broken.has(file) ||
      !view.snapshot.byPath.has(file) ||
      own.some((fact) => fact.kind === 'open')
    return isOpen || own.some((fact) => fact.name === name) || isSubmodule(view, file, name)
  }
  return view.facts.all('pythonLink').flatMap((link) => {
    const files = pythonTargets(view, link).map((target) => (target.kind === 'module' ? target.file : null))
    const [to] = files
    if (to === null || to === undefined || files.includes(null) || files.includes(link.file) || link.guarded) return []
    if (!isKept(link.file)) return []
    const offers = (name: string): boolean =>
      name === '*' || /^__\w+__$/.test(name) || files.some((file) => file !== null && offersFrom(file, name))
    return link.names
      .split(',')
      .filter((name) => name !== '')
      .map((name) => ({ request: { from: link, to, name, isErased: false }, offers }))
  })
}

/** `from package import module`, compiled modules included. */
function isSubmodule(view: View, file: string, name: string): boolean {
  if (!file.endsWith('/__init__.py')) return false
  const stem = `${folderOf(file)}/${name}`
  const map = pythonMap(view)
  return (
    map.files.has(`${stem}.py`) ||
    map.folders.has(stem) ||
    [...view.snapshot.paths].some((path) => path.startsWith(`${stem}.`))
  )
}

function draft(view: View, to: string, group: readonly Request[]): Unfiled {
  const first = group.find(({ from, isErased }) => !isErased && isProduct(from.file)) ?? group[0]
  if (first === undefined) throw new RangeError(`no import asks for ${to}`)
  const sources = [...new Set([first.from, ...group.map(({ from }) => from)])]
  const names = [...new Set([first.name, ...group.map(({ name }) => name)])]
  const { instances, evidence } = placesOf(view, sources)
  const judged = group.every((one) => one.isErased) ? group : group.filter((one) => !one.isErased)
  const standing = standingOfAny(
    view,
    judged.map(({ from }) => from.file),
  )
  const isPython = to.endsWith('.py')
  const verb = isPython ? 'defined' : 'exported'
  const listed =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more names` : names.join(', ')
  return {
    title: titled(`${listed} ${names.length === 1 ? 'is' : 'are'} imported from ${to} but not ${verb} there`),
    claim: 'absence',
    impact: group.every((one) => one.isErased) ? 'quality' : breakage(standing),
    ...standing,
    confidence: 'high',
    anchor: `exports:${to}`,
    evidence: [
      ...evidence,
      cite(view.snapshot, to, 1, { role: 'related' }),
      ...names.slice(0, 5).map((name) => absence(to, name)),
    ],
    instances,
    fix: {
      advice: `Define and export ${listed} in ${to}, or import what replaced ${names.length === 1 ? 'it' : 'them'}.`,
      effort: 'S',
      doneWhen: `${to} offers every name that is imported from it`,
    },
  }
}

function absence(file: string, name: string): Unfiled['evidence'][number] {
  const fact = file.endsWith('.py') ? 'pythonName' : 'export'
  return { kind: 'absence', query: { fact, where: { file, name } }, scope: [file], expected: 0 }
}
