import { isOpen } from '../../domain/baseline.ts'
import type { Debt } from '../../domain/debt.ts'
import type { FactOf } from '../../domain/event.ts'
import type { Finding, FindingVerdict } from '../../domain/finding.ts'
import { unobeyed } from '../../domain/ignore-comment.ts'
import { type Layer, layers } from '../../domain/layer.ts'
import type { LayerScore } from '../../domain/report.ts'
import { bySeverity, compare } from '../../domain/severity-order.ts'
import type { RunState } from '../../domain/state.ts'
import { type Left, leftDebts } from './left.ts'

type DebtChange = FactOf<'debt.recorded'>['change']

export interface DebtView {
  readonly debt: Debt
  readonly change: DebtChange
  /** What this run found of it; null when its inspector did not run or no longer yields it. */
  readonly finding: Finding | null
}

export interface Judged {
  readonly finding: Finding
  readonly verdict: FindingVerdict
}

export interface Suppressed {
  readonly fingerprint: string
  readonly reason: string
  readonly by: string
  readonly finding: Finding | null
}

export interface LayerView {
  readonly layer: Layer
  readonly score: LayerScore | null
  readonly ran: readonly Inspection[]
  readonly notRun: readonly Inspection[]
  /** Confirmed findings over all findings of the layer that were judged. */
  readonly confirmed: number
  readonly judged: number
}

export type Inspection = FactOf<'inspection.ended'>

/** Everything about an audit that its documents show, folded from the run's state, in a fixed order. */
export interface AuditView {
  readonly debts: readonly DebtView[]
  /** Confirmed findings with their corrected evidence, candidates and suppressed ones not among them. */
  readonly confirmed: readonly Finding[]
  readonly candidates: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  readonly rejected: readonly Judged[]
  /** Drafted and never judged: shown, believed by nobody. */
  readonly unverified: readonly Finding[]
  readonly layers: readonly LayerView[]
  /** Fingerprints of findings whose line numbers the evidence check corrected. */
  readonly corrected: ReadonlySet<string>
  /** Comments that ask for an acceptance and get none. */
  readonly unobeyed: readonly string[]
  /** By debt: why this run left it open. */
  readonly left: ReadonlyMap<string, Left>
}

export function auditView(state: RunState): AuditView {
  const judged = judgedFindings(state)
  const accepted = judged.filter((one) => one.verdict.verdict === 'confirmed').map(asChecked)
  const current = new Map(accepted.map((finding) => [finding.fingerprint, finding]))
  return {
    debts: debtViews(state, current),
    confirmed: accepted.filter(({ registered, fingerprint }) => registered && !state.suppressed.has(fingerprint)),
    candidates: accepted.filter(({ registered }) => !registered),
    suppressed: suppressedOf(state, current),
    rejected: judged.filter((one) => one.verdict.verdict === 'rejected'),
    unverified: drafted(state).filter(({ fingerprint }) => !state.verdicts.has(fingerprint)),
    layers: layers.map((layer) => layerView(layer, state, judged)),
    corrected: new Set(
      judged.filter((one) => one.verdict.relocated !== undefined).map((one) => one.finding.fingerprint),
    ),
    unobeyed: state.notes.map(({ fact }) => fact.text).filter((text) => text.startsWith(unobeyed)),
    left: leftDebts(state),
  }
}

/** Debts that somebody should still do something about. */
export function openDebts(view: AuditView): readonly DebtView[] {
  return view.debts.filter(({ debt }) => isOpen(debt))
}

function drafted(state: RunState): readonly Finding[] {
  return [...state.findings.values()].map(({ finding }) => finding).sort(bySeverity)
}

function judgedFindings(state: RunState): readonly Judged[] {
  return drafted(state).flatMap((finding) => {
    const verdict = state.verdicts.get(finding.fingerprint)?.verdict
    return verdict === undefined ? [] : [{ finding, verdict }]
  })
}

function asChecked({ finding, verdict }: Judged): Finding {
  return verdict.relocated === undefined ? finding : { ...finding, evidence: verdict.relocated }
}

function debtViews(state: RunState, current: ReadonlyMap<string, Finding>): readonly DebtView[] {
  return [...state.debts.values()]
    .map(({ debt, change }) => ({ debt, change, finding: current.get(debt.fingerprint) ?? null }))
    .sort((a, b) => bySeverity(a.debt, b.debt) || compare(a.debt.id, b.debt.id))
}

function suppressedOf(state: RunState, current: ReadonlyMap<string, Finding>): readonly Suppressed[] {
  return [...state.suppressed.values()]
    .map(({ fingerprint, reason, by }) => ({ fingerprint, reason, by, finding: current.get(fingerprint) ?? null }))
    .sort((a, b) => compare(a.fingerprint, b.fingerprint))
}

function layerView(layer: Layer, state: RunState, judged: readonly Judged[]): LayerView {
  const looked = [...state.inspections.values()]
    .filter((one) => one.layer === layer)
    .sort((a, b) => compare(a.inspector, b.inspector))
  const ofLayer = judged.filter(({ finding }) => finding.layer === layer)
  return {
    layer,
    score: state.scores.get(layer) ?? null,
    ran: looked.filter((one) => one.status === 'ran'),
    notRun: looked.filter((one) => one.status === 'notRun'),
    confirmed: ofLayer.filter(({ verdict }) => verdict.verdict === 'confirmed').length,
    judged: ofLayer.length,
  }
}
