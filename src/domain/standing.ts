import { type Standing, worsened } from './check.ts'
import type { FactOf } from './event.ts'

type CheckEnded = FactOf<'check.ended'>

/** Why a suite is worse than it was at the base, told from the two facts. Null: it is not. */
export function worsenedBy(base: CheckEnded | undefined, last: CheckEnded): string | null {
  return worsened(last.suite, base === undefined ? null : standingOf(base), standingOf(last))
}

/** What a fact says of its check. */
export function standingOf({ outcome, exitCode, passed, failed, errors, failures }: CheckEnded): Standing {
  const counted = passed !== null && failed !== null
  return {
    outcome: outcome ?? (exitCode === 0 ? 'passed' : 'failed'),
    exitCode,
    counts: counted ? { passed, failed, errors: errors ?? 0, skipped: 0 } : null,
    failures: failures ?? [],
  }
}
