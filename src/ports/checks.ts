import type { Check, CheckResult } from '../domain/check.ts'

/** The repository's own checks. */
export interface Checks {
  /** What the base commit or the settings declare, in the order in which they should run. */
  readonly list: readonly Check[]
  /**
   * Runs one check on a clean checkout of a commit, with the command as the base declares it. Red is run a second time,
   * unless it is no worse than `against`, the same check on the commit that this one stands on. Rejects when the signal
   * aborts; everything else is an answer.
   */
  run(check: Check, commit: string, signal: AbortSignal, against?: CheckResult): Promise<CheckResult>
  /** Runs the repository's own repair of a check in a folder that holds a checkout of a commit. */
  repair(check: Check, folder: string, signal: AbortSignal): Promise<{ readonly ok: boolean; readonly detail: string }>
}
