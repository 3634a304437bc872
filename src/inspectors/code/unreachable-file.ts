import { reachedFrom } from '../facts/entry.ts'
import { manifestOf } from '../facts/manifest.ts'
import { moduleGraph } from '../facts/module-graph.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

interface Part {
  readonly folder: string
  readonly files: readonly string[]
  readonly dead: readonly string[]
}

/** Parts of a component kit are copied in ahead of their use. */
const kit = /(?:^|\/)components\/ui\//

/** Above this share the entries are not understood rather than the files dead. */
const plausible = 0.4

/** Source files that nothing loads. */
export const unreachableFile: Inspector = {
  id: 'code/unreachable-file',
  version: 1,
  layer: 'frontend-architecture',
  title: 'A source file is reached from no entry of its package',
  inspect(view) {
    const parts = partsOf(view).filter((part) => part.dead.length <= Math.max(2, part.files.length * plausible))
    const dead = parts.filter((part) => part.dead.length > 0)
    return {
      population: parts.reduce((sum, part) => sum + part.files.length, 0),
      bad: dead.reduce((sum, part) => sum + part.dead.length, 0),
      unit: 'source files',
      drafts: dead.map((part) => draft(view, part)),
    }
  },
}

function partsOf(view: View): Part[] {
  const { snapshot, facts } = view
  const reached = reachedFrom(view)
  const files = facts
    .all('module')
    .map((fact) => fact.file)
    .filter((file) => isProduct(file) && !file.endsWith('.d.ts') && !kit.test(file))
  const groups = Map.groupBy(files, (file) => manifestOf(snapshot, file)?.folder ?? '(none)')
  return [...groups]
    .filter(([folder, all]) => !reached.unclear.has(folder) && all.some((file) => reached.entries.has(file)))
    .map(([folder, all]) => ({ folder, files: all, dead: all.filter((file) => !reached.files.has(file)) }))
}

function draft(view: View, { folder, dead }: Part): Unfiled {
  const roots = dead.filter((file) => (moduleGraph(view).incoming.get(file) ?? []).length === 0)
  const ordered = [...roots, ...dead.filter((file) => !roots.includes(file))].map((file) => ({ file, line: 1 }))
  const [first] = ordered
  const where = folder === '' ? '' : ` in ${folder}`
  return {
    title: titled(
      `${counted(dead.length, 'source file')}${where} ${dead.length === 1 ? 'is' : 'are'} reached from no entry, such as ${first?.file ?? ''}`,
    ),
    claim: 'absence',
    impact: 'hygiene',
    reach: 'unreachable',
    reachWhy: 'no entry, test, configuration, command or glob of the package leads to them',
    confidence: 'high',
    anchor: `unreachable:${folder || '.'}`,
    ...placesOf(view, ordered),
    fix: {
      advice: 'Delete the files, or import them where their work is missing; an unused feature is also unmaintained.',
      effort: dead.length > 10 ? 'M' : 'S',
      doneWhen: 'every source file of the package is reached from an entry',
    },
  }
}
