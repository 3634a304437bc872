import { type Endpoint, surfaceOf } from '../facts/endpoints.ts'
import { modulesOf } from '../facts/modules.ts'
import type { SecurityNoteFact } from '../facts/security-notes.ts'
import type { View } from '../inspector.ts'

/** The mounted endpoint whose handler or guard holds the remark, if there is one. */
export function doorOf(view: View, note: SecurityNoteFact): Endpoint | null {
  const around = doorsOf(view)
    .inFile.get(note.file)
    ?.find(({ route }) => isWithin(note, route))
  if (around !== undefined) return around
  const name = note.symbol.slice(note.symbol.lastIndexOf('.') + 1)
  return name === '' ? null : (doorsOf(view).byName.get(`${note.file}#${name}`) ?? null)
}

interface Doors {
  readonly inFile: ReadonlyMap<string, readonly Endpoint[]>
  /** By the places of handlers and guards, `file#name`. */
  readonly byName: ReadonlyMap<string, Endpoint>
}

function doorsOf(view: View): Doors {
  return view.facts.derived('auth:doors', () => {
    const mounted = surfaceOf(view).endpoints.filter(({ state }) => state === 'mounted')
    const names = mounted.flatMap((door) => namesOf(view, door).map((name) => [name, door] as const))
    return { inFile: Map.groupBy(mounted, ({ route }) => route.file), byName: new Map(names.toReversed()) }
  })
}

function namesOf(view: View, { route, guard }: Endpoint): readonly string[] {
  const written = [route.handler, guard ?? ''].filter((name) => /^[A-Za-z_][\w.]*$/.test(name) && name !== 'default')
  return written
    .flatMap((name) => modulesOf(view.facts, view.snapshot).resolve(route.file, name))
    .map(({ file, name }) => `${file}#${name.slice(name.lastIndexOf('.') + 1)}`)
}

function isWithin({ line }: SecurityNoteFact, route: Endpoint['route']): boolean {
  return route.line <= line && line <= route.endLine
}
