import type { View } from '../inspector.ts'
import type { BodyModelFact } from './body-models.ts'
import { modulesOf } from './modules.ts'

/** The keys of a model with those of its bases. */
export interface Shape {
  readonly model: BodyModelFact
  readonly required: ReadonlySet<string>
  readonly known: ReadonlySet<string>
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
