import type { Draft } from '../../domain/finding.ts'
import { cite } from '../cite.ts'
import { unitOf } from '../facts/manifest.ts'
import { groupBy } from '../facts/module-graph.ts'
import type { Placed } from '../facts/store.ts'
import type { View } from '../inspector.ts'

export type Unfiled = Omit<Draft, 'rule'>

export interface Group<T extends Placed> {
  /** The folder of the package or service, `.` for the repository. */
  readonly unit: string
  readonly members: readonly T[]
  /** How a title names the unit: "in backend", or nothing for a repository of one part. */
  readonly where: string
}

const maxInstances = 500
const maxCited = 5

/** Places by package or service, in path order. */
export function byUnit<T extends Placed>(view: View, places: readonly T[]): Group<T>[] {
  const groups = groupBy(places, (place) => unitOf(view.snapshot, place.file))
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, members]) => ({ unit, members, where: unit === '.' ? '' : ` in ${unit}` }))
}

/** Instances and quotes of a grouped draft: every place, the first few quoted. */
export function placesOf(view: View, places: readonly Placed[]): Pick<Unfiled, 'instances' | 'evidence'> {
  return {
    instances: places.slice(0, maxInstances).map(({ file, line }) => ({ file, line })),
    evidence: places
      .slice(0, maxCited)
      .map(({ file, line }, index) => cite(view.snapshot, file, line, { role: index === 0 ? 'primary' : 'related' })),
  }
}

/** "1 file", "3 files". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** A title that never passes its limit; what is cut is marked. */
export function titled(text: string): string {
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`
}
