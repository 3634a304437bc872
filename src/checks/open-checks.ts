import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { type Check, type CheckResult, type CheckRun, hasNoTests, verdictOf, worsened } from '../domain/check.ts'
import type { Checks } from '../ports/checks.ts'
import type { Checkout } from '../ports/workspaces.ts'
import type { Variables } from '../processes/environment.ts'
import { readRun, unavailable } from './check-run.ts'
import { excerpt } from './excerpt.ts'
import { type Installer, openInstaller } from './install/installer.ts'
import { noteFor } from './install/steps.ts'
import { keptFolders } from './kept-folders.ts'
import { drift, refused } from './pinned.ts'
import { type ReadText, readText } from './read-text.ts'
import { openSeats, type Seats } from './seats.ts'
import { runAt, type Site } from './site.ts'

export interface ChecksOptions {
  /** In the order in which they should run. */
  readonly list: readonly Check[]
  readonly checkout: (commit: string, keep: readonly string[], signal: AbortSignal) => Promise<Checkout>
  /** The tree of a commit: what was seen of it once is not run again. */
  readonly tree: (commit: string, signal: AbortSignal) => Promise<string>
  /** Paths of the base commit: they tell where dependencies may lie. */
  readonly files: readonly string[]
  /** The text of a file of the base commit, or null. With it, a commit that changes the script of a check fails it. */
  readonly read?: ReadText
  /** Commands that bring the dependencies. Null: the lockfiles say. */
  readonly setup: readonly (readonly string[])[] | null
  /** Names of variables that the commands may see besides those everybody gets. */
  readonly env: readonly string[]
  /** The user's environment, of which little is passed on. */
  readonly variables: Variables
  /** What installed dependencies are marked with. Kept from run to run, they are not installed again. Default: a new one. */
  readonly secret?: Buffer
  /** Commands that run at the same time. Default 2. */
  readonly atOnce?: number
}

/** Results that are remembered: with some twenty checks, fifty trees. */
const remembered = 1_000

/** Runs the repository's own checks on clean checkouts and remembers what it saw of each tree. */
export function openChecks(options: ChecksOptions): Checks {
  const bench: Bench = {
    options,
    keep: keptFolders(options.list, options.files),
    seats: openSeats(options.atOnce ?? 2),
    installer: openInstaller(options.setup, options.secret ?? randomBytes(32)),
    results: new Map(),
  }
  return {
    list: options.list,
    run: async (check, commit, signal, against) => {
      const tree = await options.tree(commit, signal)
      const known = bench.results.get(keyOf(check, tree))
      if (known !== undefined) return { ...known, commit }
      return seated(bench, signal, () => runCheck(bench, check, { commit, tree, signal, against: against ?? null }))
    },
    repair: (check, folder, signal) => seated(bench, signal, () => repair(bench, check, { folder, signal })),
  }
}

interface Bench {
  readonly options: ChecksOptions
  readonly keep: readonly string[]
  readonly seats: Seats
  readonly installer: Installer
  readonly results: Map<string, Omit<CheckResult, 'commit'>>
}

async function seated<T>(bench: Bench, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const leave = await bench.seats.take(signal)
  try {
    return await work()
  } finally {
    leave()
  }
}

interface Aim {
  readonly commit: string
  readonly tree: string
  readonly signal: AbortSignal
  readonly against: CheckResult | null
}

async function runCheck(bench: Bench, check: Check, aim: Aim): Promise<CheckResult> {
  // Somebody else may have run it while we waited for a seat.
  const known = bench.results.get(keyOf(check, aim.tree))
  if (known !== undefined) return { ...known, commit: aim.commit }
  const first = await runOnce(bench, check, aim)
  const again = isRed(first) && !isAsBefore(check, first, aim.against) ? await runOnce(bench, check, aim) : null
  // A second run that cannot begin says nothing about the tree; the red one stands.
  const second = again === null || again.outcome === 'unavailable' ? [] : [again]
  const flaky = second[0]?.outcome === 'passed'
  const result = { check: check.name, kind: check.kind, tree: aim.tree, runs: [first, ...second], flaky }
  remember(bench.results, check, result)
  return { ...result, commit: aim.commit }
}

/** What was red before in the same way is no suspicion of a flake. */
function isAsBefore({ name }: Check, run: CheckRun, against: CheckResult | null): boolean {
  return against !== null && isRed(verdictOf(against)) && worsened(name, verdictOf(against), run) === null
}

function isRed({ outcome }: CheckRun): boolean {
  return outcome === 'failed' || outcome === 'timeout'
}

async function runOnce({ options, keep, installer }: Bench, check: Check, { commit, signal }: Aim): Promise<CheckRun> {
  const checkout = await options.checkout(commit, keep, signal)
  try {
    const changed = await driftIn(options, check, checkout.path)
    if (changed !== null) return refused(changed)
    const site = siteAt(options, checkout.path, signal)
    const ready = await installer.install(check, site)
    if (!ready.ok) return unavailable(ready.reason)
    const ended = await runAt(site, { ...check, tools: ready.tools })
    return readRun(check, ended, ended.exitCode === 0 ? '' : await noteFor(check, checkout.path, options.setup))
  } finally {
    await checkout.close()
  }
}

async function driftIn({ read }: ChecksOptions, check: Check, root: string): Promise<string | null> {
  return read === undefined ? null : drift(check, read, (path) => readText(join(root, path)))
}

function siteAt({ variables, env }: ChecksOptions, root: string, signal: AbortSignal): Site {
  return { root, variables, names: env, signal }
}

function keyOf(check: Check, tree: string): string {
  return JSON.stringify([check, tree])
}

/** What could not run may run later: the network comes back, somebody installs the tool. */
function remember(results: Bench['results'], check: Check, result: Omit<CheckResult, 'commit'>): void {
  const [first] = result.runs
  if (first?.outcome === 'unavailable' && !hasNoTests(first)) return
  const oldest = results.keys().next().value
  if (results.size >= remembered && oldest !== undefined) results.delete(oldest)
  results.set(keyOf(check, result.tree), result)
}

/** Linters end with 1 when something is left that they cannot repair: what they did repair still counts. */
async function repair(
  { options, installer }: Bench,
  check: Check,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  if (check.repair === null) return { ok: false, detail: `${check.name} has no repair` }
  const site = siteAt(options, folder, signal)
  const command = { argv: check.repair, folder: check.folder, minutes: check.minutes }
  const ready = await installer.borrow(command, site, (tools) => runAt(site, { ...command, tools }))
  if (!('ending' in ready)) return { ok: false, detail: ready.reason }
  const run = readRun({ ...check, argv: check.repair }, ready)
  const ok = run.outcome === 'passed' || (run.outcome === 'failed' && run.exitCode === 1)
  return { ok, detail: excerpt(ready.output, 1_000) }
}
