import { cite } from '../cite.ts'
import type { BodyModelFact } from '../facts/body-models.ts'
import { citeCall } from '../facts/cite-call.ts'
import { reachOf } from '../facts/client-reach.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import { type Joined, joinsOf } from '../facts/http-joins.ts'
import { modulesOf } from '../facts/modules.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'

/** The keys of a model with those of its bases. */
export interface Shape {
  readonly model: BodyModelFact
  readonly required: ReadonlySet<string>
  readonly known: ReadonlySet<string>
}

interface Pair {
  readonly joined: Joined
  readonly endpoint: Endpoint
  readonly shape: Shape
  readonly missing: readonly string[]
}

/** The client's literal body lacks a key that the route's model requires: every such call is refused. */
export const bodyKeyMismatch: Inspector = {
  id: 'integration/body-key-mismatch',
  version: 1,
  layer: 'integration',
  title: 'The client leaves out body keys that the route requires',
  inspect: (view) => {
    const pairs = joinsOf(view).flatMap((joined) => pairOf(view, joined))
    const wrong = pairs.filter((pair) => pair.missing.length > 0)
    const groups = Map.groupBy(
      wrong,
      ({ endpoint, missing }) => `${endpoint.method} ${endpoint.path}@${missing.join('+')}`,
    )
    const drafts = [...groups].map(([anchor, group]) => draftOf(view, anchor, group))
    return { population: pairs.length, bad: wrong.length, unit: 'client bodies with a known model', drafts }
  },
}

/** Only a call with certain keys, one certain route and one certain model says anything. */
function pairOf(view: View, joined: Joined): readonly Pair[] {
  const { keys, method } = joined.call
  if (keys === null || keys.length === 0 || method === null) return []
  const routes = joined.endpoints.filter((endpoint) => endpoint.method === method)
  const exact = routes.filter(
    (endpoint) => endpoint.path.endsWith(joined.call.path) || joined.call.path.endsWith(endpoint.path),
  )
  const candidates = new Set((exact.length > 0 ? exact : routes).map((endpoint) => endpoint.route))
  const [endpoint] = exact.length > 0 ? exact : routes
  if (endpoint === undefined || candidates.size !== 1) return []
  const shapes = (endpoint.route.body ?? '')
    .split(',')
    .flatMap((name) => shapeOf(view, endpoint.route.file, name) ?? [])
  const [shape] = shapes
  if (shape === undefined || shapes.length !== 1) return []
  return [{ joined, endpoint, shape, missing: [...shape.required].filter((key) => !keys.includes(key)) }]
}

/** The model behind a name in a file; null when it or one of its bases cannot be read. */
export function shapeOf(view: View, file: string, name: string): Shape | null {
  const models = modelsOf(view)
  for (const symbol of name === '' ? [] : modulesOf(view.facts, view.snapshot).resolve(file, name)) {
    const model = models.get(`${symbol.file}#${symbol.name}`)
    if (model !== undefined) return model.language === 'typescript' ? own(model) : withBases(view, model, 0)
  }
  return null
}

function modelsOf(view: View): ReadonlyMap<string, BodyModelFact> {
  return view.facts.derived(
    'http:body-models',
    () => new Map(view.facts.all('bodyModel').map((model) => [`${model.file}#${model.name}`, model])),
  )
}

function own(model: BodyModelFact): Shape | null {
  if (model.open) return null
  const required = listed(model.required)
  return { model, required: new Set(required), known: new Set([...required, ...listed(model.optional)]) }
}

/** A pydantic class with its bases folded in; null when one of them cannot be read. */
function withBases(view: View, model: BodyModelFact, depth: number): Shape | null {
  const mine = own(model)
  if (mine === null || depth > 6 || model.bases === '') return null
  const [required, known]: [string[], string[]] = [[], []]
  for (const base of listed(model.bases)) {
    if (/^(?:pydantic\.)?(?:BaseModel|SQLModel)$/.test(base)) continue
    const above = shapeOf(view, model.file, base)
    if (above === null || depth > 6) return null
    required.push(...above.required)
    known.push(...above.known)
  }
  const optional = listed(model.optional)
  const inherited = required.filter((key) => !optional.includes(key))
  return { model, required: new Set([...inherited, ...mine.required]), known: new Set([...known, ...mine.known]) }
}

function listed(text: string): readonly string[] {
  return text.split(',').filter((part) => part !== '')
}

function draftOf(view: View, anchor: string, group: readonly Pair[]): Inspection['drafts'][number] {
  const [first] = group
  const missing = first?.missing ?? []
  const sent = first?.joined.call.keys ?? []
  const unknown = sent.filter((key) => first?.shape.known.has(key) === false)
  const name = `${first?.endpoint.method} ${first?.endpoint.path}`
  return {
    title: `Client body for ${name} lacks ${missing.map((key) => `"${key}"`).join(', ')}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    ...reachOf(
      view,
      group.map((pair) => pair.joined),
    ),
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: group
      .slice(0, 4)
      .flatMap(({ joined, endpoint, shape }, index) => [
        citeCall(view, joined.call.fact, index === 0 ? 'primary' : 'related'),
        cite(view.snapshot, endpoint.route.file, endpoint.route.line, { role: 'related' }),
        cite(view.snapshot, shape.model.file, shape.model.line, { role: 'related' }),
      ]),
    instances: group.map(({ joined }) => ({ file: joined.call.fact.file, line: joined.call.fact.line })),
    fix: {
      advice:
        `Send ${missing.join(', ')} from the client${unknown.length > 0 ? ` (it sends ${unknown.join(', ')}, which the model does not know)` : ''}, or make the field optional in ${first?.shape.model.name}.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: 'every required key of the model is in the body the client sends',
    },
  }
}
