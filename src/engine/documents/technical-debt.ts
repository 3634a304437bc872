import { atCommit, commitName, isCommit } from '../../domain/commit-name.ts'
import { type Layer, layerTitles } from '../../domain/layer.ts'
import { priorities } from '../../domain/severity-order.ts'
import type { RunState } from '../../domain/state.ts'
import { type AuditView, auditView, type DebtView, type LayerView, openDebts } from './audit-view.ts'
import { debtSummary } from './debt-summary.ts'
import { debtSection, findingSection } from './debt-section.ts'
import { isPaidTonight, paidElsewhere } from './paid.ts'
import { elsewhereSection, paidSection } from './paid-section.ts'
import { codeCell, codeSpan, escapeCell, escapeInline } from './markdown.ts'

/** Sections and rows printed per list; what is left out is counted and stands in audit.json. */
const limit = 500

/** TECHNICAL_DEBT.md: every debt with its evidence, and everything that was not believed, accepted or looked at. */
export function renderTechnicalDebt(state: RunState): string {
  const view = auditView(state)
  const blocks = [
    '# Technical debt',
    preface(state, view),
    debtSummary(state, view),
    ...paidSection(state),
    ...elsewhereSection(state),
    layerTable(view),
    ...debtSections(view),
    ...candidates(view),
    ...accepted(view),
    ...rejected(view),
    ...unverified(view),
    ...notLookedAt(view),
    ...settled(state, view),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function preface(state: RunState, view: AuditView): string {
  const repository = state.started?.fact.repository
  const where = repository === undefined ? '' : `${codeSpan(repository.name)}${wholeCommit(repository.commit)}. `
  const files = state.survey === null ? '' : `${plural(state.survey.files, 'file', 'files')} read. `
  const open = openDebts(view).length
  return `${where}${files}${open === 0 ? 'No open debt.' : `${plural(open, 'open debt', 'open debts')}.`} Severity is computed from impact, reach and confidence. Quotes stand in ${repository === undefined || isCommit(repository.commit) ? 'this commit' : 'these files'} unless the entry says otherwise.`
}

function wholeCommit(commit: string): string {
  return isCommit(commit) ? ` at ${codeSpan(commit)}` : atCommit(commit)
}

function layerTable({ layers }: AuditView): string {
  const head = ['| layer | score | coverage | looked at | verified | why |', `|${' --- |'.repeat(6)}`]
  return ['## Layers', '', ...head, ...layers.map(layerRow)].join('\n')
}

function layerRow(view: LayerView): string {
  const { layer, score, confirmed, judged } = view
  const standing = standingOf(view)
  const cells = [
    layerTitles[layer],
    score?.score?.toString() ?? standing,
    score === null ? '–' : `${score.ran}/${score.applicable}`,
    score === null ? '–' : String(score.population),
    judged === 0 ? '–' : `${confirmed}/${judged}`,
    escapeCell(score?.why ?? standing),
  ]
  return `| ${cells.join(' | ')} |`
}

/** What stands where a number would, when there is none. */
function standingOf({ score, ran, notRun }: LayerView): string {
  if (ran.length === 0) return notRun.length === 0 ? 'not inspected' : 'not run'
  return score === null ? 'not scored' : score.applicable === 0 ? 'not applicable' : 'too little ran'
}

function debtSections(view: AuditView): readonly string[] {
  const open = openDebts(view)
  const sections = priorities.flatMap((severity) => {
    const debts = open.filter(({ debt }) => debt.severity === severity)
    return debts.length === 0
      ? []
      : [`## ${severity}`, ...debts.slice(0, limit).map((one) => debtSection(one, view)), ...more(debts.length)]
  })
  return sections
}

function candidates(view: AuditView): readonly string[] {
  const all = view.candidates
  if (all.length === 0) return []
  const preface = 'Low confidence: worth a look by someone who knows the code. They are in no score and have no id.'
  return [
    '## Candidates',
    preface,
    ...all.slice(0, limit).map((finding) => findingSection(finding, view)),
    ...more(all.length),
  ]
}

function accepted({ suppressed, unobeyed }: AuditView): readonly string[] {
  if (suppressed.length === 0 && unobeyed.length === 0) return []
  const rows = suppressed.slice(0, limit).map(({ finding, fingerprint, by, reason }) => {
    const what = finding === null ? codeCell(fingerprint.slice(0, 12)) : escapeCell(finding.title)
    return `| ${finding?.severity ?? '–'} | ${what} | ${escapeCell(by)} | ${escapeCell(reason)} |`
  })
  const table = ['| severity | finding | accepted by | reason |', `|${' --- |'.repeat(4)}`, ...rows].join('\n')
  return [
    '## Accepted and suppressed',
    ...(rows.length > 0 ? [table] : []),
    ...more(suppressed.length),
    ...(unobeyed.length > 0 ? [list(unobeyed)] : []),
  ]
}

function rejected({ rejected: all }: AuditView): readonly string[] {
  if (all.length === 0) return []
  const rows = all.slice(0, limit).map(({ finding, verdict }) => {
    return `| ${codeCell(finding.rule)} | ${escapeCell(finding.title)} | ${escapeCell(verdict.reason)} |`
  })
  const table = ['| rule | draft | why it was rejected |', `|${' --- |'.repeat(3)}`, ...rows].join('\n')
  return [
    '## Rejected drafts',
    'Their evidence did not hold, so nothing above counts them.',
    table,
    ...more(all.length),
  ]
}

function unverified({ unverified: all }: AuditView): readonly string[] {
  if (all.length === 0) return []
  const lines = all.map((finding) => `${finding.severity} ${finding.rule}: ${finding.title}`)
  return ['## Not verified', 'Drafted, and nobody checked the evidence. Nothing above counts them.', list(lines)]
}

function notLookedAt({ layers }: AuditView): readonly string[] {
  const never = layers
    .filter(({ ran, notRun }) => ran.length + notRun.length === 0)
    .map(({ layer }) => neverInspected(layer))
  const failed = layers.flatMap(({ notRun }) =>
    notRun.map(({ inspector, reason }) => `- ${codeSpan(inspector)} did not run: ${escapeInline(reason)}`),
  )
  const all = [...never, ...failed]
  return all.length === 0 ? [] : ['## Not inspected, not run', all.slice(0, limit).join('\n'), ...more(all.length)]
}

function neverInspected(layer: Layer): string {
  return `- ${layerTitles[layer]}: not inspected`
}

/** Debts that were over before this run's own work, by id, so that an id never just vanishes. */
function settled(state: RunState, { debts }: AuditView): readonly string[] {
  const waiting = new Set([...paidElsewhere(state).values()].flat().map(({ debt }) => debt.id))
  const isOver = ({ debt, change }: DebtView) =>
    debt.state === 'gone' || (debt.state === 'fixed' && !isPaidTonight({ debt, change }) && !waiting.has(debt.id))
  const over = debts.filter(isOver)
  if (over.length === 0) return []
  const lines = over.slice(0, limit).map(({ debt }: DebtView) => {
    const paid = debt.fixedIn === undefined ? '' : `paid in ${codeSpan(debt.fixedIn.slice(0, 12))}, `
    return `- ${debt.id} ${debt.state}: ${escapeInline(debt.title)} (${paid}last seen at ${codeSpan(commitName(debt.lastSeen))})`
  })
  return ['## No longer there', lines.join('\n'), ...more(over.length)]
}

function list(lines: readonly string[]): string {
  const shown = lines.slice(0, limit).map((line) => `- ${escapeInline(line)}`)
  return [...shown, ...(lines.length > limit ? [`- and ${lines.length - limit} more`] : [])].join('\n')
}

function more(count: number): readonly string[] {
  return count > limit ? [`And ${count - limit} more in audit.json.`] : []
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
