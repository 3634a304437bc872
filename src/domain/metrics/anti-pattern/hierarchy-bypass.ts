import type { AntiPattern } from '../anti-pattern.ts'
import type { Scope } from '../scope.ts'

const tolerated = 2

/** Spawns and dispatches against the policy graph, more than two. */
export function hierarchyBypass({ edges }: Scope): AntiPattern {
  const bypasses = edges.filter(
    ({ kind, violation }) => violation !== null && (kind === 'spawn' || kind === 'dispatch'),
  )
  return {
    name: 'hierarchyBypass',
    found: bypasses.length > tolerated,
    count: bypasses.length,
    events: [...new Set(bypasses.map(({ seq }) => seq))],
    detail: bypasses[0]?.violation ?? 'every spawn and dispatch followed the chain of command',
  }
}
