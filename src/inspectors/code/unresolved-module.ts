import { cite } from '../cite.ts'
import { ignoredBy } from '../facts/ignored.ts'
import type { PythonLinkFact } from '../facts/python-link.ts'
import { type PythonTarget, pythonTargets } from '../facts/python-targets.ts'
import { isKept, isProduct } from '../facts/source-kind.ts'
import { breakage, standingOfAny } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

type Missing = Extract<PythonTarget, { kind: 'missing' }> & { readonly link: PythonLinkFact }

const generated =
  /_pb2(?:_grpc)?$|(?:^|\/)(?:_version|version|__version__|_build\w*|generated|gen|proto\w*|_generated\w*|local_settings|secrets?|parser|lexer)(?:\/|$)/

/** A Python import of a module that the package of this repository does not have. */
export const unresolvedModule: Inspector = {
  id: 'code/unresolved-module',
  version: 1,
  layer: 'errors',
  title: 'A Python import names a module of this repository that does not exist',
  inspect(view) {
    const links = view.facts.all('pythonLink').filter((link) => isKept(link.file))
    const asked = links
      .map((link) => ({ link, targets: pythonTargets(view, link) }))
      .filter(({ targets }) => targets.length > 0)
    const missing = asked.flatMap(({ link, targets }) => {
      const [first] = targets
      const isGone = first?.kind === 'missing' && targets.every((target) => target.kind === 'missing')
      return isGone && isCertain(view, link, first) ? [{ ...first, link }] : []
    })
    return {
      population: asked.length,
      bad: missing.length,
      unit: 'imports of own modules',
      drafts: [...Map.groupBy(missing, (one) => one.parent)].map(([parent, group]) => draft(view, parent, group)),
    }
  },
}

function isCertain(
  view: View,
  link: PythonLinkFact,
  target: { readonly parent: string; readonly target: string },
): boolean {
  if (generated.test(target.target) || isTyping(view, link)) return false
  if (ignoredBy(view.snapshot, `${target.target}.py`) !== null) return false
  const native = [...view.snapshot.paths].some(
    (path) => path.startsWith(`${target.target}.`) || path.startsWith(`${target.target}/`),
  )
  if (native || standsElsewhere(view, link, target.target)) return false
  const start = view.snapshot.byPath.get(`${target.parent}/__init__.py`)?.text ?? ''
  return !/__path__|__getattr__|sys\.modules|lazy/.test(start)
}

/** Two distributions may share a package: what the folder at hand lacks can stand in the other one. */
function standsElsewhere(view: View, link: PythonLinkFact, target: string): boolean {
  const parts = link.module.split('.')
  const wanted = parts
    .map((_, index) => parts.slice(0, index + 1).join('/'))
    .findLast((prefix) => `/${target}`.endsWith(`/${prefix}`))
  if (link.level > 0 || wanted === undefined) return false
  return [...view.snapshot.paths].some(
    (path) => /\.pyi?$/.test(path) && (`/${path}`.includes(`/${wanted}/`) || `/${path}`.includes(`/${wanted}.py`)),
  )
}

/** Under try or a condition the import may fail on purpose; inside a function it fails all the same, only later. */
function isTyping(view: View, link: PythonLinkFact): boolean {
  return link.guarded && /\b(?:try:|TYPE_CHECKING|if )/.test(above(view, link))
}

function above(view: View, link: PythonLinkFact): string {
  const lines = (view.snapshot.byPath.get(link.file)?.text ?? '').split('\n')
  return lines.slice(Math.max(0, link.line - 8), link.line).join('\n')
}

function draft(view: View, parent: string, group: readonly Missing[]): Unfiled {
  const first = group.find(({ link }) => isProduct(link.file)) ?? group[0]
  if (first === undefined) throw new RangeError('a group has a member')
  const links = [...new Set([first.link, ...group.map(({ link }) => link)])]
  const targets = [
    ...new Set(group.map(({ link, target }) => (link.level === 0 ? link.module : target.replaceAll('/', '.')))),
  ]
  const { instances, evidence } = placesOf(view, links)
  const start = `${parent}/__init__.py`
  const related = view.snapshot.byPath.has(start) ? [cite(view.snapshot, start, 1, { role: 'related' })] : []
  const standing = standingOfAny(
    view,
    links.map(({ file }) => file),
  )
  const where = `imported from ${counted(links.length, 'place')}`
  return {
    title: titled(
      targets.length === 1
        ? `Python module ${targets[0]} is ${where} but does not exist`
        : `${targets.length} Python modules, such as ${targets[0]}, are ${where} but do not exist`,
    ),
    claim: 'absence',
    impact: breakage(standing),
    ...standing,
    confidence: group.every(({ link }) => link.guarded) ? 'medium' : 'high',
    anchor: `modules:${parent || '.'}`,
    evidence: [...evidence, ...related],
    instances,
    fix: {
      advice: `Restore ${targets.slice(0, 3).join(', ')} or import what replaced it; the import raises ModuleNotFoundError when it runs.`,
      effort: 'S',
      doneWhen: `every import of ${parent || 'the root'} finds its module`,
    },
  }
}
