import { Material } from '../domain/assignment.ts'
import { verdictOf } from '../domain/check.ts'
import type { Register } from '../domain/debt.ts'
import type { ToolClass } from '../domain/fact/words.ts'
import { consolidate, lastSeenCommits } from '../domain/register.ts'
import { type ReportInput, testDataReason } from '../domain/report.ts'
import { noCost, noUsage } from '../domain/usage.ts'
import type { AgentBackend, AgentEvent, Job, Outcome } from '../ports/agent-backend.ts'
import type { Auditor } from '../ports/auditor.ts'
import type { Checks } from '../ports/checks.ts'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Answered, Bench, MaterialOf } from './answered.ts'
import { applyFix } from './apply-fix.ts'
import { compareChange } from './compare-change.ts'

/** Earlier commits that are asked for renames at most; older debts are matched by their text. */
const commitsAsked = 5

export interface StaticWorld {
  readonly auditor: Auditor
  readonly clock: Clock
  readonly redactor: Redactor
  /** The repository's own checks. Null: this run has none. */
  readonly checks: () => Checks | null
}

/**
 * Runs specialists without a model: inspectors do the work of an audit, the findings' own edits and the repository's own
 * repairs change files, and a change is compared with what it claims to be. Costs nothing, needs no key.
 */
export function staticBackend(world: StaticWorld): AgentBackend {
  const { clock } = world
  return {
    id: 'static',
    capabilities: { model: false, edits: false },
    estimate: () => ({ usd: 0, tokens: 0 }),
    run: async (job, on, signal) => {
      const material = Material.safeParse(job.input)
      if (!material.success) return refuse(job, 'a specialist with a model')
      const started = clock.mono()
      const report = await reportOn(world, material.data, { cwd: job.cwd, on, signal })
      await on(turn(material.data, clock.mono() - started))
      return report.ok ? answer(job, report.report) : refuse(job, report.needs)
    },
  }
}

async function reportOn(world: StaticWorld, material: Material, bench: Bench): Promise<Answered> {
  const { auditor } = world
  const { signal } = bench
  switch (material.work) {
    case 'survey':
      return done(await survey(auditor, signal))
    case 'inspect':
      return done(await inspect(auditor, material, signal))
    case 'verify':
      return done(await verify(auditor, material, signal))
    case 'consolidate':
      return done(await register(auditor, material, signal))
    case 'check':
      return check(world, material, signal)
    case 'repair':
      return repair(world, material, bench)
    case 'fix':
      return applyFix(material, bench)
    case 'review':
      return compareChange(material, world.redactor)
  }
}

function done(report: ReportInput): Answered {
  return { ok: true, report }
}

const noChecks: Answered = { ok: false, needs: 'a git repository with checks of its own' }

async function check(
  { checks }: StaticWorld,
  { check: asked, commit }: MaterialOf<'check'>,
  signal: AbortSignal,
): Promise<Answered> {
  const result = await checks()?.run(asked, commit, signal)
  if (result === undefined) return noChecks
  const { outcome, counts } = verdictOf(result)
  const counted = counts === null ? '' : `, ${counts.passed} passed, ${counts.failed + counts.errors} failed`
  const flaky = result.flaky ? ' at the second run' : ''
  return done({ outcome: 'done', summary: `${outcome}${flaky}${counted}`, check: result })
}

async function repair(
  { checks }: StaticWorld,
  { check: asked }: MaterialOf<'repair'>,
  { cwd, signal }: Bench,
): Promise<Answered> {
  const repaired = await checks()?.repair(asked, cwd, signal)
  if (repaired === undefined) return noChecks
  return done({ outcome: repaired.ok ? 'done' : 'blocked', summary: repaired.detail.slice(0, 2_000) })
}

async function survey(auditor: Auditor, signal: AbortSignal): Promise<ReportInput> {
  const found = await auditor.survey(signal)
  return { outcome: 'done', summary: `read ${found.files} files`, survey: found }
}

async function inspect(auditor: Auditor, { layer }: MaterialOf<'inspect'>, signal: AbortSignal): Promise<ReportInput> {
  const inspections = [...(await auditor.inspect(layer, signal))]
  const ran = inspections.filter(({ status }) => status === 'ran').length
  return { outcome: 'done', summary: `${ran} of ${inspections.length} inspectors ran`, inspections }
}

async function verify(auditor: Auditor, { findings }: MaterialOf<'verify'>, signal: AbortSignal): Promise<ReportInput> {
  const verdicts = []
  for (const finding of findings) verdicts.push(await auditor.verify(finding, signal))
  const confirmed = verdicts.filter(({ verdict }) => verdict === 'confirmed').length
  return { outcome: 'done', summary: `${confirmed} of ${verdicts.length} findings confirmed`, verdicts }
}

async function register(
  auditor: Auditor,
  { findings, register: previous, inspections, commit, today }: MaterialOf<'consolidate'>,
  signal: AbortSignal,
): Promise<ReportInput> {
  const { skipped } = await auditor.survey(signal)
  const { notes, ...consolidation } = consolidate(findings, previous, {
    inspections,
    renames: await renamesSince(auditor, lastSeenCommits(previous), signal),
    suppressions: await auditor.suppressions(signal),
    unmerged: new Set(await auditor.unmerged(repairsIn(previous), signal)),
    unread: new Set(skipped.filter(({ reason }) => reason !== testDataReason).map(({ file }) => file)),
    commit,
    today,
  })
  const summary = `${consolidation.debts.length} debts in the register, ${consolidation.added.length} of them new`
  return { outcome: 'done', summary, notes: notes.slice(0, 100), consolidation }
}

/** Commits that paid debts of the register. */
function repairsIn({ debts }: Register): readonly string[] {
  return debts.flatMap(({ state, fixedIn }) => (state === 'fixed' && fixedIn !== undefined ? [fixedIn] : []))
}

async function renamesSince(
  auditor: Auditor,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const renames = new Map<string, string>()
  for (const commit of commits.slice(-commitsAsked))
    for (const [from, to] of await auditor.renames(commit, signal)) renames.set(from, to)
  return renames
}

/** What each work does to the world, as metrics see it. */
const classes: Readonly<Record<Material['work'], ToolClass>> = {
  survey: 'read',
  inspect: 'read',
  verify: 'read',
  consolidate: 'read',
  check: 'exec',
  repair: 'exec',
  fix: 'mutate',
  review: 'read',
}

function turn({ work }: Material, milliseconds: number): AgentEvent {
  return { type: 'turn', tools: [{ name: work, class: classes[work] }], usage: noUsage, cost: noCost, milliseconds }
}

function refuse({ title }: Pick<Job<unknown>, 'title'>, needs: string): Outcome<never> {
  const detail = `"${title}" is no work for inspectors; it needs ${needs}`
  return { ok: false, failure: 'refused', detail, usage: noUsage, cost: noCost }
}

function answer<T>({ answer: schema }: Job<T>, report: ReportInput): Outcome<T> {
  const parsed = schema.safeParse(report)
  const spent = { usage: noUsage, cost: noCost }
  if (parsed.success) return { ok: true, value: parsed.data, ...spent }
  return { ok: false, failure: 'malformed', detail: parsed.error.message.slice(0, 500), ...spent }
}
