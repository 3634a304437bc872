import { Priority } from './finding.ts'
import { type Layer, layers } from './layer.ts'

/** Every severity, the worst first. */
export const priorities: readonly Priority[] = Priority.options

/** 0 for P0 up to 3 for P3. */
export function rank(severity: Priority): number {
  return priorities.indexOf(severity)
}

/** The order in which findings and debts are numbered and listed: severity, layer, anchor, then rule. */
export function bySeverity(a: Ranked, b: Ranked): number {
  return (
    rank(a.severity) - rank(b.severity) ||
    layers.indexOf(a.layer) - layers.indexOf(b.layer) ||
    compare(a.anchor, b.anchor) ||
    compare(a.rule, b.rule)
  )
}

interface Ranked {
  readonly severity: Priority
  readonly layer: Layer
  readonly anchor: string
  readonly rule: string
}

/** By code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
