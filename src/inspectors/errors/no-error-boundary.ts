import { byUnit, type Group } from '../by-unit.ts'
import type { ReactRootFact } from '../facts/error-net.ts'
import { unitOf } from '../facts/manifest.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** Without an error boundary one failing component blanks the whole page. */
export const noErrorBoundary: Inspector = {
  id: 'errors/no-error-boundary',
  version: 1,
  layer: 'errors',
  title: 'A React page has no error boundary',
  inspect(view) {
    const roots = view.facts.all('reactRoot').filter((fact) => isProduct(fact.file))
    const covered = new Set(
      view.facts
        .all('errorNet')
        .filter((fact) => fact.kind === 'react' && isProduct(fact.file))
        .map((fact) => unitOf(view.snapshot, fact.file)),
    )
    const bad = roots.filter((root) => !covered.has(unitOf(view.snapshot, root.file)))
    return {
      population: roots.length,
      bad: bad.length,
      unit: 'React roots',
      drafts: byUnit(view, bad).map((group) => draft(view, group)),
    }
  },
}

function draft(view: View, { unit, members }: Group<ReactRootFact>): Unfiled {
  const [root] = members
  if (root === undefined) throw new RangeError('a group has a member')
  return {
    title: titled(`The React page mounted in ${root.file} has no error boundary`),
    claim: 'absence',
    impact: 'quality',
    ...standingOf(view, root.file),
    confidence: 'high',
    anchor: `roots:${unit}`,
    ...placesOf(view, members),
    fix: {
      advice: 'Wrap the routes in an error boundary that shows a way back and reports the error.',
      effort: 'S',
      doneWhen: 'an error boundary stands above the routes',
    },
  }
}
