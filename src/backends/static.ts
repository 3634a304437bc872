import { Material } from '../domain/assignment.ts'
import { consolidate, lastSeenCommits } from '../domain/register.ts'
import { type ReportInput, testDataReason } from '../domain/report.ts'
import { noCost, noUsage } from '../domain/usage.ts'
import type { AgentBackend, AgentEvent, Job, Outcome } from '../ports/agent-backend.ts'
import type { Auditor } from '../ports/auditor.ts'
import type { Clock } from '../ports/clock.ts'

/** Earlier commits that are asked for renames at most; older debts are matched by their text. */
const commitsAsked = 5

/** Runs specialists without a model: the deterministic inspectors do the work of an audit. Costs nothing, needs no key. */
export function staticBackend(auditor: Auditor, clock: Clock): AgentBackend {
  return {
    id: 'static',
    capabilities: { model: false, edits: false },
    estimate: () => ({ usd: 0, tokens: 0 }),
    run: async (job, on, signal) => {
      const material = Material.safeParse(job.input)
      if (!material.success) return refuse(job)
      const started = clock.mono()
      const report = await reportOn(auditor, material.data, signal)
      await on(turn(material.data, clock.mono() - started))
      return answer(job, report)
    },
  }
}

function reportOn(auditor: Auditor, material: Material, signal: AbortSignal): Promise<ReportInput> {
  switch (material.work) {
    case 'survey':
      return survey(auditor, signal)
    case 'inspect':
      return inspect(auditor, material, signal)
    case 'verify':
      return verify(auditor, material, signal)
    case 'consolidate':
      return register(auditor, material, signal)
  }
}

type MaterialOf<W extends Material['work']> = Extract<Material, { work: W }>

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
    unread: new Set(skipped.filter(({ reason }) => reason !== testDataReason).map(({ file }) => file)),
    commit,
    today,
  })
  const summary = `${consolidation.debts.length} debts in the register, ${consolidation.added.length} of them new`
  return { outcome: 'done', summary, notes: notes.slice(0, 100), consolidation }
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

function turn({ work }: Material, milliseconds: number): AgentEvent {
  return { type: 'turn', tools: [{ name: work, class: 'read' }], usage: noUsage, cost: noCost, milliseconds }
}

function refuse({ title }: Pick<Job<unknown>, 'title'>): Outcome<never> {
  const detail = `"${title}" is no work for inspectors; it needs a specialist with a model`
  return { ok: false, failure: 'refused', detail, usage: noUsage, cost: noCost }
}

function answer<T>({ answer: schema }: Job<T>, report: ReportInput): Outcome<T> {
  const parsed = schema.safeParse(report)
  const spent = { usage: noUsage, cost: noCost }
  if (parsed.success) return { ok: true, value: parsed.data, ...spent }
  return { ok: false, failure: 'malformed', detail: parsed.error.message.slice(0, 500), ...spent }
}
