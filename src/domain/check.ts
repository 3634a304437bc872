import { z } from 'zod'

export const CheckKind = z.enum(['test', 'lint', 'types', 'build'])
export type CheckKind = z.infer<typeof CheckKind>

/** One of the repository's own commands that says whether it is well. */
export const Check = z.object({
  /** Unique within the repository, for people: `npm test`, `frontend: npm run lint`. */
  name: z.string().min(1).max(200),
  kind: CheckKind,
  /** Program and arguments. No shell reads it. */
  argv: z.array(z.string()).min(1).max(100),
  /** Folder it runs in, relative to the root; empty: the root itself. */
  folder: z.string().max(1_024),
  /** It is ended after so many minutes. */
  minutes: z
    .number()
    .positive()
    .max(24 * 60),
  /** The repository's own way to repair what this check complains about, if it has one: program and arguments. */
  repair: z.array(z.string()).min(1).max(100).nullable(),
  /** Where it was read: `package.json scripts.test`, `.echelon/settings.yaml:4`. */
  source: z.string().max(300),
})
export type Check = z.infer<typeof Check>

export const CheckOutcome = z.enum([
  'passed',
  'failed',
  /** It was ended at its limit. */
  'timeout',
  /** It could not begin: its program or its dependencies are not here, or there are no tests. Never a pass. */
  'unavailable',
])
export type CheckOutcome = z.infer<typeof CheckOutcome>

/** What kind of trouble a failure is, told from what the runner printed. */
export const FailureCategory = z.enum([
  'assertion',
  'import',
  'syntax',
  'timeout',
  'database',
  'network',
  'environment',
  'type',
  'lint',
  'crash',
  'unknown',
])
export type FailureCategory = z.infer<typeof FailureCategory>

const count = z.int().min(0)

/** Counts as the runner printed them; null: it printed none that we can read. */
export const CheckCounts = z.object({ passed: count, failed: count, errors: count, skipped: count })
export type CheckCounts = z.infer<typeof CheckCounts>

/** One run of one command. */
export const CheckRun = z.object({
  outcome: CheckOutcome,
  exitCode: z.int().nullable(),
  counts: CheckCounts.nullable(),
  /** Named failures, the first hundred. */
  failures: z.array(z.object({ name: z.string().max(500), category: FailureCategory })).max(100),
  milliseconds: z.number(),
  /** Head and tail of what it printed, at most 8,000 characters. */
  excerpt: z.string().max(8_200),
})
export type CheckRun = z.infer<typeof CheckRun>

/** A check on one tree. A red one is run a second time on the same tree; both results are kept. */
export const CheckResult = z.object({
  check: z.string(),
  kind: CheckKind,
  commit: z.string(),
  tree: z.string(),
  runs: z.array(CheckRun).min(1).max(2),
  /** Red, then green on the same tree. It counts as passed and is told. */
  flaky: z.boolean(),
})
export type CheckResult = z.infer<typeof CheckResult>

/** The run that counts: the last one. */
export function verdictOf({ runs }: Pick<CheckResult, 'runs'>): CheckRun {
  const last = runs.at(-1)
  if (last === undefined) throw new TypeError('a check without a run')
  return last
}

/** What is compared of two runs of one check. */
export type Standing = Pick<CheckRun, 'outcome' | 'exitCode' | 'counts' | 'failures'>

/** Whether a check could not begin because there is nothing to run. Only such a run is unavailable and counted. */
export function hasNoTests({ outcome, counts }: Pick<Standing, 'outcome' | 'counts'>): boolean {
  return outcome === 'unavailable' && counts !== null
}

/**
 * Why a tree is worse than another by one check. Null: it is not. What was red may stay red with the same failures; what
 * could not run before proves nothing. `was` is null when nobody looked before.
 */
export function worsened(check: string, was: Standing | null, is: Standing): string | null {
  if (was?.outcome === 'unavailable') return firstRed(check, was, is)
  if (is.outcome === 'passed') return fewer(check, was, is)
  if (was !== null && hasNoTests(is)) return `${check} has no tests any more, and it ${said(was)} before`
  if (was === null || was.outcome === 'passed') return `${check} ${said(is)}`
  if (is.outcome !== was.outcome) return `${check} ${said(is)}, and it ${said(was)} before`
  const known = new Set(was.failures.map(({ name }) => name))
  const fresh = is.failures.find(({ name }) => !known.has(name))
  if (fresh !== undefined && was.failures.length > 0) return `${check} has a new failure: ${fresh.name}`
  const [more, less] = [bad(is), bad(was)]
  return more !== null && less !== null && more > less ? `${check} has ${more} failures, ${less} before` : null
}

/** Where there were no tests, the first ones must not be red. */
function firstRed(check: string, was: Standing, is: Standing): string | null {
  const isRed = is.outcome === 'failed' || is.outcome === 'timeout'
  return isRed && hasNoTests(was) ? `${check} ${said(is)}, and there were no tests before` : null
}

/** Green with fewer tests than before is not the same green. */
function fewer(check: string, was: Standing | null, is: Standing): string | null {
  if (was?.outcome !== 'passed' || was.counts === null) return null
  if (is.counts === null) return `${check} passes without saying how many tests ran, ${was.counts.passed} before`
  const [before, after] = [was.counts.passed, is.counts.passed]
  return after < before ? `${check} passes with ${after} tests, ${before} before` : null
}

function bad({ counts }: Standing): number | null {
  return counts === null ? null : counts.failed + counts.errors
}

function said(standing: Standing): string {
  const { outcome, exitCode } = standing
  switch (outcome) {
    case 'passed':
      return 'passed'
    case 'failed':
      return `failed with exit code ${exitCode ?? 'unknown'}`
    case 'timeout':
      return 'did not end within its limit'
    case 'unavailable':
      return hasNoTests(standing) ? 'has no tests' : 'could not run'
  }
}
