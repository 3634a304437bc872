import { cite } from '../cite.ts'
import { titled, type Unfiled } from '../code/grouping.ts'
import { isProduct, standingOf } from '../code/standing.ts'
import type { ExpressAppFact } from '../facts/error-net.ts'
import { unitOf } from '../facts/manifest.ts'
import type { Inspector, View } from '../inspector.ts'

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
      drafts: bad.map((app) => draft(view, app)),
    }
  },
}

function hasRoutes(view: View, app: ExpressAppFact): boolean {
  const text = view.snapshot.byPath.get(app.file)?.text ?? ''
  return ['get', 'post', 'use', 'put', 'delete', 'all'].some((verb) => text.includes(`${app.name}.${verb}(`))
}

function draft(view: View, app: ExpressAppFact): Unfiled {
  return {
    title: titled(`The Express application in ${app.file} has no error middleware`),
    claim: 'absence',
    impact: 'quality',
    ...standingOf(view, app.file),
    confidence: 'high',
    anchor: `express:${app.name}@${app.file}`,
    evidence: [cite(view.snapshot, app.file, app.line)],
    instances: [{ file: app.file, line: app.line }],
    fix: {
      advice:
        'After the last route, add a middleware with four parameters that logs the error and answers in the shape of the API.',
      effort: 'S',
      doneWhen: 'the application has a middleware with four parameters',
    },
  }
}
