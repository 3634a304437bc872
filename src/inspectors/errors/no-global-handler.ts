import type { ExpressAppFact } from '../facts/error-net.ts'
import { unitOf } from '../facts/manifest.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** An Express application without an error middleware answers errors with a page of the framework. */
export const noGlobalHandler: Inspector = {
  id: 'errors/no-global-handler',
  version: 1,
  layer: 'errors',
  title: 'An Express application has no error middleware',
  inspect(view) {
    const apps = view.facts.all('expressApp').filter((fact) => isProduct(fact.file) && hasRoutes(view, fact))
    const covered = new Set(
      view.facts
        .all('errorNet')
        .filter((fact) => fact.kind === 'express')
        .map((fact) => unitOf(view.snapshot, fact.file)),
    )
    const bad = apps.filter((app) => !covered.has(unitOf(view.snapshot, app.file)))
    return {
      population: apps.length,
      bad: bad.length,
      unit: 'Express applications',
      drafts: bad.length === 0 ? [] : [draft(view, bad)],
    }
  },
}

function hasRoutes(view: View, app: ExpressAppFact): boolean {
  return routesOf(view, app) > 0
}

/** How many routes, routers and middlewares the file gives the application. */
function routesOf(view: View, app: ExpressAppFact): number {
  const text = view.snapshot.byPath.get(app.file)?.text ?? ''
  return ['get', 'post', 'use', 'put', 'patch', 'delete', 'all'].reduce(
    (sum, verb) => sum + text.split(`${app.name}.${verb}(`).length - 1,
    0,
  )
}

function draft(view: View, apps: readonly ExpressAppFact[]): Unfiled {
  const [first] = apps
  if (first === undefined) throw new RangeError('at least one application lacks the middleware')
  const who =
    apps.length === 1
      ? `The Express application in ${first.file} has`
      : `${apps.length} Express applications (${apps.map(({ file }) => file).join(', ')}) have`
  return {
    title: titled(`${who} no error middleware`),
    claim: 'absence',
    impact: 'quality',
    ...standingOf(view, first.file),
    confidence: apps.some((app) => routesOf(view, app) > 4) ? 'high' : 'medium',
    anchor: 'express:applications',
    ...placesOf(view, apps),
    fix: {
      advice:
        'After the last route, add a middleware with four parameters that logs the error and answers in the shape of the API.',
      effort: 'S',
      doneWhen: 'every application has a middleware with four parameters',
    },
  }
}
