import type { ExportFact } from '../facts/export.ts'
import { unitOf } from '../facts/manifest.ts'
import { type Edge, moduleGraph } from '../facts/module-graph.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** A hook that answers who is signed in. */
const authHook = /^use(?:Auth|Session|User|CurrentUser|Account|Identity|Login)(?:Context)?$/

/** Two contexts answer who is signed in, under one name: half of the pages ask one, half the other. */
export const twoAuthContexts: Inspector = {
  id: 'state/two-auth-contexts',
  version: 1,
  layer: 'state',
  title: 'Two auth contexts with one hook name are in use side by side',
  inspect(view) {
    const offered = hooksOf(view)
    const groups = Map.groupBy(offered, ({ fact }) => `${fact.name}@${unitOf(view.snapshot, fact.file)}`)
    const doubled = [...groups].filter(([, group]) => new Set(group.map(({ fact }) => fact.file)).size > 1)
    return {
      population: offered.length,
      bad: doubled.reduce((sum, [, group]) => sum + group.length - 1, 0),
      unit: 'auth contexts in use',
      drafts: doubled.map(([anchor, group]) => draft(view, anchor, group)),
    }
  },
}

interface Hook {
  readonly fact: ExportFact
  /** Imports of the hook by product code. */
  readonly uses: readonly Edge[]
}

/** Hooks of modules that make a context of their own and that product code asks for. */
function hooksOf(view: View): readonly Hook[] {
  return view.facts.all('export').flatMap((fact) => {
    if (!authHook.test(fact.name) || !isProduct(fact.file) || !makesContext(view, fact.file)) return []
    const uses = (moduleGraph(view).incoming.get(fact.file) ?? []).filter(
      (edge) => isProduct(edge.from) && edge.fact.names.split(',').includes(fact.name),
    )
    return uses.length === 0 ? [] : [{ fact, uses }]
  })
}

function makesContext(view: View, file: string): boolean {
  return /\bcreateContext\s*[(<]/.test(view.snapshot.byPath.get(file)?.text ?? '')
}

function draft(view: View, anchor: string, hooks: readonly Hook[]): Unfiled {
  const [first, second] = hooks.toSorted((a, b) => a.uses.length - b.uses.length)
  if (first === undefined || second === undefined) throw new RangeError('two hooks make a pair')
  const files = [first.fact.file, second.fact.file]
  const { evidence, instances } = placesOf(view, [
    first.fact,
    second.fact,
    ...hooks.flatMap(({ uses }) => uses.slice(0, 2).map((edge) => edge.fact)),
  ])
  return {
    title: titled(`${first.fact.name} exists twice, each with a context of its own: ${files.join(' and ')}`),
    claim: 'presence',
    impact: 'quality',
    ...standingOf(view, first.fact.file),
    confidence: 'high',
    anchor,
    evidence,
    instances,
    fix: {
      advice: `Move the ${first.uses.length} use(s) of the one in ${first.fact.file} to ${second.fact.file}, then remove its provider: signing in must change one state.`,
      effort: 'M',
      doneWhen: `one module offers ${first.fact.name}`,
    },
  }
}
