import type { Debt } from '../../domain/debt.ts'
import type { Finding } from '../../domain/finding.ts'
import type { RunState } from '../../domain/state.ts'
import { type AuditView, auditView, type Inspection } from './audit-view.ts'
import { stableJson } from './stable-json.ts'

/**
 * audit.json: the whole audit for programs. It holds no time, no duration and no name of a run or an agent, so that two
 * runs over one commit with one register give the same bytes.
 */
export function renderAuditJson(state: RunState): string {
  const view = auditView(state)
  return stableJson({
    schema: 1,
    commit: state.started?.fact.repository.commit ?? null,
    engine: state.started?.fact.engine ?? null,
    survey: state.survey,
    layers: view.layers.map(layerOf),
    debts: view.debts.map(({ debt, finding }) => ({ ...debtOf(debt), finding: finding?.fingerprint ?? null })),
    findings: findingsOf(view),
    rejected: view.rejected.map(({ finding, verdict }) => ({ ...finding, why: verdict.reason })),
    unverified: view.unverified,
    suppressed: view.suppressed.map(({ fingerprint, reason, by }) => ({ fingerprint, reason, by })),
    unobeyedSuppressions: [...view.unobeyed].sort(),
  })
}

function layerOf({ layer, score, ran, notRun, confirmed, judged }: AuditView['layers'][number]): object {
  return {
    layer,
    score: score?.score ?? null,
    why: score?.why ?? 'not inspected',
    coverage: { ran: score?.ran ?? 0, applicable: score?.applicable ?? 0 },
    population: score?.population ?? 0,
    verified: { confirmed, judged },
    inspectors: [...ran, ...notRun].map(inspectionOf),
  }
}

function inspectionOf({ inspector, version, status, reason, population, bad, unit, findings }: Inspection): object {
  if (status === 'notRun') return { inspector, version, status, reason }
  return { inspector, version, status, population, bad, unit, findings }
}

/** A debt without what only says when it was looked at. */
function debtOf({ aliases, ...debt }: Debt): object {
  return { ...debt, aliases: aliases.toSorted() }
}

function findingsOf({ confirmed, candidates, suppressed, corrected }: AuditView): readonly object[] {
  const standing = (finding: Finding, as: string) => ({
    ...finding,
    standing: as,
    linesCorrected: corrected.has(finding.fingerprint),
  })
  return [
    ...confirmed.map((finding) => standing(finding, 'confirmed')),
    ...candidates.map((finding) => standing(finding, 'candidate')),
    ...suppressed.flatMap(({ finding }) => (finding === null ? [] : [standing(finding, 'suppressed')])),
  ]
}
