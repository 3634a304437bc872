import type { Assignment } from '../../domain/assignment.ts'
import { isOpen } from '../../domain/baseline.ts'
import type { Coordinator } from '../../domain/coordinator.ts'
import type { Debt } from '../../domain/debt.ts'
import type { Finding } from '../../domain/finding.ts'
import type { Layer } from '../../domain/layer.ts'
import { covers } from '../../domain/scope.ts'
import { bySeverity } from '../../domain/severity-order.ts'
import type { TaskDraft } from '../../domain/task.ts'
import type { Decomposing, Deferred, Planned } from './planned.ts'
import { draft, firstOf } from './draft.ts'

/** The open debts of this coordinator's paths, gravest first: what can be paid becomes a task, the rest is told with its reason. */
export function debts(from: Decomposing): Planned {
  const mine = [...from.state.debts.values()]
    .map(({ debt }) => debt)
    .filter((debt) => isOpen(debt) && from.priorities.includes(debt.severity) && !isTaken(from, debt))
    .filter((debt) => ownerOf(from.team, debt, findingOf(from, debt))?.name === from.coordinator?.name)
    .sort(bySeverity)
  const plans = [...mine.map((debt) => planFor(from, debt)), ...pending(from)]
  const drafts = plans.flatMap(({ drafts: own }) => own)
  const over = drafts.slice(from.tasksAtMost)
  return {
    drafts: drafts.slice(0, from.tasksAtMost),
    deferred: [...plans.flatMap(({ deferred }) => deferred), ...over.map(beyond)],
  }
}

/** Paid by an earlier night on a branch that nobody has merged: paying it again would only conflict. */
function pending(from: Decomposing): readonly Planned[] {
  return [...from.state.debts.values()].flatMap(({ debt, change }) => {
    if (debt.state !== 'fixed' || change === 'fixed' || !from.state.findings.has(debt.fingerprint)) return []
    if (ownerOf(from.team, debt, findingOf(from, debt))?.name !== from.coordinator?.name) return []
    return [later(debt, `it is paid on ${debt.fixedOn ?? 'a branch'}, which is not merged yet`)]
  })
}

function planFor(from: Decomposing, debt: Debt): Planned {
  const finding = findingOf(from, debt)
  if (finding === null) return later(debt, 'this run did not find it, so it has no evidence to work from')
  const edits = finding.fix.edits ?? []
  const mechanical = needsNoJudgement(finding)
  if (!mechanical && !from.judgement.includes(debt.severity))
    return later(debt, `${debt.severity} that needs judgement is not asked of this phase`)
  if (!mechanical && !from.mayThink) return later(debt, 'it needs judgement, and no model is here')
  const specialist = firstOf(from.roster, [...(authors[finding.layer] ?? []), ...anyAuthor])
  if (specialist === null) return later(debt, `nobody in the roster of ${from.coordinator?.name} may change files`)
  const input: Assignment = { work: 'fix', debt: debt.id, fingerprint: finding.fingerprint, mechanical }
  const scope = mechanical ? distinct(edits.map(({ file }) => file)) : thinkingScope(from, finding)
  return {
    drafts: [
      draft({
        key: debt.id,
        title: `Pay ${debt.id}: ${finding.title}`,
        specialist,
        scope,
        kind: mechanical ? 'simple' : 'code',
        input,
        instructions: finding.fix.advice,
      }),
    ],
    deferred: [],
  }
}

/** The coordinator whose domain holds most of the paths; among equals, the one that answers for the layer, then the first. */
export function ownerOf(team: readonly Coordinator[], debt: Debt, finding: Finding | null): Coordinator | null {
  const paths = finding === null ? [debt.location.file] : pathsOf(finding)
  const share = ({ domain }: Coordinator): number => paths.filter((path) => covers(domain, path)).length
  const answers = ({ layers }: Coordinator): number => (layers.includes(debt.layer) ? 1 : 0)
  return team.toSorted((a, b) => share(b) - share(a) || answers(b) - answers(a))[0] ?? null
}

function pathsOf({ instances, fix }: Finding): readonly string[] {
  const edited = (fix.edits ?? []).map(({ file }) => file)
  return distinct(edited.length > 0 ? edited : instances.map(({ file }) => file))
}

/** Whether the finding itself says how it is repaired. */
export function needsNoJudgement(finding: Finding | null): boolean {
  return (finding?.fix.edits ?? []).length > 0
}

function findingOf({ state }: Decomposing, { fingerprint }: Debt): Finding | null {
  return state.findings.get(fingerprint)?.finding ?? null
}

/** A task of this run has already been about it. */
function isTaken({ state }: Decomposing, { id }: Debt): boolean {
  return [...state.tasks.values()].some(({ queued }) => queued.fact.task.endsWith(`/${id}`))
}

/** Whoever thinks may look for the cause beside the place where it showed. */
function thinkingScope({ coordinator }: Decomposing, { instances, evidence }: Finding): string[] {
  const cited = evidence.flatMap((one) => (one.kind === 'code' ? [one.file] : []))
  return distinct([...(coordinator?.domain ?? ['**']), ...instances.map(({ file }) => file), ...cited]).slice(0, 200)
}

const anyAuthor = ['bug-fixer', 'refactorer', 'backend-engineer', 'ci-engineer', 'frontend-engineer']

/** Who of a roster is asked first, by layer. */
const authors: Readonly<Record<Layer, readonly string[]>> = {
  'frontend-architecture': ['frontend-engineer'],
  'frontend-components': ['frontend-engineer'],
  state: ['frontend-engineer'],
  middleware: ['resilience-engineer', 'backend-engineer'],
  database: ['database-engineer', 'backend-engineer'],
  auth: ['backend-engineer'],
  deployment: ['ci-engineer'],
  'ci-tests': ['ci-engineer', 'test-writer'],
  mcp: ['backend-engineer'],
  jobs: ['resilience-engineer', 'backend-engineer', 'ci-engineer'],
  websocket: ['backend-engineer', 'frontend-engineer'],
  api: ['backend-engineer'],
  integration: ['backend-engineer', 'frontend-engineer'],
  environment: ['ci-engineer', 'backend-engineer'],
  errors: ['bug-fixer', 'resilience-engineer'],
  performance: ['performance-engineer', 'backend-engineer'],
}

function later(debt: Debt, reason: string): Planned {
  const deferred: Deferred = { subject: debt.id, title: debt.title, reason }
  return { drafts: [], deferred: [deferred] }
}

function beyond({ key, title }: TaskDraft): Deferred {
  return { subject: key, title, reason: 'the phase may take no more tasks' }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
