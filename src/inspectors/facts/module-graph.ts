import type { View } from '../inspector.ts'
import type { Snapshot } from '../snapshot.ts'
import type { ImportFact } from './import.ts'
import { type Resolution, resolverOf } from './resolver.ts'

/** One import that leads to a file of the repository. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly fact: ImportFact
  /** Where one would look for the file; what the package really offers there is built. */
  readonly isGuess: boolean
}

export interface ModuleGraph {
  readonly edges: readonly Edge[]
  /** Edges by the file they leave. */
  readonly outgoing: ReadonlyMap<string, readonly Edge[]>
  /** Edges by the file they lead to. */
  readonly incoming: ReadonlyMap<string, readonly Edge[]>
  /** Imports whose file does not exist, with the path that was meant. */
  readonly missing: readonly { readonly fact: ImportFact; readonly target: string; readonly otherCase: string | null }[]
}

/** The import graph of TypeScript and JavaScript, made once per audit. */
export function moduleGraph({ facts, snapshot }: View): ModuleGraph {
  return facts.derived('module-graph', () => build(facts.all('import'), snapshot))
}

function build(imports: readonly ImportFact[], snapshot: Snapshot): ModuleGraph {
  const resolve = resolverOf(snapshot)
  const edges: Edge[] = []
  const missing: { fact: ImportFact; target: string; otherCase: string | null }[] = []
  for (const fact of imports) {
    if (fact.form === 'glob' || fact.form === 'prefix') continue
    const resolution: Resolution = resolve(fact.file, fact.specifier)
    if (resolution.kind === 'file')
      edges.push({ from: fact.file, to: resolution.path, fact, isGuess: resolution.isGuess === true })
    if (resolution.kind === 'missing')
      missing.push({ fact, target: resolution.target, otherCase: resolution.otherCase })
  }
  return {
    edges,
    missing,
    outgoing: Map.groupBy(edges, (edge) => edge.from),
    incoming: Map.groupBy(edges, (edge) => edge.to),
  }
}
