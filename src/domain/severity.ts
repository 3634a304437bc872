import type { Confidence, Draft, Impact, Priority, Reach } from './finding.ts'

/** Severity is read from this table, never asserted by whoever found the problem. */
const table: Readonly<Record<Impact, Readonly<Record<Exclude<Reach, 'unknown'>, Priority>>>> = {
  security: { production: 'P0', reachable: 'P1', unreachable: 'P2', 'dev-or-test': 'P2' },
  'data-loss': { production: 'P0', reachable: 'P1', unreachable: 'P2', 'dev-or-test': 'P2' },
  'service-dead': { production: 'P0', reachable: 'P1', unreachable: 'P3', 'dev-or-test': 'P2' },
  'feature-broken': { production: 'P1', reachable: 'P1', unreachable: 'P3', 'dev-or-test': 'P3' },
  quality: { production: 'P2', reachable: 'P2', unreachable: 'P3', 'dev-or-test': 'P3' },
  hygiene: { production: 'P3', reachable: 'P3', unreachable: 'P3', 'dev-or-test': 'P3' },
}

export interface Severity {
  readonly severity: Priority
  readonly why: readonly string[]
  /** False for low confidence: a candidate that stays out of the register. */
  readonly registered: boolean
}

/** Impact × reach from the table, lowered by doubt. An unknown reach counts as reachable and is never P0. */
export function rate(draft: Pick<Draft, 'impact' | 'reach' | 'reachWhy' | 'confidence'>): Severity {
  const reach = draft.reach === 'unknown' ? 'reachable' : draft.reach
  const base = table[draft.impact][reach]
  const why = [`impact ${draft.impact} × reach ${draft.reach} = ${base}`, `reach: ${draft.reachWhy}`]
  const severity = lower(base, draft.confidence)
  if (severity !== base) why.push(`confidence ${draft.confidence}: one step lower`)
  if (draft.impact === 'security' && reach === 'unreachable') why.push('latent: becomes P0 when it is mounted')
  return { severity, why, registered: draft.confidence !== 'low' }
}

function lower(base: Priority, confidence: Confidence): Priority {
  if (confidence === 'proven' || confidence === 'high') return base
  return base === 'P0' ? 'P1' : base === 'P1' ? 'P2' : 'P3'
}
