import { cite } from '../cite.ts'
import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** Share of the routes with a declared response from which on the rest are outliers. */
const customary = 0.7

/** Most routes declare what they answer; these return whatever their handler holds. */
export const responseModelOutlier: Inspector = {
  id: 'api/response-model-outlier',
  version: 1,
  layer: 'api',
  title: 'Routes without a response model where most have one',
  inspect: (view) => {
    const routes = [...new Map(surfaceOf(view).endpoints.map((one) => [one.route, one])).values()].filter(answersData)
    const bare = routes.filter((one) => one.route.response === null)
    const apply = routes.length >= 8 && bare.length <= routes.length * (1 - customary)
    if (!apply) return { population: 0, bad: 0, unit: 'FastAPI routes with a body', drafts: [] }
    const drafts = bare.length === 0 ? [] : [draftOf(view, bare, routes.length)]
    return { population: routes.length, bad: bare.length, unit: 'FastAPI routes with a body', drafts }
  },
}

function answersData({ framework, route, method, state }: Endpoint): boolean {
  return (
    state !== 'unmounted' && framework === 'fastapi' && method !== 'WS' && method !== 'DELETE' && !route.responseExempt
  )
}

function draftOf(view: View, bare: readonly Endpoint[], population: number): Unfiled {
  const names = bare.slice(0, 3).map((one) => `${one.method} ${one.path}`)
  return {
    title: `${bare.length} of ${population} routes declare no response model: ${names.join(', ')}`.slice(0, 140),
    claim: 'count',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the routes answer with whatever their handlers return',
    confidence: 'high',
    anchor: 'fastapi:routes-without-response-model',
    evidence: bare
      .slice(0, 12)
      .map(({ route }, index) =>
        cite(view.snapshot, route.file, route.line, { role: index === 0 ? 'primary' : 'related' }),
      ),
    instances: bare.slice(0, 500).map(({ route }) => ({ file: route.file, line: route.line })),
    fix: {
      advice:
        'Declare response_model (or a return type) on these routes, as the others do; it also keeps inner fields from leaking.',
      effort: 'M',
      doneWhen: 'the routes declare a response model or a return annotation',
    },
  }
}
