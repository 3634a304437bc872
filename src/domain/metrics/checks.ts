import type { FactOf } from '../event.ts'
import { amount, type Family, nothingMeasured } from './metric.ts'
import type { Scope } from './scope.ts'

/** What one suite counted. Null: it did not say. */
interface SuiteCounts {
  readonly passed: number | null
  readonly failed: number | null
  readonly errors: number | null
}

/** A suite at the base commit and at the end; its last run at each place. Null: it did not run there. */
export interface SuiteDelta {
  readonly base: SuiteCounts | null
  readonly end: SuiteCounts | null
}

/** Passing checks gained over all suites that counted at both places. */
export function checks(scope: Scope): Family<'checksDelta'> {
  const gains = Object.values(suites(scope)).flatMap(({ base, end }) =>
    base?.passed == null || end?.passed == null ? [] : [end.passed - base.passed],
  )
  return { checksDelta: gains.length === 0 ? nothingMeasured : amount(gains.reduce((sum, gain) => sum + gain, 0)) }
}

export function suites({ events }: Scope): Readonly<Record<string, SuiteDelta>> {
  const found = new Map<string, SuiteDelta>()
  for (const { fact } of events) {
    if (fact.type !== 'check.ended') continue
    const known = found.get(fact.suite) ?? { base: null, end: null }
    found.set(fact.suite, { ...known, [fact.at]: countsOf(fact) })
  }
  return Object.fromEntries(found)
}

function countsOf({ passed, failed, errors }: FactOf<'check.ended'>): SuiteCounts {
  return { passed, failed, errors }
}
