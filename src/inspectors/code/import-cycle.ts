import { unitOf } from '../facts/manifest.ts'
import { type Edge, moduleGraph } from '../facts/module-graph.ts'
import { nameOf } from '../facts/path.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

/** Modules that import each other at load time. */
export const importCycle: Inspector = {
  id: 'code/import-cycle',
  version: 1,
  layer: 'frontend-architecture',
  title: 'Modules import each other in a ring',
  inspect(view) {
    const edges = moduleGraph(view).edges.filter(isLoaded)
    const rings = ringsOf(edges)
    const groups = Map.groupBy(rings, (ring) => unitOf(view.snapshot, ring[0]?.from ?? ''))
    return {
      population: new Set(edges.flatMap((edge) => [edge.from, edge.to])).size,
      bad: new Set(rings.flat().map((edge) => edge.from)).size,
      unit: 'modules with imports',
      drafts: [...groups].map(([unit, members]) => draft(view, unit, members)),
    }
  },
}

/** Loaded together with the module: type imports are erased and dynamic ones wait. */
function isLoaded(edge: Edge): boolean {
  const isEager = edge.fact.form === 'static' || edge.fact.form === 'reexport'
  return isEager && !edge.fact.typeOnly && edge.from !== edge.to && isProduct(edge.from) && isProduct(edge.to)
}

/** For each strongly connected part, one shortest ring through its first module. */
function ringsOf(edges: readonly Edge[]): Edge[][] {
  const outgoing = Map.groupBy(edges, (edge) => edge.from)
  return partsOf(outgoing)
    .filter((part) => part.size > 1)
    .map((part) => shortestRing(outgoing, part))
    .sort((a, b) => ((a[0]?.from ?? '') < (b[0]?.from ?? '') ? -1 : 1))
}

interface Visit {
  readonly node: string
  next: number
}

/** Tarjan's strongly connected components without recursion. */
function partsOf(outgoing: ReadonlyMap<string, readonly Edge[]>): Set<string>[] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const parts: Set<string>[] = []
  const enter = (node: string): Visit => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, next: 0 }
  }
  const lower = (node: string, value: number): void => {
    low.set(node, Math.min(low.get(node) ?? value, value))
  }
  const close = (node: string): void => {
    if (low.get(node) !== order.get(node)) return
    const part = new Set(open.splice(open.indexOf(node)))
    for (const member of part) isOpen.delete(member)
    parts.push(part)
  }
  for (const root of outgoing.keys()) {
    const path = order.has(root) ? [] : [enter(root)]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = outgoing.get(top.node)?.[top.next]?.to
      top.next += 1
      if (target === undefined) {
        close(top.node)
        path.pop()
        const parent = path.at(-1)
        if (parent !== undefined) lower(parent.node, low.get(top.node) ?? 0)
      } else if (!order.has(target)) path.push(enter(target))
      else if (isOpen.has(target)) lower(top.node, order.get(target) ?? 0)
    }
  }
  return parts
}

function shortestRing(outgoing: ReadonlyMap<string, readonly Edge[]>, part: ReadonlySet<string>): Edge[] {
  const [start = ''] = [...part].sort()
  const via = new Map<string, Edge>()
  const queue = [start]
  for (let index = 0; index < queue.length; index += 1) {
    for (const edge of outgoing.get(queue[index] ?? '') ?? []) {
      if (!part.has(edge.to) || via.has(edge.to)) continue
      via.set(edge.to, edge)
      if (edge.to === start) return pathTo(via, start)
      queue.push(edge.to)
    }
  }
  return []
}

function pathTo(via: ReadonlyMap<string, Edge>, start: string): Edge[] {
  const ring: Edge[] = []
  for (let edge = via.get(start); edge !== undefined; edge = edge.from === start ? undefined : via.get(edge.from))
    ring.unshift(edge)
  return ring
}

function draft(view: View, unit: string, rings: readonly (readonly Edge[])[]): Unfiled {
  const [first = []] = rings
  const names = [...first.map((edge) => nameOf(edge.from)), nameOf(first[0]?.from ?? '')]
  const where = unit === '.' ? '' : ` in ${unit}`
  const shown = names.length > 5 ? [...names.slice(0, 4), '…'] : names
  const heads = rings.flatMap((ring) => (rings.length === 1 ? ring : ring.slice(0, 2)))
  return {
    title: titled(`${counted(rings.length, 'import ring')}${where}: ${shown.join(' → ')}`),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the modules load each other at run time; type-only and dynamic imports are left out',
    confidence: 'proven',
    anchor: `rings:${unit}`,
    ...placesOf(
      view,
      heads.map(({ fact }) => fact),
    ),
    fix: {
      advice: 'Move what both sides need into a module that imports neither, or import the type only.',
      effort: 'M',
      doneWhen: 'no group of modules imports each other at load time',
    },
  }
}
