import { unitOf } from './facts/manifest.ts'
import type { Placed } from './facts/store.ts'
import type { View } from './inspector.ts'

export interface Group<T extends Placed> {
  /** The folder of the package or service, `.` for the repository. */
  readonly unit: string
  readonly members: readonly T[]
  /** How a title names the unit: "in backend", or nothing for a repository of one part. */
  readonly where: string
}

/** Places by package or service, in path order. */
export function byUnit<T extends Placed>(view: View, places: readonly T[]): Group<T>[] {
  return [...Map.groupBy(places, (place) => unitOf(view.snapshot, place.file))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, members]) => ({ unit, members, where: unit === '.' ? '' : ` in ${unit}` }))
}
