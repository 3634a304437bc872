import type { Evidence, Finding, Location } from '../domain/finding.ts'
import { bySeverity } from '../domain/severity-order.ts'

/** Findings of one rule in a fixed order, those with the same identity made one: the severest speaks, all places are kept. */
export function mergeTwins(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  for (const finding of findings.toSorted(bySeverityAndText)) {
    const first = merged.get(finding.fingerprint)
    merged.set(finding.fingerprint, first === undefined ? finding : join(first, finding))
  }
  return [...merged.values()].sort(bySeverity)
}

function bySeverityAndText(a: Finding, b: Finding): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return bySeverity(a, b) || (left < right ? -1 : left > right ? 1 : 0)
}

function join(first: Finding, second: Finding): Finding {
  // The edits of one do not remove the other's places: a repair in part is none.
  const { edits: _, ...fix } = first.fix
  return {
    ...first,
    fix,
    evidence: distinct<Evidence>([...first.evidence, ...second.evidence]).slice(0, 20),
    instances: distinct<Location>([...first.instances, ...second.instances]).slice(0, 500),
  }
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}
