import type { Chronicle, Home, Placed, Span } from './chronicle.ts'
import { type Edge, edgesOf } from './edge.ts'
import { type Idle, idleSpending } from './idle.ts'
import { type Spend, spendsOf } from './spend.ts'

/** What one set of metrics is folded from: the mission, one phase, or one coordinator over all its phases. */
export interface Scope {
  readonly level: 'mission' | 'phase' | 'coordinator'
  readonly events: readonly Placed[]
  readonly spans: readonly Span[]
  readonly spends: readonly Spend[]
  readonly edges: readonly Edge[]
  readonly idle: readonly Idle[]
  /** The whole run, for looking up actors and tasks. */
  readonly run: Chronicle
}

export interface Scopes {
  readonly mission: Scope
  readonly phases: ReadonlyMap<string, Scope>
  readonly coordinators: ReadonlyMap<string, Scope>
}

/** Sorts everything that happened into its scopes. Phases and coordinators that the mission names have one even if nothing happened there. */
export function scopesOf(run: Chronicle): Scopes {
  const { events, spans } = run
  const parts = { spends: spendsOf(run), edges: edgesOf(run), idle: idleSpending(run) }
  const mission: Scope = { level: 'mission', events, spans, ...parts, run }
  const planned = run.started?.phases ?? []
  return {
    mission,
    phases: split(
      mission,
      'phase',
      planned.map(({ name }) => name),
    ),
    coordinators: split(
      mission,
      'coordinator',
      planned.flatMap(({ coordinators }) => coordinators),
    ),
  }
}

function split(whole: Scope, level: 'phase' | 'coordinator', named: readonly string[]): ReadonlyMap<string, Scope> {
  const events = group(whole.events, level)
  const spans = group(whole.spans, level)
  const spends = group(whole.spends, level)
  const edges = group(whole.edges, level)
  const idle = group(whole.idle, level)
  const names = new Set([...named, ...events.keys()])
  const scopeOf = (name: string): Scope => ({
    level,
    events: events.get(name) ?? [],
    spans: spans.get(name) ?? [],
    spends: spends.get(name) ?? [],
    edges: edges.get(name) ?? [],
    idle: idle.get(name) ?? [],
    run: whole.run,
  })
  return new Map([...names].map((name) => [name, scopeOf(name)]))
}

function group<T extends Home>(items: readonly T[], by: 'phase' | 'coordinator'): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = item[by]
    if (name === null) continue
    const known = groups.get(name)
    if (known === undefined) groups.set(name, [item])
    else known.push(item)
  }
  return groups
}
