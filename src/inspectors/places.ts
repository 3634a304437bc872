import { cite } from './cite.ts'
import type { Placed } from './facts/store.ts'
import type { Unfiled, View } from './inspector.ts'

const maxInstances = 500

/** Instances and quotes of a grouped draft: every place, and the first few (5 unless told) quoted. */
export function placesOf(view: View, places: readonly Placed[], cited = 5): Pick<Unfiled, 'instances' | 'evidence'> {
  return {
    instances: places.slice(0, maxInstances).map(({ file, line }) => ({ file, line })),
    evidence: places
      .slice(0, cited)
      .map(({ file, line }, index) => cite(view.snapshot, file, line, { role: index === 0 ? 'primary' : 'related' })),
  }
}
